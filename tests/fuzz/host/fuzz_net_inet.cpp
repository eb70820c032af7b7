// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/host/linux/sockets/net_inet.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto *family : {"inet", "inet6"}) {
        const auto all = parseNetInet(text, family, "stream");
        expect(all.size() <= static_cast<std::size_t>(std::ranges::count(text, '\n')),
               "a line is one socket");
        for (const auto &[socket, uid, inode] : all) {
            expect(holds(text, inode), "the inode stands in the text");
            expect(!uid || holds(text, *uid), "the user stands in the text");
            expect(socket.family == family && socket.type == "stream", "a socket is of the table's kind");
        }
    }
    return 0;
}
