// SPDX-License-Identifier: GPL-3.0-or-later
//
// The threads of a process as a table.
#pragma once

#include <chrono>

#include "core/host/system_info.h"
#include "core/process/thread.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct ThreadRow {
    Thread thread;
    std::optional<std::chrono::nanoseconds> cpuTime; ///< nothing: its stat does not tell
    bool leader = false; ///< the thread that the process began with: its tid is the pid

    bool operator==(const ThreadRow &) const = default;
};

using ThreadsModel = RowsModel<ThreadRow>;

[[nodiscard]] ThreadsModel *makeThreadsModel(QObject *parent);

[[nodiscard]] std::vector<ThreadRow> threadRows(const Threads &threads, Pid pid, const SystemInfo &system);

} // namespace forklore
