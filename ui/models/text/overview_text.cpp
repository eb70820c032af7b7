// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/overview_text.h"

#include <algorithm>

#include <QStringList>

#include "core/process/names/arguments.h"
#include "core/process/names/display_name.h"
#include "core/snapshot/forest.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/name_line.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/state_text.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// A value that could not be read: what kind of reason there is, and the whole of it as its tip.
FactLine missing(const QString &label, const Error &error)
{
    const bool denied = error.kind == ErrorKind::Denied;
    return {label,
            denied ? u"hidden: the kernel denies it to you"_s : u"? (%1)"_s.arg(displayText(error.message)),
            displayText(error.message)};
}

/// A field of stat that may be missing alone.
template <class T, class Text>
FactLine statFact(const QString &label, const std::optional<T> &field, std::string_view name, Text text,
                  const QString &tip)
{
    return field ? FactLine{label, text(*field), tip} : missing(label, missingStatField(name));
}

QString userText(Uid uid, const Sample &sample)
{
    const auto known = sample.users.find(uid);
    const auto number = QString::number(uid);
    return known == sample.users.end() || known->second == number ? number
                                                                  : u"%1 (%2)"_s.arg(known->second, number);
}

/// "4123 (itself)", or the process behind the id.
QString idWithName(Pid id, Pid self, const Snapshot &snapshot)
{
    if (id == self)
        return u"%1 (itself)"_s.arg(id);
    const auto *process = snapshot.withPid(id);
    return process ? u"%1 (%2)"_s.arg(id).arg(nameLine(displayName(*process))) : QString::number(id);
}

FactGroup identityGroup(const Identity &identity, const Sample &sample)
{
    const auto &stat = identity.stat;
    const auto &snapshot = *sample.snapshot;
    FactGroup group{u"Identity"_s, {}};
    group.facts.push_back({u"Process id"_s, QString::number(stat.pid), {}});
    if (identity.namespacePids && identity.namespacePids->size() > 1) {
        QStringList pids;
        for (const auto pid : *identity.namespacePids)
            pids += QString::number(pid);
        group.facts.push_back({u"In namespaces"_s, pids.join(u" › "_s),
                               u"Its pid in each pid namespace, from the outer to the inner"_s});
    }
    group.facts.push_back(
        {u"Parent"_s,
         stat.ppid == 0 ? u"none in this namespace"_s : idWithName(stat.ppid, stat.pid, snapshot),
         {}});
    const auto withName = [&](Pid id) { return idWithName(id, stat.pid, snapshot); };
    group.facts.push_back(statFact(u"Process group"_s, stat.pgid, "pgrp", withName,
                                   u"Signals from the terminal's keys go to the whole group"_s));
    group.facts.push_back(statFact(u"Session"_s, stat.sid, "session", withName,
                                   u"What was started from one login or terminal"_s));
    auto terminal = identity.tty ? displayText(*identity.tty) : u"none"_s;
    if (identity.tty && stat.ttyForegroundGroup.value_or(0) > 0)
        terminal += stat.isInForeground() ? u", in the foreground"_s
                                          : u", foreground group %1"_s.arg(*stat.ttyForegroundGroup);
    group.facts.push_back(statFact(
        u"Terminal"_s, stat.ttyDevice, "tty_nr", [&](std::uint32_t) { return terminal; },
        u"Controlling terminal and its foreground process group"_s));
    if (identity.credentials) {
        const auto &uid = identity.credentials->uid;
        group.facts.push_back(
            {u"User"_s, userText(uid.effective, sample), u"Effective user: whose rights it has"_s});
        if (uid.real != uid.effective)
            group.facts.push_back({u"Real user"_s, userText(uid.real, sample), u"Who started it"_s});
    } else {
        group.facts.push_back(missing(u"User"_s, identity.credentials.error()));
    }
    return group;
}

/// How old it is, or how long it lived; nothing: it has ended, nobody knows when, or the uptime is not told.
std::optional<std::chrono::nanoseconds> ageOf(const Stat &stat, const Process *process, const Sample &sample)
{
    if (!process || process->hasEnded)
        return process ? process->lifetime : std::nullopt;
    return sample.system.age(stat.start, sample.snapshot->sinceBoot);
}

/// Nothing: it is not frozen, or that is not known.
std::optional<Freeze> freezeIn(const Result<CloserLook> &look)
{
    return look && look->condition ? look->condition->frozen.value_or(std::nullopt) : std::nullopt;
}

FactLine niceFact(const Stat &stat, const Result<CloserLook> &look)
{
    const auto autogroup = look ? look->autogroup.value_or(std::nullopt) : std::nullopt;
    const auto text = autogroup ? u"%1, within its session or control group"_s : u"%1"_s;
    auto tip = u"From -20, favoured, to 19"_s;
    if (autogroup)
        tip += u". Autogroup scheduling is on: this value ranks the process only within its session; the "
               u"session's own nice value is %1. In a CPU control group it ranks the process only within "
               u"that group (sched(7))"_s.arg(autogroup->nice);
    return statFact(
        u"Nice"_s, stat.nice, "nice", [&](std::int32_t nice) { return text.arg(nice); }, tip);
}

/// @param process as the sample has it, or as it was last seen; null: neither
FactGroup activityGroup(const Stat &stat, const Process *process, const Result<CloserLook> &look,
                        const Sample &sample)
{
    const bool hasEnded = !process || process->hasEnded;
    FactGroup group{u"Activity"_s, {}};
    group.facts.push_back({u"State"_s, process ? stateText(*process, freezeIn(look)) : u"ended"_s, {}});
    if (const auto &boot = sample.system.bootTime) {
        const auto started = sample.system.startOf(stat.start);
        group.facts.push_back(
            {u"Started"_s, dateTimeText(*boot + started), u"%1 clock ticks after boot"_s.arg(stat.start)});
        if (const auto age = ageOf(stat, process, sample))
            group.facts.push_back({hasEnded ? u"Lifetime"_s : u"Age"_s, durationText(*age), {}});
    } else {
        group.facts.push_back(missing(u"Started"_s, boot.error()));
    }
    const auto time = [&](std::uint64_t ticks) { return cpuTimeText(sample.system.duration(ticks)); };
    group.facts.push_back(statFact(u"CPU time"_s, stat.cpuTicks(), stat.userTicks ? "stime" : "utime",
                                   [&](std::uint64_t) {
                                       return u"%1 user, %2 system"_s.arg(time(*stat.userTicks),
                                                                          time(*stat.systemTicks));
                                   },
                                   {}));
    group.facts.push_back(statFact(u"Threads"_s, stat.threads, "num_threads",
                                   [](std::uint32_t n) { return countText(n); }, {}));
    group.facts.push_back(niceFact(stat, look));
    if (stat.hasProgram()) {
        const auto bytes = [](const std::optional<std::uint64_t> &count) {
            return count ? bytesText(*count) : u"?"_s;
        };
        const auto pages = stat.residentPages;
        group.facts.push_back({u"Memory"_s,
                               u"%1 resident of %2"_s.arg(
                                   bytes(pages ? std::optional(*pages * sample.system.pageBytes) : pages),
                                   bytes(stat.virtualBytes)),
                               u"In RAM, shared pages included, of the address space"_s});
    }
    return group;
}

/// What a sample tells of its name.
FactGroup namesGroup(const Process &process)
{
    FactGroup group{u"Names"_s, {{u"comm"_s, nameLine(nameOf(process)), {}}}};
    if (!process.commandLine)
        group.facts.push_back(missing(u"Command line"_s, process.commandLine.error()));
    else if (process.stat)
        group.facts.push_back(
            {u"Command line"_s,
             process.commandLine->empty()
                 ? u"none"_s
                 : displayText(argumentLine(argumentsOf(*process.stat, *process.commandLine))),
             {}});
    return group;
}

QString titleText(Title title)
{
    switch (title) {
    case Title::Rewritten:
        return u"rewritten by the process"_s;
    case Title::Overflown:
        return u"rewritten, over the environment too"_s;
    case Title::Unknown:
        return u"hidden: the kernel denies it to you"_s;
    case Title::Original:
        break;
    }
    return u"as it was started"_s;
}

FactGroup namesGroup(const Names &names)
{
    FactGroup group{u"Names"_s, {}};
    group.facts.push_back(
        {u"comm"_s, nameLine(names.comm),
         u"The kernel's name for it: the file's at exec, or what it called itself since"_s});
    if (!names.argv0)
        group.facts.push_back(missing(u"argv[0]"_s, names.argv0.error()));
    else
        group.facts.push_back({u"argv[0]"_s, *names.argv0 ? displayText(**names.argv0) : u"none"_s,
                               u"The name that it was given (argv[0])"_s});
    if (!names.executable) {
        group.facts.push_back(missing(u"Executable"_s, names.executable.error()));
    } else if (!*names.executable) {
        group.facts.push_back({u"Executable"_s, u"none"_s, {}});
    } else {
        const auto &exe = **names.executable;
        group.facts.push_back({u"Executable"_s,
                               displayText(exe.path) + (exe.deleted ? u" (deleted since)"_s : QString()),
                               u"The file it runs"_s});
    }
    if (names.argv0 && !*names.argv0)
        return group; // without arguments there is no title
    if (!names.title)
        group.facts.push_back(missing(u"Title"_s, names.title.error()));
    else
        group.facts.push_back(
            {u"Title"_s, titleText(*names.title),
             u"Whether it wrote over its arguments, to show something else in lists of processes"_s});
    return group;
}

QString link(const ProcessRef &ref)
{
    return u"<a style=\"text-decoration:none\" href=\"process:%1:%2\">%3 %1</a>"_s.arg(ref.id.pid)
        .arg(ref.id.start)
        .arg(nameLine(ref.comm).toHtmlEscaped());
}

} // namespace

std::vector<FactGroup> overviewGroups(const Overview &overview, const Sample &sample)
{
    std::vector<FactGroup> groups;
    if (overview.identity) {
        groups.push_back(identityGroup(*overview.identity, sample));
        const auto &stat = overview.identity->stat;
        groups.push_back(activityGroup(stat, sample.snapshot->find(stat.id()), overview.look, sample));
    }
    if (overview.names)
        groups.push_back(namesGroup(*overview.names));
    return groups;
}

std::vector<FactGroup> lastSeenGroups(const Process &last, const Sample &sample)
{
    const auto &stat = *last.stat;
    Identity identity{stat, last.credentials, failure(ErrorKind::Gone, "not read while it lived"), {}, {}};
    if (stat.hasTerminal()) {
        const auto terminal = sample.terminals.find(*stat.ttyDevice);
        identity.tty = terminal == sample.terminals.end() ? std::to_string(*stat.ttyDevice)
                                                          : terminal->second.toStdString();
    }
    return {identityGroup(identity, sample), activityGroup(stat, &last, CloserLook(), sample),
            namesGroup(last)};
}

QString summaryLine(const Process &process, const Sample &sample)
{
    QStringList parts = {QString::number(process.id.pid)};
    if (process.credentials) {
        const auto user = sample.users.find(process.credentials->uid.effective);
        if (user != sample.users.end())
            parts += user->second;
    }
    parts += stateText(process);
    if (process.stat && sample.system.bootTime) {
        const auto started = sample.system.startOf(process.stat->start);
        const auto when = startedText(*sample.system.bootTime + started, sample.snapshot->takenAt);
        const auto age = sample.system.age(process.stat->start, sample.snapshot->sinceBoot);
        parts += age ? u"started %1, %2 ago"_s.arg(when, durationText(*age)) : u"started %1"_s.arg(when);
    }
    return parts.join(u" · "_s);
}

QString ancestryLinks(const Process &process, const Snapshot &snapshot,
                      const std::optional<ProcessRef> &parent)
{
    auto line = ancestors(snapshot, process.id);
    if (parent && !snapshot.find(process.id)) {
        line = ancestors(snapshot, parent->id);
        line.insert(line.begin(), *parent);
    }
    QStringList links;
    std::ranges::reverse(line);
    for (const auto &ref : line)
        links += link(ref);
    links += u"%1 %2"_s.arg(nameLine(displayName(process)).toHtmlEscaped(), QString::number(process.id.pid));
    return links.join(u" › "_s);
}

QString childrenLinks(const Process &process, const Snapshot &snapshot)
{
    constexpr std::size_t maxLinks = 24;
    const auto all = children(snapshot, process.id);
    QStringList links;
    for (std::size_t i = 0; i < std::min(all.size(), maxLinks); ++i)
        links += link(all[i]);
    if (all.size() > maxLinks)
        links += u"and %1 more"_s.arg(all.size() - maxLinks);
    return links.isEmpty() ? u"none"_s : links.join(u", "_s);
}

std::optional<ProcessId> processOfLink(const QString &link)
{
    const auto parts = link.split(u':');
    if (parts.size() != 3 || parts.front() != u"process"_s)
        return std::nullopt;
    bool goodPid = false;
    bool goodStart = false;
    const ProcessId id{parts[1].toInt(&goodPid), parts[2].toULongLong(&goodStart)};
    return goodPid && goodStart ? std::optional(id) : std::nullopt;
}

} // namespace forklore
