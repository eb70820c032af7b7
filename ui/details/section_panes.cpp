// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/section_panes.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

LimitsPane::LimitsPane(QWidget *parent) : LimitsPane(makeLimitsModel(nullptr), parent) {}

LimitsPane::LimitsPane(LimitsModel *model, QWidget *parent)
    : TablePane({Section::Limits, QStringLiteral("limits"), tr("Limits")}, model, parent), m_model(model)
{
    setNote(tr("The soft limit is the one in force; the process may raise it up to the hard one"));
    connect(table(), &SectionTable::followed, this, [this](const QModelIndex &index) {
        const auto &row = m_model->rows()[static_cast<std::size_t>(index.row())];
        if (shown() && row.limit) // one that is not known cannot be edited
            emit editWanted(*shown(), row);
    });
}

void LimitsPane::show(const Inspection &inspection, bool fresh)
{
    const auto &limits = std::get<Result<std::vector<LimitUsage>>>(inspection.value);
    if (!limits)
        return showReason(limits.error());
    showRows(*m_model, *limits, fresh);
}

EnvironmentPane::EnvironmentPane(QWidget *parent) : EnvironmentPane(makeEnvironmentModel(nullptr), parent) {}

EnvironmentPane::EnvironmentPane(EnvironmentModel *model, QWidget *parent)
    : TablePane({Section::Environment, QStringLiteral("environment"), tr("Environment")}, model, parent),
      m_model(model)
{
    setNote(tr("As of exec: what the process has set since cannot be seen from outside"));
    auto *secrets = new QCheckBox(tr("Show secrets"));
    secrets->setToolTip(tr("Shows values that look like passwords, tokens and keys"));
    connect(secrets, &QCheckBox::toggled, this, &EnvironmentPane::setSecretsShown);
    addTool(secrets);
}

void EnvironmentPane::show(const Inspection &inspection, bool fresh)
{
    const auto &environment = std::get<Result<Environment>>(inspection.value);
    if (!environment)
        return showReason(environment.error());
    if (environment->empty())
        return showEmpty(tr("The environment is empty."));
    m_environment = *environment;
    showRows(*m_model, variableRows(m_environment, m_secretsShown), fresh);
}

void EnvironmentPane::setSecretsShown(bool shown)
{
    m_secretsShown = shown;
    m_model->setRows(variableRows(m_environment, shown));
}

ArgumentsPane::ArgumentsPane(QWidget *parent) : ArgumentsPane(makeArgumentsModel(nullptr), parent) {}

ArgumentsPane::ArgumentsPane(ArgumentsModel *model, QWidget *parent)
    : TablePane({Section::Arguments, QStringLiteral("arguments"), tr("Arguments")}, model, parent),
      m_model(model)
{
    auto *copy = new QPushButton(tr("Copy as"));
    copy->setProperty("menu", true); // for the style
    auto *menu = new QMenu(copy);
    menu->addAction(tr("Shell line"), this, [this] { copyAs(asShellLine); });
    menu->addAction(tr("JSON"), this, [this] { copyAs(asJson); });
    menu->addAction(tr("C array"), this, [this] { copyAs(asCArray); });
    copy->setMenu(menu);
    addTool(copy);
}

void ArgumentsPane::show(const Inspection &inspection, bool fresh)
{
    const auto &arguments = std::get<Result<std::vector<std::string>>>(inspection.value);
    if (!arguments)
        return showReason(arguments.error());
    if (arguments->empty())
        return showEmpty(
            tr("This process has no arguments: it is a kernel thread, a zombie, or cleared them."));
    setNote(tr("%n argument(s), exact to the byte", nullptr, static_cast<int>(arguments->size()))
                .replace(QLatin1String("(s)"), arguments->size() == 1 ? QString() : QStringLiteral("s")));
    showRows(*m_model, argumentRows(*arguments), fresh);
}

void ArgumentsPane::copyAs(QString (*write)(const std::vector<std::string> &)) const
{
    std::vector<std::string> arguments;
    for (const auto &row : m_model->rows())
        arguments.push_back(row.bytes);
    QApplication::clipboard()->setText(write(arguments));
}

} // namespace forklore
