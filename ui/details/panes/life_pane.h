// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Life pane: what has happened to the selected process, from its birth to its end. It outlives it.
#pragma once

#include <QLabel>

#include "core/session/chronicle.h"
#include "ui/details/life_line.h"
#include "ui/details/pane.h"
#include "ui/details/section_table.h"
#include "ui/models/text/life_text.h"

namespace forklore {

class LifePane : public Pane {
    Q_OBJECT

public:
    /// @param chronicle outlives the pane
    explicit LifePane(const Chronicle &chronicle, QWidget *parent = nullptr);

    void setColors(const Palette &palette) override;
    void refresh(const ProcessId &id, const SamplePtr &sample) override;
    [[nodiscard]] bool isReading() const override { return false; }
    [[nodiscard]] const LifeLine &line() const { return *m_line; }
    [[nodiscard]] const LifeModel &model() const { return *m_model; }

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void show(const Inspection &, bool) override {}

private:
    const Chronicle &m_chronicle;
    LifeModel *m_model;
    LifeLine *m_line;
    SectionTable *m_table;
    QLabel *m_note;
    std::optional<ProcessId> m_rowsOf;
    WallTime m_boot; ///< when the events' clock was 0
};

} // namespace forklore
