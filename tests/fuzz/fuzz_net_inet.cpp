// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/source/linux/net_sockets.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto *family : {"inet", "inet6"}) {
        const auto table = parseNetInet(text, family, "stream");
        promise(table.size() <= static_cast<std::size_t>(std::ranges::count(text, '\n')),
                "a line is one socket");
        for (const auto &[inode, socket] : table) {
            promise(inode != 0 && holds(text, inode), "the inode stands in the text");
            promise(socket.family == family && socket.type == "stream", "a socket is of the table's kind");
        }
    }
    return 0;
}
