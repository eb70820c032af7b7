// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/host/linux/sockets/unix_diag.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto bytes = textOf(data, size);
    const auto answer = parseUnixDiag(bytes);
    if (!answer)
        return 0;
    const auto stands = [&](std::uint64_t inode) {
        const auto number = static_cast<std::uint32_t>(inode);
        return number == inode && holds(bytes, {reinterpret_cast<const char *>(&number), sizeof number});
    };
    for (const auto &[inode, socket] : answer->sockets) {
        expect(stands(inode), "the inode stands in the bytes");
        expect(socket.peer == 0 || stands(socket.peer), "the peer's stands in the bytes");
        const auto path = std::string_view(socket.path);
        expect(holds(bytes, path) || (path.starts_with('@') && holds(bytes, path.substr(1))),
               "the path stands in the bytes");
    }
    return 0;
}
