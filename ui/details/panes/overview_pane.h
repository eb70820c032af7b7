// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Overview: what a process is in plain words, what is unusual about it, who it is joined with; then
// facts.
#pragma once

#include <functional>

#include "core/snapshot/stuck_states.h"
#include "ui/details/chain_view.h"
#include "ui/details/diagnostic_list.h"
#include "ui/details/fact_grid.h"
#include "ui/details/pane.h"
#include "ui/models/sample.h"

namespace forklore {

class OverviewPane : public Pane {
    Q_OBJECT

public:
    /// @param sample the latest, for names and relatives
    /// @param past what earlier samples tell of a process
    OverviewPane(std::function<SamplePtr()> sample, std::function<Past(const ProcessId &)> past,
                 QWidget *parent = nullptr);

    void setMark(const QString &field) override;
    [[nodiscard]] bool hasMark() const override
    {
        return m_facts->hasMark() || m_children->autoFillBackground();
    }
    void showEnded(const Process &last, const QString &when) override;
    void markEnded(const Process &last) override;
    [[nodiscard]] std::optional<Section> addition() const override { return Section::Chain; }
    void applyAddition(const Inspection &inspection) override;

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void show(const Inspection &inspection, bool fresh) override;
    void changeEvent(QEvent *event) override;

private:
    std::function<SamplePtr()> m_sample;
    std::function<Past(const ProcessId &)> m_past;
    FactGrid *m_facts;
    QLabel *m_note; ///< why there is no more
    DiagnosticList *m_diagnostics;
    ChainView *m_chain;
    QLabel *m_children;
};

} // namespace forklore
