// SPDX-License-Identifier: GPL-3.0-or-later
//
// Comma-separated values, RFC 4180.
#pragma once

#include <string>
#include <vector>

namespace forklore::cli {

/// One record with its line end, CR LF. Fields that hold a comma, a quote or a line end are quoted.
[[nodiscard]] std::string csvRecord(const std::vector<std::string> &fields);

} // namespace forklore::cli
