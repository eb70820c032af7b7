// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemStatus: what stands in the status bar: the machine on the left, Forklore's own price on the right.
#pragma once

#include <QStatusBar>
#include <QToolButton>

#include "ui/models/sample.h"
#include "ui/window/steady_text.h"

namespace forklore {

class SystemStatus : public QStatusBar {
    Q_OBJECT

public:
    explicit SystemStatus(QWidget *parent = nullptr);

    void applySample(const SamplePtr &sample);
    /// Where events come from, and what is to be known of it.
    void setSource(const QString &name, const QString &about);
    /// Why nothing can be done to processes; empty: it can.
    void setReadOnly(const QString &why);
    /// What is to be said just now: a search, a number of matches; empty: nothing.
    void showMessage(const QString &text);

signals:
    /// The user does not want it to be read-only any more.
    void writableWanted();

private:
    /// Which readings have no answer, and since when.
    void showUnanswered(const std::vector<OverdueCall> &calls);

    QToolButton *m_readOnly;
    SteadyText *m_machine;
    SteadyText *m_message;
    SteadyText *m_unanswered; ///< hidden while everything is answered
    SteadyText *m_source;
    SteadyText *m_own;
};

} // namespace forklore
