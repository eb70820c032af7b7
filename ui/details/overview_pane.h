// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Overview: who a process is, at a glance.
#pragma once

#include <functional>

#include <QGridLayout>

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
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild(const QStringList &shape);
    void arrange();

    std::function<SamplePtr()> m_sample;
    QWidget *m_content;
    QGridLayout *m_grid;
    QLabel *m_children;
    std::vector<QWidget *> m_groups;
    std::vector<QLabel *> m_values; ///< in the order of the facts
    QStringList m_shape;            ///< the labels now shown: only other ones need other widgets
    int m_columns = 0;
};

} // namespace forklore
