// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/process_actions.h"

#include <algorithm>
#include <csignal>

#include <QItemSelectionModel>

#include "ui/actions/limit_dialog.h"
#include "ui/actions/priority_dialog.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {

namespace {

QString whyRootOnly(const QString &obstacle)
{
    const auto rule = ProcessActions::tr("Another user's process: only root can do it");
    return obstacle.isEmpty() ? rule : ProcessActions::tr("%1. %2").arg(rule, obstacle);
}

} // namespace

ProcessActions::ProcessActions(std::shared_ptr<const Control> control, ProcessView &view,
                               const ProcessTreeModel &model, QWidget &window)
    : QObject(&window),
      m_control(std::move(control)),
      m_view(view),
      m_model(model),
      m_window(window),
      m_asks(new QAction(tr("&Ask before Terminate"), this)),
      m_explanation(new QAction(this))
{
    m_explanation->setShortcuts(
        {QKeySequence(QKeySequence::Delete), QKeySequence(Qt::SHIFT | Qt::Key_Delete)});
    m_explanation->setShortcutContext(Qt::WidgetShortcut);
    m_explanation->setVisible(false);
    connect(m_explanation, &QAction::triggered, this, &ProcessActions::mayAct);
    m_view.addAction(m_explanation);
    m_asks->setCheckable(true);
    m_asks->setChecked(true);
}

QAction *ProcessActions::addSignal(QMenu &menu, const QString &text, std::optional<int> signal, Scope scope,
                                   const QKeySequence &key)
{
    auto *action = menu.addAction(text, this, [this, signal, scope] { signalSelected(signal, scope); });
    if (!key.isEmpty()) {
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut); // in a text field it deletes a letter
        m_view.addAction(action);
    }
    m_operations.push_back(action);
    return action;
}

void ProcessActions::addTo(QMenu &menu)
{
    const auto process = Scope::Process;
    menu.addAction(m_explanation);
    addSignal(menu, tr("&Terminate…"), SIGTERM, process, QKeySequence::Delete);
    addSignal(menu, tr("&Kill…"), SIGKILL, process, Qt::SHIFT | Qt::Key_Delete);
    addSignal(menu, tr("&Stop…"), SIGSTOP, process);
    addSignal(menu, tr("C&ontinue"), SIGCONT, process);
    auto *more = menu.addMenu(tr("Si&gnal"));
    addSignal(*more, tr("&Interrupt…\tSIGINT"), SIGINT, process);
    addSignal(*more, tr("&Hang up…\tSIGHUP"), SIGHUP, process);
    addSignal(*more, tr("&Quit…\tSIGQUIT"), SIGQUIT, process);
    addSignal(*more, tr("USR&1…\tSIGUSR1"), SIGUSR1, process);
    addSignal(*more, tr("USR&2…\tSIGUSR2"), SIGUSR2, process);
    more->addSeparator();
    addSignal(*more, tr("&Any signal…"), std::nullopt, process);
    auto *branch = menu.addMenu(tr("It and its &descendants"));
    addSignal(*branch, tr("&Terminate…"), SIGTERM, Scope::Tree);
    addSignal(*branch, tr("&Kill…"), SIGKILL, Scope::Tree);
    addSignal(*branch, tr("&Stop…"), SIGSTOP, Scope::Tree);
    addSignal(*branch, tr("C&ontinue"), SIGCONT, Scope::Tree);
    addSignal(*branch, tr("&Any signal…"), std::nullopt, Scope::Tree);
    auto *priority = menu.addAction(tr("P&riority…"), this, &ProcessActions::editPriority);
    m_operations.push_back(priority);
    menu.addAction(m_asks);
    m_operations.push_back(more->menuAction());
    m_operations.push_back(branch->menuAction());
    for (auto *any : {&menu, more, branch})
        any->setToolTipsVisible(true);
    connect(&menu, &QMenu::aboutToShow, this, [this] {
        setEnabled(!selected().empty());
        showRights();
    });
    connect(&menu, &QMenu::aboutToHide, this, [this] { setEnabled(true); }); // or their keys would stay dead
}

void ProcessActions::showRights()
{
    const bool foreign = anyForeign();
    const auto obstacle = foreign && m_helper ? m_helper->obstacle() : QString();
    const bool locked = foreign && m_helper && obstacle.isEmpty();
    const auto lock = locked ? QIcon(QStringLiteral(":/icons/lock.svg")) : QIcon();
    const auto tip = foreign && !locked ? toolTipOf(whyRootOnly(obstacle)) : QString();
    for (auto *action : m_operations) {
        action->setIcon(lock);
        action->setToolTip(tip);
    }
}

void ProcessActions::setReadOnly(const QString &why)
{
    m_whyReadOnly = why;
    const bool readOnly = isReadOnly();
    m_explanation->setText(withoutKey(why));
    m_explanation->setVisible(readOnly);
    for (auto *action : m_operations)
        action->setVisible(!readOnly);
    m_asks->setVisible(!readOnly);
}

void ProcessActions::setEnabled(bool enabled)
{
    for (auto *action : m_operations)
        action->setEnabled(enabled);
}

std::vector<ProcessId> ProcessActions::selected() const
{
    std::vector<ProcessId> chosen;
    for (const auto &index : m_view.selectionModel()->selectedRows()) {
        if (const auto &node = ProcessTreeModel::node(index); node.phase != ProcessNode::Phase::Ended)
            chosen.push_back(node.id);
    }
    return chosen;
}

QString ProcessActions::whyNoneSelected() const
{
    if (!selected().empty())
        return {};
    const auto &last = m_view.lastChosen();
    const auto sample = m_model.sample();
    if (!last || !sample)
        return tr("No process is selected");
    if (sample->snapshot->find(*last) && !m_model.indexOf(*last).isValid())
        return tr("No process is selected: the filter hides process %1").arg(last->pid);
    return tr("Process %1 has ended: nothing can be done to it").arg(last->pid);
}

bool ProcessActions::mayAct()
{
    const auto obstacle = isReadOnly() ? m_whyReadOnly : whyNoneSelected();
    if (!obstacle.isEmpty())
        emit messageWanted(obstacle);
    return obstacle.isEmpty();
}

void ProcessActions::signalSelected(std::optional<int> signal, Scope scope)
{
    auto chosen = selected();
    if (m_dialog || !mayAct())
        return;
    m_dialog = new SignalDialog(*m_control, std::move(chosen), signal, scope, m_model.sample(), &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setHelper(m_helper);
    connect(m_dialog, &SignalDialog::performed, this, &ProcessActions::performed);
    connect(m_dialog, &SignalDialog::succeeded, this, &ProcessActions::messageWanted);
    connect(m_dialog, &QDialog::finished, m_dialog, &QObject::deleteLater); // when it never was shown, too
    const bool harmless = signal == SIGCONT;
    if (harmless || (signal == SIGTERM && scope == Scope::Process && !isAsking()))
        m_dialog->sendAtOnce();
    else
        m_dialog->open();
}

bool ProcessActions::isForeign(const ProcessId &id) const
{
    const auto index = m_model.indexOf(id);
    return index.isValid() && !m_model.sample()->system.viewer.isRoot() && !ProcessTreeModel::node(index).own;
}

bool ProcessActions::anyForeign() const
{
    return std::ranges::any_of(selected(), [this](const ProcessId &id) { return isForeign(id); });
}

ProcessRef ProcessActions::refOf(const ProcessId &id) const
{
    const auto *process = m_model.sample()->snapshot->find(id);
    return {id, process ? nameOf(*process) : "?"};
}

template <class Dialog>
void ProcessActions::openDialog(Dialog *dialog, bool foreign)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setHelper(m_helper, foreign);
    connect(dialog, &Dialog::performed, this, &ProcessActions::performed);
    dialog->open();
}

void ProcessActions::editLimit(const ProcessId &id, const LimitUsage &limit)
{
    if (isReadOnly())
        emit messageWanted(m_whyReadOnly);
    else
        openDialog(new LimitDialog(m_control, refOf(id), limit, &m_window), isForeign(id));
}

void ProcessActions::editPriority()
{
    if (!mayAct())
        return;
    std::vector<ProcessRef> processes;
    for (const auto &id : selected())
        processes.push_back(refOf(id));
    const auto processors = static_cast<int>(m_model.sample()->system.processors);
    openDialog(new PriorityDialog(m_control, std::move(processes), processors, &m_window), anyForeign());
}

void ProcessActions::applySample(const SamplePtr &sample)
{
    if (m_dialog)
        m_dialog->applySample(sample);
}

} // namespace forklore
