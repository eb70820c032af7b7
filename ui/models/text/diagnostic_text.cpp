// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/diagnostic_text.h"

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

std::vector<Diagnostic> diagnosticsIn(const Sample &sample, const Process &process, const Past &past,
                                      const CloserLook &look)
{
    DiagnosticContext context{*sample.snapshot, process};
    context.past = past;
    context.look = look;
    if (process.stat) {
        const auto terminal = sample.terminals.find(process.stat->ttyDevice.value_or(0));
        if (terminal != sample.terminals.end())
            context.terminal = terminal->second.toStdString();
    }
    context.userName = [&](Uid uid) {
        const auto known = sample.users.find(uid);
        return known == sample.users.end() ? std::to_string(uid) : known->second.toStdString();
    };
    return diagnosticsOn(context);
}

QString diagnosticLinks(const Diagnostic &diagnostic)
{
    QString rich;
    for (const auto &span : diagnostic.sentence) {
        const auto words = displayText(span.text).toHtmlEscaped();
        rich += span.process ? u"<a style=\"text-decoration:none\" href=\"process:%1:%2\">%3</a>"_s
                                   .arg(span.process->pid)
                                   .arg(span.process->start)
                                   .arg(words)
                             : words;
    }
    return rich;
}

QString explanationText(const Diagnostic &diagnostic)
{
    return u"%1 · %2"_s.arg(displayText(diagnostic.explanation), wordOf(diagnostic.manual));
}

QString weightText(Weight weight)
{
    switch (weight) {
    case Weight::Usual:
        return u"normal"_s;
    case Weight::WorthKnowing:
        return u"worth knowing"_s;
    case Weight::Trouble:
        break;
    }
    return u"trouble"_s;
}

} // namespace forklore
