// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sections of a process that the helper reads for the window, as bytes on a pipe between two programs of
// the same build. One description of each type serves both directions.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/process/names/environment.h"
#include "core/process/resources/descriptor.h"
#include "core/process/resources/io_counters.h"
#include "core/process/resources/memory.h"

namespace forklore {

/// What is hidden from other users, and can be shown: a closed list.
using ProtectedSection = std::variant<Environment, Descriptors, IoCounters, Mappings>;

/// Which of them: its place in the variant.
enum class Hidden : std::size_t { Environment, Descriptors, Io, Mappings };
constexpr std::size_t hiddenCount = std::variant_size_v<ProtectedSection>;

[[nodiscard]] inline Hidden kindOf(const ProtectedSection &section)
{
    return static_cast<Hidden>(section.index());
}
/// "environment", "descriptors", "io", "mappings".
[[nodiscard]] std::string_view name(Hidden section);

/// As hexadecimal digits, so that they fit on a line.
[[nodiscard]] std::string toWire(const ProtectedSection &section);
/// Malformed: it is no such section, or does not end where it should.
[[nodiscard]] Result<ProtectedSection> fromWire(std::string_view digits);

} // namespace forklore
