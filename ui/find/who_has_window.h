// SPDX-License-Identifier: GPL-3.0-or-later
//
// WhoHasWindow: type a path, a port, an inode or a part of a name, and see who has it open, for as long as
// the window is looked at.
#pragma once

#include <memory>
#include <optional>

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>

#include "ui/details/section_table.h"
#include "ui/live/file_search.h"
#include "ui/models/sections/holders_model.h"

namespace forklore {

class WhoHasWindow : public QDialog {
    Q_OBJECT

public:
    explicit WhoHasWindow(std::shared_ptr<const Inspector> inspector, QWidget *parent = nullptr);

    [[nodiscard]] QLineEdit &field() { return *m_field; }
    [[nodiscard]] SectionTable &table() { return *m_table; }
    [[nodiscard]] QString note() const { return m_note->text(); }
    [[nodiscard]] QString problem() const { return m_problem->text(); }

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void layOut();
    void ask();
    void showAnswer(const FileAnswer &answer);
    void clear(const QString &note);

    FileSearch m_search;
    QLineEdit *m_field;
    QLabel *m_problem;
    HoldersModel *m_model;
    SectionTable *m_table;
    QLabel *m_note;
    QTimer m_typing;
    QTimer m_refresh;
    std::optional<FileQuery> m_query;    ///< what is typed, where it is understood
    std::optional<FileQuery> m_answered; ///< whose rows are shown
};

} // namespace forklore
