// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/process_filter.h"

#include <algorithm>

#include <QStringList>

#include "core/process/arguments.h"
#include "ui/models/text/bytes.h"

namespace forklore {

ProcessFilter::ProcessFilter(const QString &text) : m_text(text.simplified())
{
    for (const auto &word : m_text.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        m_words.emplace_back(word, Qt::CaseInsensitive);
}

bool ProcessFilter::matches(const Process &process) const
{
    if (isEmpty())
        return true;
    auto text = QString::number(process.id.pid);
    if (process.stat)
        text += QLatin1Char('\n') + lineOf(process.stat->comm);
    if (process.stat && process.commandLine)
        text += QLatin1Char('\n') + argumentsLine(argumentsOf(*process.stat, *process.commandLine));
    return std::ranges::all_of(m_words, [&](const QStringMatcher &word) { return word.indexIn(text) >= 0; });
}

} // namespace forklore
