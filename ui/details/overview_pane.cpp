// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/overview_pane.h"

#include <algorithm>

#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/models/text/overview_text.h"

namespace forklore {
namespace {

constexpr int groupWidth = 330;

QLabel *textLabel()
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    return label;
}

} // namespace

OverviewPane::OverviewPane(std::function<SamplePtr()> sample, QWidget *parent)
    : Pane(Section::Overview, tr("Overview"), parent),
      m_sample(std::move(sample)),
      m_content(new QWidget),
      m_grid(new QGridLayout),
      m_children(new QLabel)
{
    m_children->setWordWrap(true);
    m_children->setTextFormat(Qt::RichText);
    m_children->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(m_children, &QLabel::linkActivated, this, [this](const QString &link) {
        if (const auto id = processOfLink(link))
            emit processLinked(*id);
    });

    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(28);
    m_grid->setVerticalSpacing(14);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(2, 8, 8, 8);
    column->setSpacing(12);
    column->addLayout(m_grid);
    column->addWidget(m_children);
    column->addStretch(1);

    auto *scroll = new QScrollArea;
    scroll->setWidget(m_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
    setContent(scroll);
}

void OverviewPane::show(const Inspection &inspection, bool)
{
    const auto &overview = std::get<Overview>(inspection.value);
    const auto sample = m_sample();
    if (!overview.identity)
        return showReason(overview.identity.error());
    const auto groups = overviewGroups(overview, *sample);
    QStringList shape;
    for (const auto &group : groups) {
        shape += QLatin1Char('#') + group.title;
        for (const auto &fact : group.facts)
            shape += fact.label;
    }
    if (shape != m_shape)
        rebuild(shape);
    std::size_t at = 0;
    for (const auto &group : groups) {
        for (const auto &fact : group.facts) {
            auto *value = m_values[at++];
            if (value->text() != fact.value)
                value->setText(fact.value);
            value->setToolTip(
                fact.tip.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(fact.tip.toHtmlEscaped()));
        }
    }
    if (const auto *process = sample->snapshot->find(inspection.id)) {
        const auto text =
            tr("<b>Children</b>&nbsp;&nbsp; %1").arg(childrenLinks(*process, *sample->snapshot));
        if (m_children->text() != text)
            m_children->setText(text);
    }
    showContent();
}

void OverviewPane::rebuild(const QStringList &shape)
{
    for (auto *group : m_groups)
        delete group;
    m_groups.clear();
    m_values.clear();
    m_shape = shape;
    QGridLayout *facts = nullptr;
    for (const auto &label : shape) {
        if (label.startsWith(QLatin1Char('#'))) {
            auto *group = new QWidget;
            facts = new QGridLayout(group);
            facts->setContentsMargins(0, 0, 0, 0);
            facts->setVerticalSpacing(3);
            facts->setHorizontalSpacing(14);
            facts->setColumnMinimumWidth(0, 92);
            facts->setColumnStretch(1, 1);
            auto *title = new QLabel(QStringLiteral("<b>%1</b>").arg(label.mid(1)));
            facts->addWidget(title, 0, 0, 1, 2);
            m_groups.push_back(group);
            continue;
        }
        auto *name = new QLabel(label);
        name->setForegroundRole(QPalette::PlaceholderText);
        name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        const int row = facts->rowCount();
        m_values.push_back(textLabel());
        facts->addWidget(name, row, 0);
        facts->addWidget(m_values.back(), row, 1);
        facts->setRowStretch(row, 0);
    }
    m_columns = 0;
    arrange();
}

void OverviewPane::arrange()
{
    // As many groups beside each other as find room, the others below.
    const int columns = std::clamp(width() / groupWidth, 1, std::max(1, static_cast<int>(m_groups.size())));
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < static_cast<int>(m_groups.size()); ++i) {
        m_grid->addWidget(m_groups[static_cast<std::size_t>(i)], i / columns, i % columns, Qt::AlignTop);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void OverviewPane::resizeEvent(QResizeEvent *event)
{
    Pane::resizeEvent(event);
    arrange();
}

} // namespace forklore
