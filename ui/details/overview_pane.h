// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Overview: who a process is, at a glance.
#pragma once

#include <functional>

#include "ui/details/fact_grid.h"
#include "ui/details/pane.h"
#include "ui/models/sample.h"

namespace forklore {

class OverviewPane : public Pane {
    Q_OBJECT

public:
    /// @param sample the latest, for names and relatives
    explicit OverviewPane(std::function<SamplePtr()> sample, QWidget *parent = nullptr);

    void setColors(const Palette &) override {}

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    std::function<SamplePtr()> m_sample;
    FactGrid *m_facts;
    QLabel *m_children;
};

} // namespace forklore
