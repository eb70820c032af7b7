// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/mount_path.h"

#include "core/base/text_cursor.h"

namespace forklore {

std::string unescapedMountPath(std::string_view text)
{
    constexpr std::size_t digits = 3;
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto code = text[at] == '\\' && text.size() - at > digits
                              ? TextCursor::toNumber<unsigned>(text.substr(at + 1, digits), 8)
                              : std::nullopt;
        plain += code ? static_cast<char>(*code) : text[at];
        at += code ? digits : 0;
    }
    return plain;
}

} // namespace forklore
