// SPDX-License-Identifier: GPL-3.0-or-later
//
// One process as cells of text. A fact that could not be read is "?", one that does not apply is "-".
#pragma once

#include <string>

#include "app/cli/sampling.h"
#include "core/codec/json.h"

namespace forklore::cli {

class ProcessRow {
public:
    ProcessRow(const Process &process, Survey &survey) : m_process(process), m_survey(survey) {}

    [[nodiscard]] std::string pid() const;
    [[nodiscard]] std::string ppid() const;
    [[nodiscard]] std::string user() const;
    [[nodiscard]] std::string state() const; ///< a zombie's with how it ended
    [[nodiscard]] std::string cpuTime() const;
    [[nodiscard]] std::string memory() const;
    [[nodiscard]] std::string threads() const;
    [[nodiscard]] std::string descriptors() const;
    [[nodiscard]] std::string command() const; ///< the arguments, or [comm] where there are none

private:
    const Process &m_process;
    Survey &m_survey;
};

/// The terminal's name or null.
[[nodiscard]] Json jsonTerminal(const Process &process, const Inspector &inspector);

} // namespace forklore::cli
