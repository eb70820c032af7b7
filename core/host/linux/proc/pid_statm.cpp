// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_statm.h"

#include "core/base/text_cursor.h"

namespace forklore {

Result<std::uint64_t> parseResidentPages(std::string_view text)
{
    TextCursor cursor(text);
    const auto size = cursor.number<std::uint64_t>();
    const auto resident = cursor.number<std::uint64_t>();
    if (!size || !resident)
        return failure(ErrorKind::Malformed, "statm: the first two fields are no numbers");
    return *resident;
}

Result<std::uint64_t> readResidentPages(const Directory &directory, const char *name)
{
    return directory.readRecord(name).and_then(
        [](const std::string &text) { return parseResidentPages(text); });
}

} // namespace forklore
