// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/timeline_text.h"

#include <algorithm>

#include "ui/models/text/bytes.h"
#include "ui/models/text/event_text.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/state_text.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const std::optional<ProcessRef> &ref)
{
    return ref ? processRefText(*ref) : u"?"_s;
}

QString nameOf(const std::string &comm)
{
    return comm.empty() ? u"?"_s : nameLine(comm);
}

/// What stands at the mark of an event.
struct MarkOf {
    const ProcessRef &process;
    bool isInferred = false;

    TimelineMark operator()(const Forked &fork) const
    {
        if (isInferred)
            return {u"started"_s, u"first seen below "_s + nameOf(fork.firstSeenBelow)};
        return {u"fork"_s, u"by "_s + nameOf(fork.parent)};
    }
    TimelineMark operator()(const Executed &exec) const
    {
        return {exec.isCertain ? u"exec"_s : u"exec, it seems"_s,
                nameOf(exec.before) + u" → "_s + nameOf(process.comm)};
    }
    TimelineMark operator()(const Renamed &rename) const
    {
        return {u"renamed"_s, nameOf(rename.before) + u" → "_s + nameLine(process.comm)};
    }
    TimelineMark operator()(const Reparented &move) const
    {
        return {u"adopted"_s, u"%1 → %2"_s.arg(move.from.id.pid).arg(nameOf(move.to))};
    }
    TimelineMark operator()(const SessionChanged &session) const
    {
        return {u"session"_s, u"opened its own, %1"_s.arg(session.sid)};
    }
    TimelineMark operator()(const CredentialsChanged &change) const
    {
        QStringList parts;
        if (change.uid)
            parts += u"user %1"_s.arg(*change.uid);
        if (change.gid)
            parts += u"group %1"_s.arg(*change.gid);
        return {u"rights"_s, u"of "_s + parts.join(u", "_s)};
    }
    TimelineMark operator()(const Stopped &stop) const
    {
        return {u"stopped"_s, stop.traced ? u"by its debugger"_s : QString()};
    }
    TimelineMark operator()(const Continued &) const { return {u"goes on"_s, {}}; }
    TimelineMark operator()(const CoreDumped &) const { return {u"fatal signal"_s, u"that dumps core"_s}; }
    TimelineMark operator()(const Exited &exit) const
    {
        TimelineMark mark{exit.status ? endWord(*exit.status) : u"ended"_s, {}};
        if (exit.status && exit.status->core)
            mark.about = u"core dumped"_s;
        else if (!exit.status)
            mark.about = u"how is not known"_s;
        mark.isEnd = true;
        mark.hasFailed = exit.status && exit.status->isFailure();
        return mark;
    }
    TimelineMark operator()(const Lost &) const { return {}; }
};

/// What its children did between two events of its own.
struct Children {
    std::size_t born = 0;
    std::size_t seen = 0;
    std::size_t ended = 0;
    std::size_t failed = 0;
    Moment first{};
    bool isFirstExact = true;

    [[nodiscard]] bool isEmpty() const { return born + seen + ended == 0; }
    void add(const Event &event)
    {
        if (isEmpty()) {
            first = event.at;
            isFirstExact = isTimeExact(event);
        }
        const auto *exit = std::get_if<Exited>(&event.what);
        ++(exit ? ended : event.inferred ? seen : born);
        failed += exit && exit->status && exit->status->isFailure() ? 1 : 0;
    }
    [[nodiscard]] TimelineMark mark() const
    {
        QStringList parts;
        if (born > 0)
            parts += u"%1 born"_s.arg(born);
        if (seen > 0)
            parts += u"%1 first seen"_s.arg(seen);
        if (ended > 0)
            parts += u"%1 ended"_s.arg(ended);
        if (failed > 0)
            parts += u"%1 failed"_s.arg(failed);
        return {u"children"_s, parts.join(u", "_s)};
    }
};

QString whenText(Moment at, bool isExact, const TimelineContext &context)
{
    const auto wall = context.boot + at;
    const bool recent = context.now - at < std::chrono::hours(12);
    const auto time = recent ? preciseTimeText(wall) : dateTimeText(wall);
    return isExact ? time : u"by "_s + time;
}

class Marks {
public:
    explicit Marks(const TimelineContext &context) : m_context(context) {}

    /// @param isExact else it was at that moment or before
    void add(Moment at, bool isExact, TimelineMark mark)
    {
        if (!m_marks.empty()) {
            const auto passed = displayText(lengthText(std::max(at - m_last, Moment(0))));
            m_marks.back().passed = isExact && m_isLastExact ? passed : u"≈ "_s + passed;
        }
        m_last = at;
        m_isLastExact = isExact;
        mark.when = whenText(at, isExact, m_context);
        mark.color = m_color;
        m_marks.push_back(std::move(mark));
    }
    /// How the way looks from the next mark on.
    void setColor(QColor Palette::*color) { m_color = color; }
    [[nodiscard]] QColor Palette::*color() const { return m_color; }
    [[nodiscard]] Moment last() const { return m_last; }
    std::vector<TimelineMark> all() { return std::move(m_marks); }

private:
    const TimelineContext &m_context;
    std::vector<TimelineMark> m_marks;
    Moment m_last{};
    bool m_isLastExact = true;
    QColor Palette::*m_color = &Palette::accent;
};

/// Of one whose birth is not told.
QString beginningText(const TimelineContext &context)
{
    const bool isOlder = context.beginning && context.started < context.beginning;
    return isOlder ? u"before Forklore was started"_s : u"its start was not recorded"_s;
}

} // namespace

std::vector<TimelineMark> timelineMarks(const ProcessTimeline &timeline, const TimelineContext &context)
{
    Marks marks(context);
    Children children;
    const auto addChildren = [&] {
        if (!children.isEmpty())
            marks.add(children.first, children.isFirstExact, children.mark());
        children = {};
    };
    const bool isBorn = !timeline.events.empty() &&
                        std::holds_alternative<Forked>(timeline.events.front().what) &&
                        timeline.events.front().process.id.pid == timeline.id.pid;
    if (!isBorn && context.started)
        marks.add(*context.started, true, {u"started"_s, beginningText(context)});
    auto lived = marks.color();
    bool stands = false;
    for (const auto &event : timeline.events) {
        if (event.process.id.pid != timeline.id.pid) {
            children.add(event);
            continue;
        }
        addChildren();
        if (std::holds_alternative<Reparented>(event.what))
            lived = &Palette::events;
        const bool goesOn = std::holds_alternative<Continued>(event.what);
        stands = !goesOn && (stands || std::holds_alternative<Stopped>(event.what));
        const bool dies = std::holds_alternative<CoreDumped>(event.what);
        marks.setColor(dies ? &Palette::error : stands ? &Palette::dimText : lived);
        marks.add(event.at, isTimeExact(event),
                  std::visit(MarkOf{event.process, event.inferred}, event.what));
    }
    addChildren();
    if (!timeline.end && timeline.ended)
        marks.add(
            *timeline.ended, false,
            {.title = u"ended"_s, .about = u"how is not known"_s, .when = {}, .passed = {}, .isEnd = true});
    else if (!timeline.ended)
        marks.add(std::max(context.now, marks.last()), true,
                  {u"now"_s, context.state}); // a sample may be older
    return marks.all();
}

TimelineModel *makeTimelineModel(QObject *parent)
{
    std::vector<RowColumn<TimelineRow>> columns = {
        {.title = u"Time"_s,
         .tip = u"When it happened"_s,
         .width = 112,
         .dim = true,
         .text = [](const TimelineRow &row) { return eventTimeText(row.event, row.at); },
         .key = [](const TimelineRow &row) { return QVariant(qlonglong(row.number)); },
         .reason = [](const TimelineRow &row) { return eventTimeTip(row.event, row.at); }},
        {.title = u"Age"_s,
         .tip = u"How old the process was then"_s,
         .align = Qt::AlignRight,
         .width = 84,
         .text =
             [](const TimelineRow &row) {
                 const auto age = row.isAgeKnown ? displayText(lengthText(row.age)) : u"?"_s;
                 return row.isAgeKnown && !row.isAgeExact ? u"≤ "_s + age : age;
             },
         .key = [](const TimelineRow &row) { return QVariant(qlonglong(row.age.count())); }},
        {.title = u"Event"_s,
         .tip = u"What kind of event; of a child, where that is said"_s,
         .width = 110,
         .text =
             [](const TimelineRow &row) {
                 return row.isOfChild ? u"child: "_s + wordOf(kindOf(row.event)) : wordOf(kindOf(row.event));
             }},
        {.title = u"What"_s,
         .tip = u"What happened; a click goes to the other process"_s,
         .width = 520,
         .text =
             [](const TimelineRow &row) {
                 const auto what = displayText(text(row.event));
                 return row.isOfChild ? nameOf(row.event.process) + u": "_s + what : what;
             },
         .reason = [](const TimelineRow &row) { return timeDoubt(row.event, row.at); },
         .link = [](const TimelineRow &row) { return processIn(row).has_value(); },
         .wrong =
             [](const TimelineRow &row) {
                 const auto *exit = std::get_if<Exited>(&row.event.what);
                 return exit && exit->status && exit->status->isFailure();
             }},
    };
    const auto key = [](const TimelineRow &row) { return row.number; };
    return new TimelineModel(std::move(columns), key, parent);
}

std::vector<TimelineRow> timelineRows(const ProcessTimeline &timeline, const TimelineContext &context)
{
    std::vector<TimelineRow> rows;
    rows.reserve(timeline.events.size());
    const auto born = timeline.isBirthHeard && !timeline.events.empty()
                          ? std::optional(timeline.events.front().at)
                          : context.started;
    for (const auto &event : timeline.events) {
        // Behind what was left out in the midst the numbers go on.
        const auto position = rows.size() + (rows.size() >= timeline.leftOutAfter ? timeline.leftOut : 0);
        TimelineRow row{static_cast<std::int64_t>(position),
                        context.boot + event.at,
                        {},
                        born.has_value(),
                        isTimeExact(event),
                        event.process.id.pid != timeline.id.pid,
                        event};
        if (born)
            row.age = std::max(event.at - *born, Moment(0));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<ProcessId> processIn(const TimelineRow &row)
{
    if (row.isOfChild)
        return row.event.process.id;
    if (std::holds_alternative<Forked>(row.event.what))
        return parentIn(row.event);
    if (const auto *move = std::get_if<Reparented>(&row.event.what))
        return move->to.id;
    return std::nullopt;
}

QString endedSummary(const ProcessId &id, const ProcessTimeline *timeline, WallTime boot)
{
    QStringList parts = {QString::number(id.pid)};
    if (timeline && !timeline->ended) {
        const bool isBorn = timeline->isBirthHeard || timeline->isBirthSeen;
        parts += isBorn ? u"born since the last sample"_s : u"not in the last sample"_s;
        return parts.join(u" · "_s);
    }
    parts += timeline && timeline->end ? displayText(text(*timeline->end)) : u"has ended"_s;
    if (timeline)
        parts +=
            (timeline->isEndHeard ? u"at %1"_s : u"by %1"_s).arg(preciseTimeText(boot + *timeline->ended));
    return parts.join(u" · "_s);
}

QString endedBeforeReading(const ProcessTimeline *timeline, Moment selected)
{
    if (!timeline || !timeline->ended)
        return u"It ended before this was read."_s;
    if (*timeline->ended <= selected)
        return u"It had ended already when it was selected, so that this could not be read."_s;
    const auto after = displayText(lengthText(*timeline->ended - selected));
    return u"It ended %1%2 after it was selected, before this was read."_s.arg(
        timeline->isEndHeard ? QString() : u"at most "_s, after);
}

} // namespace forklore
