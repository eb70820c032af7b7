// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/deed_dialog.h"

#include <algorithm>
#include <memory>

namespace forklore {

DeedDialog::DeedDialog(const QString &title, const QString &deed, QWidget *parent)
    : QDialog(parent), m_set(new QPushButton(deed))
{
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    m_set->setDefault(true);
}

void DeedDialog::setHelper(Helper *helper, bool foreign)
{
    m_helper = helper;
    if (foreign && helper && helper->obstacle().isEmpty())
        goOnAsAdministrator();
}

void DeedDialog::goOnAsAdministrator()
{
    m_asAdministrator = true;
    m_set->setIcon(QIcon(QStringLiteral(":/icons/lock.svg")));
    m_set->setToolTip(tr("Done as administrator: asks for the password, unless it was given minutes ago"));
}

void DeedDialog::perform(const std::vector<Deed> &deeds, const std::function<void(const Answers &)> &take)
{
    if (!m_asAdministrator) {
        m_errands.run(
            [deeds] {
                Answers answers;
                answers.reserve(deeds.size());
                for (const auto &deed : deeds)
                    answers.push_back(forklore::perform(deed));
                return answers;
            },
            take);
        return;
    }
    const auto answers = std::make_shared<Answers>(); // they come in the order of the questions
    for (const auto &deed : deeds)
        m_helper->ask(deed, this, [=, count = deeds.size()](const Result<std::string> &answer) {
            answers->push_back(answer);
            if (answers->size() == count)
                take(*answers);
        });
}

QString DeedDialog::offerHelper(const Answers &answers)
{
    const bool denied = std::ranges::any_of(answers, [](const Result<std::string> &answer) {
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
