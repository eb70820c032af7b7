// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fuzz targets by their names, for a program that holds all of them. The build writes the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace forklore::fuzz {

using Target = int (*)(const std::uint8_t *data, std::size_t size);
extern const std::map<std::string, Target> targets;

} // namespace forklore::fuzz
