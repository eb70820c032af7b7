// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/net_sockets.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &[inode, socket] : parseNetUnix(text)) {
        promise(holds(text, inode), "the inode stands in the text");
        promise(holds(text, std::string_view(socket.local)), "the path stands in the text");
        promise(socket.family == "unix" && !socket.state.empty() && socket.remote.empty(),
                "it is a UNIX socket");
    }
    return 0;
}
