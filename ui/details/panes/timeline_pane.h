// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Life pane: what has happened to the selected process, from its birth to its end. It outlives it.
#pragma once

#include <QLabel>

#include "core/session/session.h"
#include "ui/details/pane.h"
#include "ui/details/section_table.h"
#include "ui/details/timeline_strip.h"
#include "ui/models/text/timeline_text.h"

namespace forklore {

class TimelinePane : public Pane {
    Q_OBJECT

public:
    /// @param session outlives the pane
    explicit TimelinePane(const Session &session, QWidget *parent = nullptr);

    void refresh(const ProcessId &id, const SamplePtr &sample) override;
    [[nodiscard]] bool isReading() const override { return false; }
    [[nodiscard]] const TimelineStrip &line() const { return *m_line; }
    [[nodiscard]] const TimelineModel &model() const { return *m_model; }

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void show(const Inspection &, bool) override {}

private:
    const Session &m_session;
    TimelineModel *m_model;
    TimelineStrip *m_line;
    SectionTable *m_table;
    QLabel *m_note;
    std::optional<ProcessId> m_rowsOf;
    WallTime m_boot; ///< when the events' clock was 0
};

} // namespace forklore
