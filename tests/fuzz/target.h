// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the fuzz targets share: the bytes as text, and promises that end the program when they are broken.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace forklore::fuzz {

[[nodiscard]] inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

inline void expect(bool kept, const char *what)
{
    if (kept)
        return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

/// A parser takes what it tells from the text: it makes nothing up.
[[nodiscard]] inline bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// By its digits: zeros may stand between a sign and them.
[[nodiscard]] bool holds(std::string_view text, std::integral auto number)
{
    const auto written = std::to_string(number);
    return holds(text, std::string_view(written).substr(number < 0 ? 1 : 0));
}

} // namespace forklore::fuzz
