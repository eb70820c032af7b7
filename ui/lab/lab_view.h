// SPDX-License-Identifier: GPL-3.0-or-later
//
// LabView: the Lab's dock: all demos, and the page of one; it paces a run, and says where to look.
#pragma once

#include <QComboBox>
#include <QHash>
#include <QListWidget>
#include <QStackedWidget>
#include <QTimer>
#include <QWidget>

#include "ui/lab/demo_page.h"
#include "ui/lab/try_page.h"
#include "ui/live/lab_stage.h"

namespace forklore {

class LabView : public QWidget {
    Q_OBJECT

public:
    explicit LabView(LabStage &stage, QWidget *parent = nullptr);

    void showDemo(const QString &name);
    void showTryPage();
    /// How long a moment lasts when nobody steps.
    void setPace(std::chrono::milliseconds pace) { m_pace = pace; }
    [[nodiscard]] DemoPage &page() { return *m_page; }
    /// The page on which a user tries things.
    [[nodiscard]] TryPage &tryPage() { return *m_try; }
    [[nodiscard]] const QListWidget &list() const { return *m_list; }
    /// The names of those whose expectations were all observed.
    [[nodiscard]] QStringList done() const { return m_done; }
    void setDone(const QStringList &names);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void processLinked(const forklore::ProcessId &id);
    /// A moment has come. @param marked the processes to look at; empty: the play is over
    void momentCame(const QHash<forklore::ProcessId, QString> &marked);
    /// @param field its label there, or a cell of its row; empty: the pane as a whole
    void lookWanted(const forklore::ProcessId &id, const QString &pane, const QString &field);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void choose(int row);
    void perform(std::size_t megabytes, bool stepping);
    void showState(int run, const DemoStatePtr &state);
    void leave();
    void look(int number);
    void markDone(const QString &name);

    LabStage &m_stage;
    QListWidget *m_list;
    QComboBox *m_box; ///< in place of the list, where that finds no room
    DemoPage *m_page;
    TryPage *m_try;
    QStackedWidget *m_pages;
    const Demo *m_playing = nullptr;
    int m_run = 0; ///< of what is playing
    DemoStatePtr m_state;
    bool m_isStepping = false;
    QTimer m_pause;
    std::chrono::milliseconds m_pace{1200};
    QStringList m_done;
};

/// The row to mark: the process, and the role that it plays.
[[nodiscard]] QHash<ProcessId, QString> marksIn(const DemoState &state);

} // namespace forklore
