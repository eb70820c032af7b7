// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/net_sockets.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    for (const auto &[inode, socket] : parseNetPacket(text, {})) {
        expect(holds(text, inode), "the inode stands in the text");
        expect(socket.family == "packet" && socket.local.empty() == socket.addressError.has_value(),
               "it has an address, or a reason why not");
    }
    return 0;
}
