// SPDX-License-Identifier: GPL-3.0-or-later
//
// The threads of the selected process, with their shares of CPU time between two readings.
#pragma once

#include <functional>

#include "ui/details/table_pane.h"
#include "ui/models/sample.h"
#include "ui/models/sections/threads_model.h"

namespace forklore {

class ThreadsPane : public TablePane {
    Q_OBJECT

public:
    /// @param sample the latest, for the machine's ticks
    explicit ThreadsPane(std::function<SamplePtr()> sample, QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    ThreadsPane(std::function<SamplePtr()> sample, ThreadsModel *model, QWidget *parent);

    std::function<SamplePtr()> m_sample;
    ThreadsModel *m_model;
    std::optional<Threads> m_before; ///< of the same process
};

} // namespace forklore
