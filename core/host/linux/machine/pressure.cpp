// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/pressure.h"

#include <optional>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

/// "avg10=0.00 avg60=0.00 avg300=0.00 total=123": the total in microseconds.
std::optional<std::chrono::microseconds> parseTotal(TextCursor line)
{
    constexpr std::string_view key = "total=";
    constexpr std::uint64_t longest = 1'000'000'000'000'000; // µs: thirty years, and nanoseconds hold it
    for (auto word = line.word(); !word.empty(); word = line.word()) {
        if (!word.starts_with(key))
            continue;
        const auto total = TextCursor::toNumber<std::uint64_t>(word.substr(key.size()));
        if (total && *total <= longest)
            return std::chrono::microseconds(*total);
    }
    return std::nullopt;
}

} // namespace

Result<Pressure> parsePressure(std::string_view text)
{
    std::optional<Pressure> pressure;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        if (line.word() != "some")
            continue;
        const auto total = parseTotal(line);
        if (!total)
            return failure(ErrorKind::Malformed, "pressure: no good line \"some\"");
        pressure = Pressure{*total};
    }
    if (!pressure)
        return failure(ErrorKind::Malformed, "pressure: no line \"some\"");
    return *pressure;
}

Result<Pressure> readPressure(const Directory &root, std::string_view resource)
{
    const auto name = "pressure/" + std::string(resource);
    const auto text = root.read(name.c_str());
    if (text)
        return parsePressure(*text);
    if (!root.isOnProc()) // the copy may lack what the kernel has
        return Failure(text.error());
    // A kernel that was built with it, but not told to measure, has no file or one that cannot be read.
    if (text.error().kind == ErrorKind::Gone || text.error().kind == ErrorKind::Unsupported)
        return failure(
            ErrorKind::Unsupported,
            "this kernel does not measure pressure; started with psi=1 on its command line it may");
    return Failure(text.error());
}

} // namespace forklore
