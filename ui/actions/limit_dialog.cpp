// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/limit_dialog.h"

#include <QGridLayout>
#include <QHBoxLayout>

#include "ui/actions/dialog_parts.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {
namespace {

bool isAbove(const LimitValue &a, const LimitValue &b)
{
    return b && (!a || *a > *b);
}

std::optional<LimitValue> valueOf(const QLineEdit &field, Resource resource)
{
    return parseLimitValue(field.text().trimmed().toLatin1().toStdString(), resource);
}

} // namespace

QString limitInput(Resource resource, const LimitValue &value)
{
    if (!value)
        return QStringLiteral("unlimited");
    constexpr const char *units[] = {"", " KiB", " MiB", " GiB", " TiB"};
    auto number = *value;
    std::size_t unit = 0;
    const bool bytes = traits(resource).unit == LimitUnit::Bytes;
    while (bytes && number != 0 && number % 1024 == 0 && unit + 1 < std::size(units)) {
        number /= 1024;
        ++unit;
    }
    return QString::number(number) + QLatin1String(units[unit]);
}

LimitDialog::LimitDialog(std::shared_ptr<const Control> control, ProcessRef process, LimitUsage limit,
                         QWidget *parent)
    : OperationDialog(std::move(control), tr("Limit"), tr("Set the limit"), parent),
      m_process(std::move(process)),
      m_limit(std::move(limit)),
      m_soft(makeSide(tr("Soft limit"), m_limit.limit->soft)),
      m_hard(makeSide(tr("Hard limit"), m_limit.limit->hard)),
      m_warning(warningLabel())
{
    m_soft.field->setObjectName("soft");
    m_soft.problem->setObjectName("softProblem");
    m_hard.field->setObjectName("hard");
    m_hard.problem->setObjectName("hardProblem");
    m_warning->setObjectName("warning");
    layOut();
    for (const auto *side : {&m_soft, &m_hard})
        connect(side->field, &QLineEdit::textChanged, this, &LimitDialog::check);
    connect(&setButton(), &QPushButton::clicked, this, &LimitDialog::set);
    check();
    m_soft.field->setFocus();
    m_soft.field->selectAll();
}

LimitDialog::Side LimitDialog::makeSide(const QString &name, const LimitValue &value) const
{
    const Side side{new QLineEdit(limitInput(m_limit.resource, value)), problemLabel()};
    side.field->setAccessibleName(name);
    constexpr int width = 160;
    side.field->setFixedWidth(width);
    return side;
}

void LimitDialog::layOut()
{
    const auto &about = traits(m_limit.resource);
    auto *heading = headingLabel(tr("%1 of %2").arg(wordOf(about.label), refText(m_process)));
    auto *meaning =
        plainLabel(QStringLiteral("RLIMIT_%1. %2").arg(wordOf(about.name), wordOf(about.meaning)));
    meaning->setForegroundRole(QPalette::PlaceholderText);

    auto *grid = new QGridLayout;
    grid->setColumnStretch(2, 1);
    grid->setHorizontalSpacing(12);
    const auto addRow = [&](int row, const QString &name, const Side &side) {
        grid->addWidget(new QLabel(name), row, 0);
        grid->addWidget(side.field, row, 1);
        grid->addWidget(side.problem, row + 1, 1, 1, 2);
    };
    int row = 0;
    if (m_limit.usage && *m_limit.usage) {
        grid->addWidget(new QLabel(tr("In use")), row, 0);
        grid->addWidget(new QLabel(limitText(m_limit.resource, **m_limit.usage)), row++, 1, 1, 2);
    }
    addRow(row, tr("Soft limit"), m_soft);
    addRow(row + 2, tr("Hard limit"), m_hard);

    auto *cancel = new QPushButton(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(&setButton());

    auto *column = new QVBoxLayout(this);
    column->setSpacing(10);
    column->addWidget(heading);
    column->addWidget(meaning);
    column->addLayout(grid);
    column->addWidget(m_warning);
    column->addStretch(1);
    column->addLayout(buttons);
    constexpr QSize usual(560, 260);
    resize(usual);
}

LimitChange LimitDialog::change() const
{
    const auto resource = m_limit.resource;
    LimitChange change;
    if (const auto soft = valueOf(*m_soft.field, resource); soft && *soft != m_limit.limit->soft)
        change.soft = soft;
    if (const auto hard = valueOf(*m_hard.field, resource); hard && *hard != m_limit.limit->hard)
        change.hard = hard;
    return change;
}

void LimitDialog::check()
{
    const auto resource = m_limit.resource;
    const auto *example = traits(resource).unit == LimitUnit::Bytes ? "64 MiB" : "1024";
    const auto wrong = tr("A number, such as %1, or unlimited").arg(QLatin1String(example));
    const auto soft = valueOf(*m_soft.field, resource);
    const auto hard = valueOf(*m_hard.field, resource);
    const bool above = soft && hard && isAbove(*soft, *hard);
    m_soft.problem->setText(!soft ? wrong : above ? tr("Above the hard limit") : QString());
    m_hard.problem->setText(!hard ? wrong : QString());

    QStringList warnings;
    if (hard && isAbove(m_limit.limit->hard, *hard))
        warnings += tr("▲ This cannot be undone: only with CAP_SYS_RESOURCE is a hard limit raised again.");
    const bool used = m_limit.usage && *m_limit.usage;
    if (soft && *soft && used && **m_limit.usage > **soft)
        warnings += tr("▲ More than that is in use: what is there stays, what is asked for is refused.");
    m_warning->setText(warnings.join(QLatin1Char('\n')));
    const auto wanted = change();
    setButton().setEnabled(soft && hard && !above && (wanted.soft || wanted.hard));
}

void LimitDialog::set()
{
    setButton().setEnabled(false);
    const auto wanted = change();
    perform({{m_process.id, SetLimit{m_limit.resource, wanted}}},
            [this, wanted](const Answers &answers) { showAnswer(answers.front(), wanted); });
}

void LimitDialog::showAnswer(const Result<Outcome> &answer, const LimitChange &change)
{
    const auto resource = m_limit.resource;
    const auto both = [&](const LimitValue &soft, const LimitValue &hard) {
        return tr("soft %1, hard %2").arg(limitText(resource, soft), limitText(resource, hard));
    };
    const auto &before = *m_limit.limit; // only one that is known is edited
    const auto operation =
        tr("%1: %2").arg(wordOf(traits(resource).name),
                         both(change.soft.value_or(before.soft), change.hard.value_or(before.hard)));
    const auto why = answer ? QString() : forklore::displayText(answer.error().message);
    emit performed(
        {{operation, m_process,
          answer ? tr("Done; before: %1").arg(both(before.soft, before.hard)) : tr("Refused: %1").arg(why)}});
    if (answer)
        return accept();
    const bool aboutHard = change.hard.has_value() && isAbove(*change.hard, m_limit.limit->hard);
    const auto obstacle = offerHelper({answer});
    (aboutHard ? m_hard : m_soft)
        .problem->setText(sentenceOf(why) +
                          (obstacle.isEmpty() ? QString() : QStringLiteral(". ") + obstacle));
    growToFit(*this);
}

} // namespace forklore
