// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/swaps.h"

#include <algorithm>
#include <string>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// "/dev/zram0", "/dev/block/zram1"; blanks in other names are escaped.
bool isZram(std::string_view path)
{
    constexpr std::string_view family = "zram";
    const auto name = path.substr(path.rfind('/') + 1);
    return name.starts_with(family) && name.size() > family.size() &&
           std::ranges::all_of(name.substr(family.size()), isDigit);
}

} // namespace

Result<std::uint64_t> parseSwapOnZram(std::string_view text)
{
    constexpr std::uint64_t maxKilobytes = UINT64_MAX / 1024 / 1024; // a sum of a thousand is a number
    constexpr int maxDevices = 1024;                                 // MAX_SWAPFILES is below 32
    TextCursor cursor(text);
    if (!cursor.until('\n').starts_with("Filename"))
        return failure(ErrorKind::Malformed, "swaps: no heading");
    std::uint64_t bytes = 0;
    int devices = 0;
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // name, type, size, used, priority
        const auto path = line.word();
        if (!isZram(path))
            continue;
        line.word();
        line.word();
        const auto used = line.number<std::uint64_t>();
        if (!used || *used > maxKilobytes || ++devices > maxDevices)
            return failure(ErrorKind::Malformed, "swaps: no good line for " + std::string(path));
        bytes += *used * 1024;
    }
    return bytes;
}

Result<std::uint64_t> readSwapOnZram(const Directory &root)
{
    const auto text = root.read("swaps");
    if (!text && text.error().kind == ErrorKind::Gone)
        return failure(ErrorKind::Unsupported, "there is no swaps file, as in a kernel without swap");
    return text.and_then([](const std::string &content) { return parseSwapOnZram(content); });
}

} // namespace forklore
