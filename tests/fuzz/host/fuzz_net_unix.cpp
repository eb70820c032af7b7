// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/net_unix.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto all = parseNetUnix(text);
    for (const auto &[inode, socket] : all.sockets) {
        expect(inode != 0 && holds(text, inode), "the inode stands in the text");
        expect(holds(text, std::string_view(socket.local)), "the path stands in the text");
        expect(socket.family == "unix" && !socket.state.empty() && socket.remote.empty(),
               "it is a UNIX socket");
        expect(!socket.addressError || socket.local.empty(), "a name that is not known is not told");
        expect(!all.doubtful.contains(inode), "what is certain is not doubtful");
    }
    for (const auto inode : all.doubtful)
        expect(holds(text, inode), "the inode stands in the text");
    return 0;
}
