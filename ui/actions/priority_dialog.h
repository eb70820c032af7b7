// SPDX-License-Identifier: GPL-3.0-or-later
//
// PriorityDialog: how much the kernel favours a process: nice value, scheduling policy, I/O priority, and the
// processors it may run on; for all of its threads.
#pragma once

#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>

#include "core/operation/priority.h"
#include "core/process/process_ref.h"
#include "ui/actions/operation_dialog.h"

namespace forklore {

class PriorityDialog : public OperationDialog {
    Q_OBJECT

public:
    /// @param processes at least one, whose priority is shown @param processors of the machine
    PriorityDialog(std::shared_ptr<const Control> control, std::vector<ProcessRef> processes, int processors,
                   QWidget *parent = nullptr);

    /// What it is now; nothing: it is not known yet.
    [[nodiscard]] const std::optional<PriorityReading> &now() const { return m_now; }

private:
    void layOut();
    /// Whether it is known what the priority is now: before, it cannot be changed.
    void setKnown(bool known);
    [[nodiscard]] QWidget *makeProcessors(int count);
    void showPresent(const Result<PriorityReading> &now);
    void check();
    void set();
    void showAnswer(const Answers &answers);
    [[nodiscard]] PriorityChange change() const;

    std::vector<ProcessRef> m_processes;
    int m_processorCount;
    PriorityChange m_wanted;           ///< of the last try
    std::vector<ProcessRef> m_refused; ///< there: the next try is for them
    std::optional<PriorityReading> m_now;

    QFormLayout *m_form = nullptr;
    QSpinBox *m_nice;
    QSlider *m_niceSlider;
    QLabel *m_niceNote;
    QComboBox *m_policy;
    QSpinBox *m_realtime;
    QComboBox *m_ioClass;
    QSpinBox *m_ioLevel;
    std::vector<QCheckBox *> m_processors;
    QLabel *m_threads;
    QPushButton *m_cancel;
    QLabel *m_warning;
    QLabel *m_problem;
};

} // namespace forklore
