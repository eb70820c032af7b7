// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/section_remarks.h"

#include "core/diagnostics/remarks.h"

namespace forklore::cli {

Json jsonRemarks(const Survey &survey, const ProcessId &id)
{
    const auto *process = survey.snapshot.find(id);
    if (!process)
        return jsonError({ErrorKind::Gone, "the process has ended"});
    Circumstances circumstances{survey.snapshot, *process};
    if (process->stat)
        circumstances.terminal = survey.inspector.terminal(process->stat->ttyDevice.value_or(0));
    if (auto look = survey.inspector.closerLook(id, survey.snapshot))
        circumstances.look = std::move(*look);
    circumstances.userName = [&](Uid uid) { return survey.users.await(uid).value_or(std::to_string(uid)); };

    auto array = Json::array();
    for (const auto &remark : remarksOn(circumstances)) {
        array.push_back({{"kind", name(remark.kind)},
                         {"weight", name(remark.weight)},
                         {"text", text(remark)},
                         {"explanation", remark.explanation},
                         {"manual", remark.manual}});
    }
    return array;
}

} // namespace forklore::cli
