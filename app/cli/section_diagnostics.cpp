// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/section_diagnostics.h"

#include "core/diagnostics/diagnostics.h"

namespace forklore::cli {

Json jsonDiagnostics(const Survey &survey, const ProcessId &id)
{
    const auto *process = survey.snapshot.find(id);
    if (!process)
        return jsonError({ErrorKind::Gone, "the process has ended"});
    DiagnosticContext context{survey.snapshot, *process};
    if (process->stat)
        context.terminal = survey.inspector->terminal(process->stat->ttyDevice.value_or(0));
    if (auto look = survey.inspector->closerLook(id, survey.snapshot))
        context.look = std::move(*look);
    context.userName = [&](Uid uid) { return survey.users.await(uid).value_or(std::to_string(uid)); };

    auto array = Json::array();
    for (const auto &diagnostic : diagnosticsOn(context)) {
        array.push_back({{"kind", name(diagnostic.kind)},
                         {"weight", name(diagnostic.weight)},
                         {"text", text(diagnostic)},
                         {"explanation", diagnostic.explanation},
                         {"manual", diagnostic.manual}});
    }
    return array;
}

} // namespace forklore::cli
