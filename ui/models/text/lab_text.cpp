// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/lab_text.h"

#include <algorithm>

#include "core/base/clocks.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString escaped(const std::string &text)
{
    return displayText(text).toHtmlEscaped();
}

QString colored(const QString &html, const QColor &color)
{
    return u"<span style=\"color:%1\">%2</span>"_s.arg(color.name(), html);
}

} // namespace

QString narrationHtml(const DemoState &state, const Palette &palette)
{
    if (state.narration.empty())
        return {};
    const auto begin = state.narration.front().at;
    auto html = u"<table cellspacing=\"0\" cellpadding=\"2\">"_s;
    for (const auto &sentence : state.narration) {
        const auto at = QString::number(seconds(sentence.at - begin), 'f', 3);
        html += u"<tr><td align=\"right\">%1&nbsp;&nbsp;</td><td>%2</td></tr>"_s.arg(
            colored(at, palette.dimText), escaped(sentence.text));
    }
    return html + u"</table>"_s;
}

QString observationsHtml(const std::vector<Observation> &observations, const Palette &palette)
{
    auto html = u"<table width=\"100%\" cellspacing=\"0\" cellpadding=\"3\">"_s;
    for (const auto &observation : observations) {
        const auto seen = escaped(observation.seen);
        auto verdict = colored(observation.seen.empty() ? u"waiting"_s : seen, palette.dimText);
        if (observation.holds == true)
            verdict = colored(u"<b>✓</b> "_s + seen, palette.good);
        else if (observation.holds == false)
            verdict = colored(u"<b>✗</b> "_s + seen, palette.error);
        html += u"<tr><td>%1</td><td align=\"right\">%2</td></tr>"_s.arg(escaped(observation.expectation),
                                                                         verdict);
    }
    return html + u"</table>"_s;
}

QString looksHtml(const DemoState &state)
{
    if (!state.moment || state.moment->looks.empty())
        return {};
    QStringList links;
    int number = 0;
    for (const auto &look : state.moment->looks) {
        const auto role = state.roles.find(look.role);
        auto text = escaped(look.role);
        if (role != state.roles.end())
            text += u" %1"_s.arg(role->second.pid);
        if (!look.pane.empty())
            text += u": "_s + escaped(look.pane);
        if (!look.field.empty())
            text += u" "_s + escaped(look.field);
        links += u"<a style=\"text-decoration:none\" href=\"look:%1\">%2</a>"_s.arg(number++).arg(text);
    }
    return u"Look at&nbsp; "_s + links.join(u" &nbsp;·&nbsp; "_s);
}

QString phaseText(const DemoState &state)
{
    switch (state.phase) {
    case DemoState::Phase::Playing:
    case DemoState::Phase::Looking:
    case DemoState::Phase::Held:
        return state.momentText.empty() ? u"It runs."_s : displayText(state.momentText);
    case DemoState::Phase::Over:
        break;
    }
    if (state.isStopped)
        return u"It was stopped."_s;
    if (state.cannotShow)
        return u"It cannot be shown here, because "_s + displayText(*state.cannotShow);
    return state.hasSucceeded() ? u"Everything happened as expected."_s
                                : u"Not everything happened as expected."_s;
}

QString answerHtml(const Demo &demo, int chosen, bool isSeen, const Palette &palette)
{
    const auto &choices = demo.text.choices;
    const auto right = std::ranges::find(choices, true, &Choice::isRight);
    if (right == choices.end() || chosen < 0)
        return {};
    if (!isSeen)
        return u"You say: "_s + escaped(choices.at(static_cast<std::size_t>(chosen)).text);
    if (choices.at(static_cast<std::size_t>(chosen)).isRight)
        return colored(u"<b>✓</b> As you said: "_s + escaped(right->text), palette.good);
    return colored(u"<b>✗</b> It is: "_s + escaped(right->text), palette.error);
}

} // namespace forklore
