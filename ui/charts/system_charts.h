// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemCharts: what the machine does, at a glance: a strip of charts, above each other or side by side.
#pragma once

#include <QBoxLayout>
#include <QScrollArea>

#include "core/session/session.h"
#include "ui/charts/time_chart.h"
#include "ui/models/sample.h"

namespace forklore {

class SystemCharts : public QScrollArea {
    Q_OBJECT

public:
    SystemCharts(const Session &session, ChartCursor &cursor, QWidget *parent = nullptr);

    void applySample(const SamplePtr &sample);
    void setSpan(std::chrono::seconds span);
    [[nodiscard]] std::chrono::seconds span() const { return m_span; }
    /// One curve a processor in place of what the time was used for.
    void setPerCore(bool perCore);
    [[nodiscard]] bool isPerCore() const { return m_perCore; }
    /// Above each other, or side by side in a dock that lies at the top or the bottom.
    void setOrientation(Qt::Orientation orientation);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] ChartTraits processorTraits() const;
    [[nodiscard]] ChartTraits coresTraits() const;
    [[nodiscard]] ChartTraits memoryTraits() const;
    [[nodiscard]] Curve curve(const QString &name, QColor Palette::*color, Quantity quantity,
                              Curve::Fill fill = Curve::Fill::Area) const;
    [[nodiscard]] std::function<QString()> reasonOf(Quantity quantity) const;
    TimeChart *add(ChartTraits traits);
    void showCores();
    void showLargest(Moment moment);

    const Session &m_session;
    ChartCursor &m_cursor;
    QBoxLayout *m_layout;
    std::vector<TimeChart *> m_charts;
    TimeChart *m_processor;
    TimeChart *m_memory;
    TimeChart *m_cores = nullptr; ///< made when it is asked for, and again when a processor comes or goes
    std::size_t m_coreCount = 0;
    SamplePtr m_sample;
    std::chrono::seconds m_span{60};
    bool m_perCore = false;
};

} // namespace forklore
