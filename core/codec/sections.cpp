// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/sections.h"

#include <algorithm>
#include <utility>

#include "core/codec/descriptor_documents.h"
#include "core/codec/identity_documents.h"
#include "core/codec/resource_documents.h"
#include "core/codec/rights_documents.h"
#include "core/codec/section_decoders.h"
#include "core/diagnostics/diagnostics.h"
#include "core/snapshot/forest.h"

namespace forklore {
namespace {

using Listed = SectionTraits::Listed;

// How most sections are read: by a method of Inspector, which may want the sample as well.

template <auto method>
SectionValue readBy(const SectionReader &reader, const ProcessId &id, const Snapshot &)
{
    return ((*reader.inspector).*method)(id);
}

template <auto method>
SectionValue readWithin(const SectionReader &reader, const ProcessId &id, const Snapshot &processes)
{
    return ((*reader.inspector).*method)(id, processes);
}

template <auto method>
Result<ProtectedSection> readProtectedBy(const Inspector &inspector, const ProcessId &id)
{
    return (inspector.*method)(id).map([](auto value) { return ProtectedSection(std::move(value)); });
}

// How most become documents: by a function of the value, or of what the host is like as well.

template <class T, Json (*write)(const T &)>
Json writeBy(const SectionValue &value, const SectionReader &)
{
    return jsonOf(std::get<Result<T>>(value), write);
}

template <class T, Json (*write)(const T &, const SystemInfo &)>
Json writeOnHost(const SectionValue &value, const SectionReader &reader)
{
    return jsonOf(std::get<Result<T>>(value),
                  [&](const T &known) { return write(known, reader.inspector->system()); });
}

template <class T, Result<T> (*decode)(const Json &)>
Result<ProtectedSection> decodeBy(const Json &document)
{
    return decode(document).map([](T &&value) { return ProtectedSection(std::move(value)); });
}

SectionValue readDiagnostics(const SectionReader &reader, const ProcessId &id, const Snapshot &processes)
{
    using Diagnostics = Result<std::vector<Diagnostic>>;
    const auto *process = processes.find(id);
    if (!process)
        return Diagnostics(failure(ErrorKind::Gone, "the process has ended"));
    DiagnosticContext context{processes, *process};
    if (process->stat)
        context.terminal = reader.inspector->terminal(process->stat->ttyDevice.value_or(0));
    if (auto look = reader.inspector->closerLook(id, processes))
        context.look = std::move(*look);
    context.userName = [&](Uid uid) { return reader.users.await(uid).value_or(std::to_string(uid)); };
    return Diagnostics(diagnosticsOn(context));
}

SectionValue readIdentity(const SectionReader &reader, const ProcessId &id, const Snapshot &)
{
    return reader.inspector->identity(id).map([&](Identity &&identity) {
        return IdentityReading{std::move(identity), reader.inspector->freeze(id)};
    });
}

template <ProcessRefs (*relatives)(const Snapshot &, const ProcessId &)>
SectionValue readRelatives(const SectionReader &, const ProcessId &id, const Snapshot &processes)
{
    if (!processes.find(id))
        return Result<ProcessRefs>(failure(ErrorKind::Gone, "the process has ended"));
    return Result<ProcessRefs>(relatives(processes, id));
}

SectionValue readMappings(const SectionReader &reader, const ProcessId &id, const Snapshot &)
{
    return MemoryUse{reader.inspector->memoryCounts(id), reader.inspector->mappings(id)};
}

SectionValue readOverview(const SectionReader &reader, const ProcessId &id, const Snapshot &processes)
{
    return Overview{reader.inspector->identity(id), reader.inspector->names(id),
                    reader.inspector->closerLook(id, processes)};
}

/// Never waits for names: a window shows them when they have come.
SectionValue readRights(const SectionReader &reader, const ProcessId &id, const Snapshot &)
{
    CredentialsReading reading{reader.inspector->rights(id), reader.inspector->location(id), {}, {}};
    if (!reading.rights)
        return reading;
    const auto &uids = reading.rights->uid;
    const auto &gids = reading.rights->gid;
    if (uids) {
        for (const auto uid : {uids->real, uids->effective, uids->saved, uids->filesystem})
            reading.users.try_emplace(uid, reader.users.nameOrNumber(uid));
    }
    if (gids) {
        for (const auto gid : {gids->real, gids->effective, gids->saved, gids->filesystem})
            reading.groups.try_emplace(gid, reader.groups.nameOrNumber(gid));
    }
    for (const auto gid : reading.rights->groups.value_or(std::vector<Gid>()))
        reading.groups.try_emplace(gid, reader.groups.nameOrNumber(gid));
    return reading;
}

Json writeRights(const SectionValue &value, const SectionReader &reader)
{
    return jsonOf(std::get<Result<Rights>>(value),
                  [&](const Rights &rights) { return jsonRights(rights, reader.users, reader.groups); });
}

/// The counts beside them are those of the section memory.
Json writeMappings(const SectionValue &value, const SectionReader &)
{
    return jsonOf(std::get<MemoryUse>(value).mappings, jsonMappings);
}

Json jsonArguments(const std::vector<std::string> &arguments)
{
    return arguments;
}

} // namespace

const std::vector<SectionTraits> &sections()
{
    static const std::vector<SectionTraits> table = {
        {.id = Section::Diagnostics,
         .name = "diagnostics",
         .formerName = "remarks",
         .title = "Diagnostics",
         .meaning = "what it is and what is unusual about it, in plain words",
         .needsSample = true,
         .read = readDiagnostics,
         .document = writeBy<std::vector<Diagnostic>, jsonDiagnostics>},
        {.id = Section::Identity,
         .name = "identity",
         .title = "Identity",
         .meaning = "its ids, terminal, state and start",
         .read = readIdentity,
         .document = writeOnHost<IdentityReading, jsonIdentity>},
        {.id = Section::Ancestors,
         .name = "ancestors",
         .title = "Ancestors",
         .meaning = "its parent, the parent of that, and so on",
         .needsSample = true,
         .read = readRelatives<ancestors>,
         .document = writeBy<ProcessRefs, jsonProcessRefs>},
        {.id = Section::Children,
         .name = "children",
         .title = "Children",
         .meaning = "the processes whose parent it is",
         .needsSample = true,
         .read = readRelatives<children>,
         .document = writeBy<ProcessRefs, jsonProcessRefs>},
        {.id = Section::Names,
         .name = "names",
         .title = "Names",
         .meaning = "its name, its argv[0] and its executable, which need not agree",
         .read = readBy<&Inspector::names>,
         .document = writeBy<Names, jsonNames>},
        {.id = Section::Arguments,
         .name = "arguments",
         .title = "Arguments",
         .meaning = "the arguments that it was started with, exact to the byte",
         .read = readBy<&Inspector::arguments>,
         .document = writeBy<std::vector<std::string>, jsonArguments>},
        {.id = Section::Environment,
         .name = "environment",
         .title = "Environment",
         .meaning = "the variables that it got at exec",
         .read = readBy<&Inspector::environment>,
         .document = writeBy<Environment, jsonEnvironment>,
         .readProtected = readProtectedBy<&Inspector::environment>,
         .decodeProtected = decodeBy<Environment, decodeEnvironment>},
        {.id = Section::Descriptors,
         .name = "descriptors",
         .title = "Open files",
         .meaning = "its open files, pipes and sockets",
         .read = readBy<&Inspector::descriptors>,
         .document = writeBy<Descriptors, jsonDescriptors>,
         .readProtected = readProtectedBy<&Inspector::descriptors>,
         .decodeProtected = decodeBy<Descriptors, decodeDescriptors>},
        {.id = Section::Peers,
         .name = "peers",
         .title = "Open files",
         .meaning = "who has the other ends of its pipes, sockets and terminals",
         .read = readBy<&Inspector::peers>,
         .document = writeBy<Peers, jsonPeers>},
        {.id = Section::Limits,
         .name = "limits",
         .title = "Limits",
         .meaning = "how much of each resource it may use, and uses",
         .needsSample = true,
         .read = readWithin<&Inspector::limits>,
         .document = writeBy<std::vector<LimitUsage>, jsonLimits>},
        {.id = Section::Signals,
         .name = "signals",
         .title = "Signals",
         .meaning = "which signals it blocks, ignores and handles, and which are pending",
         .read = readWithin<&Inspector::signalReading>,
         .document = writeBy<SignalReading, jsonSignals>},
        {.id = Section::Threads,
         .name = "threads",
         .title = "Threads",
         .meaning = "its threads, their states and CPU time",
         .read = readBy<&Inspector::threads>,
         .document = writeOnHost<Threads, jsonThreads>},
        {.id = Section::Memory,
         .name = "memory",
         .title = "Memory",
         .meaning = "how much memory it takes, of which kinds",
         .read = readBy<&Inspector::memory>,
         .document = writeBy<Memory, jsonMemory>},
        {.id = Section::Credentials,
         .name = "credentials",
         .title = "Credentials",
         .meaning = "its users, groups and capabilities",
         .read = readBy<&Inspector::rights>,
         .document = writeRights},
        {.id = Section::Location,
         .name = "location",
         .title = "Location",
         .meaning = "its directories, control groups and namespaces",
         .read = readBy<&Inspector::location>,
         .document = writeBy<Location, jsonLocation>},
        {.id = Section::Io,
         .name = "io",
         .title = "I/O counters",
         .meaning = "what it has read and written since its start",
         .read = readBy<&Inspector::io>,
         .document = writeBy<IoCounters, jsonIo>,
         .readProtected = readProtectedBy<&Inspector::io>,
         .decodeProtected = decodeBy<IoCounters, decodeIo>},
        {.id = Section::Mappings,
         .name = "mappings",
         .title = "Memory map",
         .meaning = "where files and memory are mapped, and how many of the pages are in RAM",
         .listed = Listed::WhenNamed,
         .read = readMappings,
         .document = writeMappings,
         .readProtected = readProtectedBy<&Inspector::mappings>,
         .decodeProtected = decodeBy<Mappings, decodeMappings>},
        {.id = Section::Chain,
         .name = "chain",
         .title = "Joined processes",
         .meaning = "the processes that pipes and sockets join with it",
         .listed = Listed::WhenNamed,
         .read = readBy<&Inspector::chain>,
         .document = writeBy<Chain, jsonChain>},
        {.id = Section::Overview,
         .name = "overview",
         .title = "Process",
         .meaning = "identity, names and what diagnostics need",
         .listed = Listed::Never,
         .read = readOverview},
        {.id = Section::Rights,
         .name = "rights",
         .title = "Rights",
         .meaning = "credentials and location, with the names of all ids",
         .listed = Listed::Never,
         .read = readRights},
    };
    return table;
}

const SectionTraits &traits(Section section)
{
    return sections().at(static_cast<std::size_t>(section));
}

const SectionTraits *sectionNamed(std::string_view name)
{
    const auto found = std::ranges::find_if(sections(), [&](const SectionTraits &row) {
        return row.name == name || (!row.formerName.empty() && row.formerName == name);
    });
    return found == sections().end() ? nullptr : &*found;
}

} // namespace forklore
