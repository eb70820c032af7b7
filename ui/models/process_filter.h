// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessFilter: which processes the person wants to see.
#pragma once

#include <QString>
#include <QStringMatcher>

#include "core/process/process.h"

namespace forklore {

/// Plain text: every word of it must occur in the name, the command line or the pid, whatever the case.
class ProcessFilter {
public:
    ProcessFilter() = default;
    explicit ProcessFilter(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_words.empty(); }
    [[nodiscard]] bool matches(const Process &process) const;

    bool operator==(const ProcessFilter &other) const { return m_text == other.m_text; }

private:
    QString m_text;
    std::vector<QStringMatcher> m_words;
};

} // namespace forklore
