// SPDX-License-Identifier: GPL-3.0-or-later
//
// TryPage: children to try things with: what they shall do, and how they shall end.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>

#include "ui/details/section_table.h"
#include "ui/live/lab_stage.h"
#include "ui/models/sandbox_model.h"

class QVBoxLayout;

namespace forklore {

class TryPage : public QWidget {
    Q_OBJECT

public:
    explicit TryPage(LabStage &stage, QWidget *parent = nullptr);

    [[nodiscard]] const SandboxProcessesModel &model() const { return *m_model; }
    /// As if the user had filled in the form, and pressed Start.
    void start(const Order &order);
    /// Those that are selected, or all that live.
    void endChosen(int code);
    void killChosen(int signal);

signals:
    void processLinked(const forklore::ProcessId &id);

private:
    void makeForm(QVBoxLayout &column);
    void makeEnds(QVBoxLayout &column);
    void showAmount();
    void showProcesses(const std::vector<SandboxProcess> &sandboxProcesses);
    [[nodiscard]] std::vector<Pid> chosen() const;

    LabStage &m_stage;
    SandboxProcessesModel *m_model;
    SectionTable *m_table;
    QSpinBox *m_count;
    QComboBox *m_behaviour;
    QSpinBox *m_amount;
    QLineEdit *m_name;
    QSpinBox *m_code;
    QLabel *m_codeLabel;
    QPushButton *m_end;
    QPushButton *m_kill;
    QPushButton *m_clear;
    QSpinBox *m_endCode;
    QComboBox *m_signal;
    QLabel *m_note;
};

} // namespace forklore
