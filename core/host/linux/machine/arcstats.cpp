// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/arcstats.h"

#include "core/base/text_cursor.h"

namespace forklore {

Result<ZfsCache> parseArcstats(std::string_view text)
{
    constexpr std::uint64_t maxSize = UINT64_MAX / 8; // it is added to other sizes
    std::optional<std::uint64_t> size;
    std::optional<std::uint64_t> minSize;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // name, type, value, below two lines of heading
        const auto name = line.word();
        if (name != "size" && name != "c_min")
            continue;
        line.word();
        (name == "size" ? size : minSize) = line.number<std::uint64_t>();
    }
    if (!size || !minSize || *size > maxSize)
        return failure(ErrorKind::Malformed, "arcstats: no good lines size and c_min");
    return ZfsCache{*size, *minSize};
}

Result<std::optional<ZfsCache>> readArcstats(const Directory &root)
{
    const auto text = root.read("spl/kstat/zfs/arcstats");
    const bool isMissing =
        !text && (text.error().kind == ErrorKind::Gone || text.error().kind == ErrorKind::Unsupported);
    if (isMissing) // a machine without ZFS, or a copy of its /proc
        return std::nullopt;
    return text.and_then([](const std::string &content) { return parseArcstats(content); })
        .map([](const ZfsCache &cache) { return std::optional(cache); });
}

} // namespace forklore
