// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/left_stopped.h"

#include <algorithm>

#include <QPushButton>

#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

/// "make 41, cc 42 and 3 more".
QString namesOf(const std::vector<ProcessRef> &processes)
{
    constexpr std::size_t maxNames = 3;
    QStringList names;
    for (std::size_t at = 0; at < std::min(maxNames, processes.size()); ++at)
        names += refText(processes[at]);
    const auto text = names.join(QStringLiteral(", "));
    return processes.size() > maxNames
               ? LeftStoppedNotice::tr("%1 and %2 more").arg(text, countText(processes.size() - maxNames))
               : text;
}

} // namespace

void LeftStoppedWorker::find()
{
    // Where the home directory does not answer, there is nobody to ask for.
    m_left = m_control->findLeftStopped().value_or(std::vector<LeftStopped>());
    std::vector<ProcessRef> processes;
    for (const auto &left : m_left)
        processes.insert(processes.end(), left.processes.begin(), left.processes.end());
    if (!processes.empty())
        emit found(processes);
}

void LeftStoppedWorker::settle(bool doContinue)
{
    std::vector<ProcessRef> failed;
    for (const auto &left : m_left) {
        if (!doContinue) {
            m_control->forgetLeft(left);
            continue;
        }
        const auto some = m_control->continueLeft(left);
        failed.insert(failed.end(), some.begin(), some.end());
    }
    m_left.clear();
    if (!failed.empty())
        emit refused(failed);
}

LeftStoppedNotice::LeftStoppedNotice(std::shared_ptr<const Control> control, QWidget &window)
    : QObject(&window), m_window(window)
{
    qRegisterMetaType<std::vector<ProcessRef>>();
    auto *worker = new LeftStoppedWorker(std::move(control));
    connect(this, &LeftStoppedNotice::wanted, worker, &LeftStoppedWorker::find);
    connect(this, &LeftStoppedNotice::answered, worker, &LeftStoppedWorker::settle);
    connect(worker, &LeftStoppedWorker::found, this, &LeftStoppedNotice::ask);
    connect(worker, &LeftStoppedWorker::refused, this, &LeftStoppedNotice::showRefused);
    m_thread.emplace(worker, QStringLiteral("left stopped"));
    emit wanted();
}

void LeftStoppedNotice::ask(const std::vector<ProcessRef> &processes)
{
    m_box =
        new QMessageBox(QMessageBox::Warning, tr("Stopped processes"),
                        tr("Forklore was ended while these were stopped, and could not continue them: %1.")
                            .arg(namesOf(processes)),
                        QMessageBox::NoButton, &m_window);
    m_box->setTextFormat(Qt::PlainText);
    m_box->setAttribute(Qt::WA_DeleteOnClose);
    auto *proceed = m_box->addButton(tr("&Continue them"), QMessageBox::AcceptRole);
    m_box->addButton(tr("&Leave stopped"), QMessageBox::DestructiveRole); // nobody is asked again
    auto *later = m_box->addButton(tr("Ask &later"), QMessageBox::RejectRole);
    m_box->setDefaultButton(proceed);
    m_box->setEscapeButton(later);
    connect(m_box, &QMessageBox::buttonClicked, this, [this, proceed, later](const QAbstractButton *button) {
        if (button != later) // else the next start asks
            emit answered(button == proceed);
    });
    m_box->open();
}

void LeftStoppedNotice::showRefused(const std::vector<ProcessRef> &processes)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Stopped processes"),
                                tr("These could not be continued: %1.").arg(namesOf(processes)),
                                QMessageBox::Close, &m_window);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace forklore
