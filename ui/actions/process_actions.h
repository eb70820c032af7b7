// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessActions: what can be done to the selected processes: the entries of the menus, their keys, and the
// dialogs that they open. A operation is aimed at the processes as they were at the click.
#pragma once

#include <memory>
#include <vector>

#include <QAction>
#include <QMenu>
#include <QPointer>

#include "core/process/resources/limit.h"
#include "ui/actions/signal_dialog.h"
#include "ui/tree/process_view.h"

namespace forklore {

class ProcessActions : public QObject {
    Q_OBJECT

public:
    /// @param control of the host that is shown; all must stay read-only where it has none
    ProcessActions(std::shared_ptr<const Control> control, ProcessView &view, const ProcessTreeModel &model,
                   QWidget &window);

    void addTo(QMenu &menu);
    /// @param helper asked where one's own rights do not reach; it outlives this
    void setHelper(Helper *helper) { m_helper = helper; }
    void applySample(const SamplePtr &sample);

    /// Nothing can be done any more. @param why and how that is left; empty: it can again
    void setReadOnly(const QString &why);
    /// Why there is no process that something could be done to; empty: there is one.
    [[nodiscard]] QString whyNoneSelected() const;
    [[nodiscard]] bool isReadOnly() const { return !m_whyReadOnly.isEmpty(); }
    /// Whether Terminate asks first.
    void setAsking(bool asks) { m_asks->setChecked(asks); }
    [[nodiscard]] bool isAsking() const { return m_asks->isChecked(); }

    /// @param signal nothing: it is chosen from the table of all
    void signalSelected(std::optional<int> signal, Scope scope = Scope::Process);
    /// The dialog that is open, or null.
    [[nodiscard]] SignalDialog *dialog() const { return m_dialog; }
    void editLimit(const ProcessId &id, const LimitUsage &limit);
    void editPriority();

signals:
    void performed(const std::vector<forklore::OperationRecord> &records);
    /// What came of it, in a sentence.
    void messageWanted(const QString &text);

private:
    QAction *addSignal(QMenu &menu, const QString &text, std::optional<int> signal, Scope scope,
                       const QKeySequence &key = {});
    [[nodiscard]] std::vector<ProcessId> selected() const;
    [[nodiscard]] ProcessRef refOf(const ProcessId &id) const;
    template <class Dialog>
    void openDialog(Dialog *dialog, bool foreign);
    /// Another user's, where that matters.
    [[nodiscard]] bool isForeign(const ProcessId &id) const;
    [[nodiscard]] bool anyForeign() const;
    void setEnabled(bool enabled);
    /// A lock where the administrator is asked; where that cannot be, the reason.
    void showRights();
    /// Says why nothing is done. @return whether something is
    bool mayAct();

    std::shared_ptr<const Control> m_control;
    ProcessView &m_view;
    const ProcessTreeModel &m_model;
    QWidget &m_window;
    std::vector<QAction *> m_operations; ///< all that need a process
    QAction *m_asks;
    Helper *m_helper = nullptr;
    QPointer<SignalDialog> m_dialog;
    QAction *m_explanation; ///< in place of all when read-only: for the menu and its keys
    QString m_whyReadOnly;  ///< empty: it is not
};

} // namespace forklore
