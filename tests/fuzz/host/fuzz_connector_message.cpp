// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "core/host/linux/events/connector_message.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr std::size_t headers = 16 + 20 + 16; // of netlink, of the connector, of the event
    const auto bytes = textOf(data, size);
    const auto message = parseConnectorMessage(bytes);
    if (!message)
        return 0;
    expect(size >= headers, "there is no message without its headers");
    const auto stands = [&](auto number) {
        return number == 0 || holds(bytes, {reinterpret_cast<const char *>(&number), sizeof number});
    };
    expect(stands(static_cast<std::uint32_t>(message->what)), "the kind stands in the bytes");
    expect(stands(message->cpu) && stands(message->sequence) && stands(message->answers),
           "the numbers of the headers stand in the bytes");
    expect(stands(message->at.count()), "the time stands in the bytes");
    expect(stands(message->pid) && stands(message->tgid) && stands(message->parentPid) &&
               stands(message->parentTgid),
           "the pids stand in the bytes");
    expect(stands(message->effectiveId) && stands(message->exitStatus) && stands(message->refused),
           "the details stand in the bytes");
    constexpr std::size_t longest = 16;
    expect(holds(bytes, std::string_view(message->comm)), "the name stands in the bytes");
    expect(message->comm.size() <= longest && message->comm.find('\0') == std::string::npos,
           "the name is one of the kernel's");
    return 0;
}
