// SPDX-License-Identifier: GPL-3.0-or-later
//
// LineWriter: lines to stdout, for a command that goes on until it is told to end. stdio would do, but for
// one thing: a reader that does not read would keep it from ending.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace forklore::cli {

class LineWriter {
public:
    /// SIGPIPE is ignored from here on: a reader that has gone is an error like any other.
    /// @param signals readable once somebody wants the command to end; it is not read
    explicit LineWriter(int signals);

    /// Writes whole lines, and none in part: in pieces that a pipe takes at once or not at all, pipe(7). When
    /// it is to end, and the reader has not read for a second (five, within a line that is longer than such a
    /// piece), the rest is left out, and all that comes after.
    [[nodiscard]] Result<void> write(std::string_view lines);

private:
    /// Waits until stdout takes a piece; false: it is to end, and nobody reads.
    [[nodiscard]] bool waitForReader(bool isWithinALine) const;
    [[nodiscard]] bool isToEnd() const;

    int m_signals;
    bool m_isGivenUp = false; ///< nobody reads
};

} // namespace forklore::cli
