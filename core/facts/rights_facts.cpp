// SPDX-License-Identifier: GPL-3.0-or-later
//
// In whose name a process acts, and what kind it is.
#include "core/facts/tables.h"
#include "core/facts/values.h"
#include "core/process/location.h"
#include "core/process/missing_line.h"

namespace forklore {
namespace {

const std::vector<FactWord> kernelWords = {{"yes", "true", ""}, {"no", "false", ""}};

const std::vector<FactWord> traitWords = {
    {"kernel", "", "a thread of the kernel's own"},
    {"mine", "", "has the rights of the user who looks"},
    {"session-leader", "", "began its session: shells and daemons"},
    {"foreground", "", "in the foreground of its terminal"},
    {"other-rights", "", "its effective user is not the real one"},
};

template <Uid FourIds<Uid>::*Id>
FactValue userValue(const Process &process, const FactContext &context)
{
    return value::of(process.credentials, [&](const Credentials &credentials) -> FactValue {
        const auto uid = credentials.uid.*Id;
        return TextValue{{context.userName(uid), std::to_string(uid)}};
    });
}

template <Uid FourIds<Uid>::*Id>
FactValue userIdValue(const Process &process, const FactContext &)
{
    return value::of(process.credentials,
                     [](const Credentials &credentials) { return value::numberOf(credentials.uid.*Id); });
}

FactValue groupIdValue(const Process &process, const FactContext &)
{
    return value::of(process.credentials, [](const Credentials &credentials) -> FactValue {
        if (!credentials.gid)
            return NotKnown{missingLine("status", "Gid")};
        return value::numberOf(credentials.gid->effective);
    });
}

FactValue kernelValue(const Process &process, const FactContext &)
{
    return value::of(process.stat, [](const Stat &stat) -> FactValue {
        if (!stat.flags)
            return NotKnown{missingStatField("flags")};
        return TextValue{{stat.isKernelThread() ? "yes" : "no"}};
    });
}

FactValue traitValue(const Process &process, const FactContext &context)
{
    if (!process.stat)
        return NotKnown{process.stat.error()};
    if (!process.credentials)
        return NotKnown{process.credentials.error()};
    const auto &stat = *process.stat;
    const std::pair<bool, std::string_view> fields[] = {{stat.flags.has_value(), "flags"},
                                                        {stat.sid.has_value(), "session"},
                                                        {stat.pgid.has_value(), "pgrp"},
                                                        {stat.ttyDevice.has_value(), "tty_nr"},
                                                        {stat.ttyForegroundGroup.has_value(), "tpgid"}};
    for (const auto &[isTold, name] : fields) {
        if (!isTold)
            return NotKnown{missingStatField(name)};
    }
    const auto &uid = process.credentials->uid;
    TextValue words;
    words.isList = true;
    const auto add = [&](bool holds, const char *word) {
        if (holds)
            words.texts.emplace_back(word);
    };
    add(stat.isKernelThread(), "kernel");
    add(uid.effective == context.ownUid, "mine");
    add(stat.leadsSession(), "session-leader");
    add(!process.hasEnded && stat.isInForeground(), "foreground");
    add(uid.effective != uid.real, "other-rights");
    return words;
}

FactValue unitValue(const Process &process, const FactContext &)
{
    return value::of(process.controlGroups, [](const std::vector<std::string> &cgroups) -> FactValue {
        auto unit = systemdUnit(cgroups);
        if (!unit)
            return NoValue();
        return TextValue{{std::move(*unit)}};
    });
}

} // namespace

std::vector<Fact> rightsFacts()
{
    constexpr auto credentials = &FactNeeds::credentials;
    constexpr auto effective = &FourIds<Uid>::effective;
    constexpr auto real = &FourIds<Uid>::real;
    return {
        {.id = "user",
         .title = "User",
         .meaning = "Effective user, whose rights it has: name or number",
         .kind = FactKind::Text,
         .aliases = {"owner"},
         .examples = {"root", "1000"},
         .isProposed = true,
         .needs = credentials,
         .value = userValue<effective>},
        {.id = "real-user",
         .title = "Real user",
         .meaning = "Real user, who started it: name or number",
         .kind = FactKind::Text,
         .aliases = {"ruser"},
         .examples = {"root"},
         .isProposed = true,
         .needs = credentials,
         .value = userValue<real>},
        {.id = "uid",
         .title = "UID",
         .meaning = "Effective user id",
         .aliases = {"euid"},
         .examples = {"0", "1000"},
         .needs = credentials,
         .value = userIdValue<effective>},
        {.id = "ruid",
         .title = "Real UID",
         .meaning = "Real user id",
         .examples = {"0", "1000"},
         .needs = credentials,
         .value = userIdValue<real>},
        {.id = "gid",
         .title = "GID",
         .meaning = "Effective group id",
         .aliases = {"egid"},
         .examples = {"0", "1000"},
         .needs = credentials,
         .value = groupIdValue},
        {.id = "unit",
         .title = "Unit",
         .meaning =
             "The systemd unit it belongs to, the user's before the system's; none where it is in none",
         .kind = FactKind::Text,
         .examples = {"sshd.service", "none"},
         .isProposed = true,
         .needs = &FactNeeds::controlGroups,
         .value = unitValue},
        {.id = "kernel",
         .title = "Kernel",
         .meaning = "Whether it is a thread of the kernel",
         .kind = FactKind::Word,
         .examples = {"yes", "no"},
         .words = kernelWords,
         .value = kernelValue},
        {.id = "is",
         .title = "Is",
         .meaning = "What kind of process it is",
         .kind = FactKind::Word,
         .examples = {"mine", "kernel"},
         .words = traitWords,
         .needs = credentials,
         .value = traitValue},
    };
}

} // namespace forklore
