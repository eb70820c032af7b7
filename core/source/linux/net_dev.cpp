// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/linux/net_dev.h"

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// After the name: bytes received and seven more, bytes sent …
bool add(Throughput &sum, TextCursor numbers)
{
    constexpr int between = 7;
    const auto in = numbers.number<std::uint64_t>();
    for (int i = 0; i < between; ++i)
        numbers.word();
    const auto out = numbers.number<std::uint64_t>();
    if (!in || !out || *in > UINT64_MAX - sum.in || *out > UINT64_MAX - sum.out)
        return false;
    sum.in += *in;
    sum.out += *out;
    return true;
}

} // namespace

Result<Throughput> parseNetDev(std::string_view text)
{
    TextCursor cursor(text);
    cursor.until('\n'); // two lines of heading
    if (cursor.until('\n').find('|') == std::string_view::npos)
        return failure(ErrorKind::Malformed, "net/dev: no heading");
    Throughput sum;
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        const auto name = TextCursor(line.until(':')).word(); // a large number follows without a blank
        if (name != "lo" && !add(sum, line))
            return failure(ErrorKind::Malformed, "net/dev: no good line for " + std::string(name));
    }
    return sum;
}

Result<Throughput> readNetDev(const Directory &root)
{
    return root.read("net/dev").and_then([](const std::string &text) { return parseNetDev(text); });
}

} // namespace forklore
