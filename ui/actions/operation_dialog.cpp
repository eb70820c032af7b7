// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/operation_dialog.h"

#include <algorithm>
#include <memory>

namespace forklore {

OperationDialog::OperationDialog(std::shared_ptr<const Control> control, const QString &title,
                                 const QString &operation, QWidget *parent)
    : QDialog(parent), m_control(std::move(control)), m_set(new QPushButton(operation))
{
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    m_set->setDefault(true);
}

void OperationDialog::setHelper(Helper *helper, bool foreign)
{
    m_helper = helper;
    if (foreign && helper && helper->obstacle().isEmpty())
        goOnAsAdministrator();
}

void OperationDialog::goOnAsAdministrator()
{
    m_asAdministrator = true;
    m_set->setIcon(QIcon(QStringLiteral(":/icons/lock.svg")));
    m_set->setToolTip(tr("Done as administrator: asks for the password, unless it was given minutes ago"));
}

void OperationDialog::perform(const std::vector<Operation> &operations,
                              const std::function<void(const Answers &)> &show)
{
    if (!m_asAdministrator) {
        m_tasks.run(
            [operations, control = m_control] {
                Answers answers;
                answers.reserve(operations.size());
                for (const auto &operation : operations)
                    answers.push_back(control->perform(operation));
                return answers;
            },
            show);
        return;
    }
    const auto answers = std::make_shared<Answers>(); // they come in the order of the questions
    for (const auto &operation : operations)
        m_helper->ask(operation, this, [=, count = operations.size()](const Result<Outcome> &answer) {
            answers->push_back(answer);
            if (answers->size() == count)
                show(*answers);
        });
}

QString OperationDialog::offerHelper(const Answers &answers)
{
    const bool denied = std::ranges::any_of(answers, [](const Result<Outcome> &answer) {
        return !answer && answer.error().kind == ErrorKind::Denied;
    });
    if (!denied || !m_helper)
        return {};
    if (const auto obstacle = m_helper->obstacle(); !obstacle.isEmpty())
        return tr("%1: only root can do it").arg(obstacle);
    goOnAsAdministrator();
    m_set->setEnabled(true);
    return {};
}

} // namespace forklore
