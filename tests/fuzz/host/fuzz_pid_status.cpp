// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/process_rights.h"
#include "core/host/linux/proc/pid_status.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto status = parsePidStatus(text);
    if (!status)
        return 0;
    for (const auto &ids : {status->uid, status->gid}) {
        if (!ids)
            continue;
        for (const auto id : {ids->real, ids->effective, ids->saved, ids->filesystem})
            expect(holds(text, id), "an id stands in the text");
    }
    expect(status->credentials().has_value() == status->uid.has_value(), "it is somebody by its users");
    expect(!status->namespacePids || !status->namespacePids->empty(), "it has a pid in some namespace");
    for (const auto pid : status->namespacePids.value_or(std::vector<Pid>()))
        expect(holds(text, pid), "a pid stands in the text");
    expect(!status->tracer || holds(text, *status->tracer), "the tracer stands in the text");
    expect(!status->queuedSignals || holds(text, *status->queuedSignals), "the queue stands in the text");
    for (const auto group : status->groups.value_or(std::vector<Gid>()))
        expect(holds(text, group), "a group stands in the text");
    expect(!status->seccomp || holds(text, *status->seccomp), "the seccomp mode stands in the text");
    expect(!status->state ||
               holds(text, std::string_view(reinterpret_cast<const char *>(&*status->state), 1)),
           "the state's letter stands in the text");
    const auto rights = rightsOf(*status, knownCapabilities());
    expect(!rights.capabilities || holds(text, "Cap"), "capabilities are told");
    expect(!rights.noNewPrivileges || holds(text, "NoNewPrivs:"), "so is the end of new privileges");
    expect(!rights.seccomp || holds(text, "Seccomp:"), "and seccomp");
    for (const auto &memory : {status->lockedBytes, status->dataBytes, status->stackBytes})
        expect(!memory || holds(text, *memory / 1024), "memory stands in the text");
    const auto &counts = status->memory;
    for (const auto &memory :
         {counts.virtualBytes, counts.resident, counts.residentAnonymous, counts.residentFile,
          counts.residentShared, counts.peakResident, counts.peakVirtual, counts.swap, counts.pageTables})
        expect(!memory || holds(text, *memory / 1024), "a count stands in the text");
    return 0;
}
