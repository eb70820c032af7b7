// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/net_dev.h"

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// After the name: bytes received and seven more, bytes sent …
Result<Throughput> parseBytes(std::string_view name, TextCursor numbers)
{
    constexpr int between = 7;
    const auto in = numbers.number<std::uint64_t>();
    for (int i = 0; i < between; ++i)
        numbers.word();
    const auto out = numbers.number<std::uint64_t>();
    if (!in || !out)
        return failure(ErrorKind::Malformed, "net/dev: no good line for " + std::string(name));
    return Throughput{*in, *out};
}

} // namespace

Result<Devices> parseNetDev(std::string_view text)
{
    TextCursor cursor(text);
    cursor.until('\n'); // two lines of heading
    if (cursor.until('\n').find('|') == std::string_view::npos)
        return failure(ErrorKind::Malformed, "net/dev: no heading");
    Devices interfaces;
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto name = TextCursor(line.until(':')).word(); // a large number follows without a blank
        if (!name.empty() && name != "lo")
            interfaces.push_back({std::string(name), parseBytes(name, line)});
    }
    return interfaces;
}

Result<Devices> readNetDev(const Directory &root)
{
    return root.read("net/dev").and_then([](const std::string &text) { return parseNetDev(text); });
}

} // namespace forklore
