// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/credentials_text.h"

#include <algorithm>
#include <array>

#include <QStringList>

#include "ui/models/text/bytes.h"
#include "ui/models/text/overview_text.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t fewNames = 4;

FactLine missingFact(const QString &label, const Error &error)
{
    if (error.kind == ErrorKind::Denied)
        return {label, u"hidden: the kernel denies it to you"_s, displayText(error.message)};
    if (error.kind == ErrorKind::Unsupported)
        return {label, u"not provided by this kernel"_s, displayText(error.message)};
    return {label, u"? (%1)"_s.arg(displayText(error.message)), displayText(error.message)};
}

template <class Id>
QString idText(Id id, const std::map<Id, std::string> &names)
{
    const auto number = QString::number(id);
    const auto known = names.find(id);
    const auto name = known == names.end() ? number : displayText(known->second);
    return name == number ? number : u"%1 (%2)"_s.arg(name, number);
}

template <class Id>
FactGroup idGroup(const QString &title, const Result<FourIds<Id>> &told,
                  const std::map<Id, std::string> &names, const std::array<QString, 4> &tips)
{
    if (!told)
        return {title, {missingFact(u"Real"_s, told.error())}};
    const auto &ids = *told;
    const auto text = [&](Id id) {
        return idText(id, names) + (id == ids.real ? QString() : u" · other than the real one"_s);
    };
    return {title,
            {{u"Real"_s, text(ids.real), tips[0]},
             {u"Effective"_s, text(ids.effective), tips[1]},
             {u"Saved"_s, text(ids.saved), tips[2]},
             {u"File system"_s, text(ids.filesystem), tips[3]}}};
}

FactGroup userGroup(const CredentialsReading &reading)
{
    return idGroup(u"User"_s, reading.rights->uid, reading.users,
                   {u"Who started it. Its limits of processes and signals are counted for this user"_s,
                    u"Whose rights it has at this moment"_s,
                    u"Whose rights it may take up again, after it laid them down"_s,
                    u"In whose name it opens files: the effective user as a rule"_s});
}

FactGroup groupGroup(const CredentialsReading &reading)
{
    auto group = idGroup(u"Group"_s, reading.rights->gid, reading.groups,
                         {u"The group of who started it"_s, u"Whose rights it has at this moment"_s,
                          u"Whose rights it may take up again, after it laid them down"_s,
                          u"In which group's name it opens files: the effective one as a rule"_s});
    const auto label = u"Further groups"_s;
    if (!reading.rights->groups) {
        group.facts.push_back(missingFact(label, reading.rights->groups.error()));
        return group;
    }
    QStringList names;
    for (const auto gid : *reading.rights->groups)
        names += idText(gid, reading.groups);
    group.facts.push_back({label, names.isEmpty() ? u"none"_s : names.join(u", "_s),
                           u"Supplementary groups: their rights count as well"_s});
    return group;
}

QString namesOf(const CapabilitySet &set)
{
    QStringList names;
    for (const auto capability : set.members())
        names += displayText(capabilityName(capability));
    return names.join(u", "_s);
}

/// "CAP_KILL: Send signals to any process.", a line each.
QString meaningsOf(const CapabilitySet &set)
{
    QStringList lines;
    for (const auto capability : set.members())
        lines += displayText(capabilityName(capability)) + u": "_s + wordOf(capabilityMeaning(capability));
    return lines.join(u'\n');
}

CapabilitySet missingFrom(const CapabilitySet &set, const CapabilitySet &offered)
{
    return {offered.bits & ~set.bits};
}

bool isNearlyAll(const CapabilitySet &set, const CapabilitySet &offered)
{
    const auto missing = missingFrom(set, offered).members().size();
    return missing <= fewNames && missing < set.members().size();
}

/// What the text leaves out: those that are missing of nearly all, or each of them.
QString capabilitiesTip(const QString &about, const CapabilitySet &set, const CapabilitySet &offered)
{
    if (set == CapabilitySet() || set == offered)
        return about;
    return about + u'\n' +
           (isNearlyAll(set, offered) ? u"It lacks "_s + meaningsOf(missingFrom(set, offered))
                                      : meaningsOf(set));
}

/// The main list: a line each where it is neither all nor nearly so.
void addEffective(FactGroup &group, const CapabilitySet &set, const CapabilitySet &offered)
{
    const auto label = u"Effective"_s;
    const auto about = u"Those that count: what it may do beyond its user's rights"_s;
    const auto members = set.members();
    if (members.empty() || isNearlyAll(set, offered)) {
        group.facts.push_back({label, capabilitiesText(set, offered), capabilitiesTip(about, set, offered)});
        return;
    }
    for (const auto capability : members)
        group.facts.push_back({capability == members.front() ? label : QString(),
                               displayText(capabilityName(capability)),
                               wordOf(capabilityMeaning(capability))});
}

FactGroup capabilityGroup(const Rights &rights)
{
    FactGroup group{u"Capabilities"_s, {}};
    if (!rights.capabilities) {
        group.facts.push_back(missingFact(u"Effective"_s, rights.capabilities.error()));
        return group;
    }
    const auto &all = *rights.capabilities;
    if (all.effective)
        addEffective(group, *all.effective, rights.offered);
    else
        group.facts.push_back(missingFact(u"Effective"_s, all.effective.error()));
    const auto add = [&](const QString &label, const Result<CapabilitySet> &told, const QString &about) {
        if (!told) {
            group.facts.push_back(missingFact(label, told.error()));
            return;
        }
        const auto &set = *told;
        const bool same =
            all.effective && set == *all.effective && set != CapabilitySet() && set != rights.offered;
        group.facts.push_back({label, same ? u"the effective ones"_s : capabilitiesText(set, rights.offered),
                               capabilitiesTip(about, set, rights.offered)});
    };
    add(u"Permitted"_s, all.permitted, u"Those that it may make effective"_s);
    add(u"Inheritable"_s, all.inheritable,
        u"Those that an exec may hand on, if the program's file allows it too"_s);
    add(u"Bounding"_s, all.bounding, u"Those that it may ever get, whatever it executes"_s);
    add(u"Ambient"_s, all.ambient, u"Those that it keeps when it executes a plain program"_s);
    return group;
}

QString seccompText(Seccomp mode)
{
    switch (mode) {
    case Seccomp::Strict:
        return u"strict: it may read, write and end, no more"_s;
    case Seccomp::Filter:
        return u"a filter decides on each system call"_s;
    case Seccomp::Disabled:
        break;
    }
    return u"off: every system call is open to it"_s;
}

FactGroup restrictionGroup(const Rights &rights)
{
    FactGroup group{u"Restrictions"_s, {}};
    const auto &none = rights.noNewPrivileges;
    group.facts.push_back(
        none ? FactLine{u"Rights through exec"_s, *none ? u"never (no_new_privs)"_s : u"possible"_s,
                        u"no_new_privs, prctl(2): whether programs with a set-user-ID bit or capabilities of "
                        "their own still give it rights"_s}
             : missingFact(u"Rights through exec"_s, none.error()));
    group.facts.push_back(rights.seccomp ? FactLine{u"Seccomp"_s, seccompText(*rights.seccomp),
                                                    u"Which system calls it may make, seccomp(2)"_s}
                                         : missingFact(u"Seccomp"_s, rights.seccomp.error()));
    return group;
}

template <class T>
FactLine placeFact(const QString &label, const Result<std::optional<T>> &place, const QString &tip)
{
    if (!place)
        return missingFact(label, place.error());
    if (!*place)
        return {label, u"none"_s, tip};
    return {label, displayText((*place)->path) + ((*place)->deleted ? u" (deleted since)"_s : QString()),
            tip};
}

/// A line a path; in front of it the controllers where the hierarchies of version 1 differ.
QString controlGroupText(const std::vector<std::string> &lines)
{
    std::vector<std::pair<QString, QStringList>> paths;
    for (const auto &line : lines) {
        const auto text = displayText(line);
        const auto path = text.section(u':', 2);
        const auto controllers = text.section(u':', 1, 1);
        auto known = std::ranges::find(paths, path, &std::pair<QString, QStringList>::first);
        if (known == paths.end())
            known = paths.insert(paths.end(), {path, {}});
        known->second += controllers.isEmpty() ? u"v2"_s : controllers;
    }
    QStringList shown;
    for (const auto &[path, controllers] : paths)
        shown += paths.size() == 1 ? path : u"%1 (%2)"_s.arg(path, controllers.join(u", "_s));
    return shown.isEmpty() ? u"none"_s : shown.join(u'\n');
}

FactGroup placeGroup(const Location &location)
{
    FactGroup group{u"Place"_s, {}};
    group.facts.push_back(placeFact(u"Directory"_s, location.directory, u"Its working directory"_s));
    group.facts.push_back(
        placeFact(u"Root"_s, location.root, u"What / means to it: another directory after chroot(2)"_s));
    group.facts.push_back(placeFact(u"Executable"_s, location.executable, u"The file it runs"_s));
    if (!location.controlGroups) {
        group.facts.push_back(missingFact(u"Control group"_s, location.controlGroups.error()));
        return group;
    }
    const auto unit = systemdUnit(*location.controlGroups);
    group.facts.push_back({u"systemd unit"_s, unit ? displayText(*unit) : u"none"_s,
                           u"The service, scope or the like in whose control group it is"_s});
    group.facts.push_back({u"Control group"_s, controlGroupText(*location.controlGroups),
                           u"Where its use of the machine is accounted and limited, cgroups(7)"_s});
    return group;
}

struct NamespaceTip {
    const char *kind;
    const char16_t *tip;
};

QString namespaceTip(const std::string &kind)
{
    static constexpr std::array<NamespaceTip, 8> tips = {{
        {"cgroup", u"Which control group it sees as the root"},
        {"ipc", u"System V shared memory, semaphores and queues, and POSIX message queues"},
        {"mnt", u"Mounted file systems"},
        {"net", u"Network interfaces, routes, ports"},
        {"pid", u"Process ids"},
        {"time", u"The clocks that count from boot"},
        {"user", u"User and group ids, and with them capabilities"},
        {"uts", u"Host name and domain"},
    }};
    const auto known =
        std::ranges::find_if(tips, [&](const NamespaceTip &entry) { return kind.starts_with(entry.kind); });
    return known == tips.end() ? QString() : QString::fromUtf16(known->tip);
}

FactGroup namespaceGroup(const std::vector<Namespace> &namespaces)
{
    FactGroup group{u"Namespaces"_s, {}};
    if (std::ranges::none_of(namespaces, [](const Namespace &space) { return space.inode.has_value(); }) &&
        !namespaces.empty()) {
        group.facts.push_back(missingFact(u"All"_s, namespaces.front().inode.error()));
        return group;
    }
    for (const auto &space : namespaces) {
        const auto suffix = space.kind.find("_for_children");
        const auto own = std::ranges::find(namespaces, space.kind.substr(0, suffix), &Namespace::kind);
        // As a rule the children's is the process's own: then it is not worth a line.
        if (suffix != std::string::npos && own != namespaces.end() && own->inode == space.inode)
            continue;
        const auto label = displayText(space.kind.substr(0, suffix)) +
                           (suffix == std::string::npos ? QString() : u" of children"_s);
        if (!space.inode) {
            group.facts.push_back(missingFact(label, space.inode.error()));
            continue;
        }
        auto value = QString::number(*space.inode);
        if (space.own)
            value += *space.own ? u" · yours too"_s : u" · not yours"_s;
        group.facts.push_back({label, value, namespaceTip(space.kind)});
    }
    return group;
}

} // namespace

QString capabilitiesText(const CapabilitySet &set, const CapabilitySet &offered)
{
    const auto members = set.members();
    if (members.empty())
        return u"none"_s;
    if (set == offered)
        return u"all"_s;
    if (isNearlyAll(set, offered))
        return u"all but "_s + namesOf(missingFrom(set, offered));
    if (members.size() <= fewNames)
        return namesOf(set);
    return u"%1 of %2"_s.arg(members.size()).arg(offered.members().size());
}

std::vector<FactGroup> credentialsGroups(const CredentialsReading &reading)
{
    const auto &rights = *reading.rights;
    std::vector<FactGroup> groups = {userGroup(reading), groupGroup(reading), capabilityGroup(rights),
                                     restrictionGroup(rights)};
    if (!reading.location) {
        groups.push_back({u"Place"_s, {missingFact(u"All"_s, reading.location.error())}});
        return groups;
    }
    groups.push_back(placeGroup(*reading.location));
    if (reading.location->namespaces)
        groups.push_back(namespaceGroup(*reading.location->namespaces));
    else
        groups.push_back({u"Namespaces"_s, {missingFact(u"All"_s, reading.location->namespaces.error())}});
    return groups;
}

} // namespace forklore
