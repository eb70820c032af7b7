// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/vsock_diag.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto answer = parseVsockDiag(textOf(data, size));
    if (!answer)
        return 0;
    for (const auto &[inode, socket] : answer->sockets) {
        expect(inode <= 0xffffffffu, "an inode is a word of the message");
        expect(socket.family == "vsock", "it is a vsock socket");
    }
    return 0;
}
