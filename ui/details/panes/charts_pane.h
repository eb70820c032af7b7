// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Charts pane: the past of the selected process, which outlives it.
#pragma once

#include <QCheckBox>
#include <QGridLayout>
#include <QPushButton>

#include "core/session/session.h"
#include "ui/charts/time_chart.h"
#include "ui/details/pane.h"

namespace forklore {

class ChartsPane : public Pane {
    Q_OBJECT

public:
    /// @param session outlives the pane
    ChartsPane(const Session &session, ChartCursor &cursor, QWidget *parent = nullptr);

    void refresh(const ProcessId &id, const SamplePtr &sample) override;
    [[nodiscard]] bool isReading() const override { return m_proportional->isChecked(); }

    void setSpan(std::chrono::seconds span);
    [[nodiscard]] std::chrono::seconds span() const { return m_span; }

signals:
    /// A measurement that only this pane asks for.
    /// @param patience how long after the one before it may come and still be joined with it
    void measured(const forklore::ProcessId &id, forklore::Metric metric, double value,
                  std::chrono::nanoseconds patience);

protected:
    void show(const Inspection &inspection, bool fresh) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeCharts(ChartCursor &cursor);
    TimeChart *add(ChartTraits traits, ChartCursor &cursor);
    [[nodiscard]] Curve curve(const QString &name, QColor Palette::*color, Metric metric,
                              Curve::Fill fill = Curve::Fill::Area) const;
    [[nodiscard]] bool isMeasured(Metric metric) const;
    /// Why a metric is not drawn.
    /// @param fact what it is made of; without: of what every sample has
    [[nodiscard]] std::function<QString()> reasonOf(Metric metric) const;
    template <class T>
    [[nodiscard]] std::function<QString()> reasonOf(Metric metric,
                                                    std::optional<Result<T>> Process::*fact) const;
    void arrange();

    const Session &m_session;
    ProcessId m_id;
    SamplePtr m_sample;
    std::vector<TimeChart *> m_charts;
    QGridLayout *m_grid;
    QPushButton *m_spans;
    QCheckBox *m_proportional;         ///< PSS, which the kernel finds by walking over page tables
    std::chrono::nanoseconds m_took{}; ///< the last reading of all mappings
    std::chrono::seconds m_span{60};
    int m_columns = 0;
};

} // namespace forklore
