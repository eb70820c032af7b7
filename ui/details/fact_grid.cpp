// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/fact_grid.h"

#include <algorithm>

#include <QEvent>
#include <QTimer>

#include "ui/details/mark.h"
#include "ui/models/text/tool_tip.h"

namespace forklore {
namespace {

constexpr int groupWidth = 330;
constexpr int labelWidth = 92;

/// Titles stand among the labels with this mark before them.
constexpr QLatin1Char titleMark('#');

QStringList shapeOf(const std::vector<FactGroup> &groups)
{
    QStringList shape;
    for (const auto &group : groups) {
        shape += titleMark + group.title;
        for (const auto &fact : group.facts)
            shape += fact.label;
    }
    return shape;
}

} // namespace

FactGrid::FactGrid(QWidget *parent)
    : QScrollArea(parent),
      m_content(new QWidget),
      m_column(new QVBoxLayout(m_content)),
      m_grid(new QGridLayout)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(28);
    m_grid->setVerticalSpacing(14);
    m_column->setContentsMargins(2, 8, 8, 8);
    m_column->setSpacing(12);
    m_column->addLayout(m_grid);
    m_column->addStretch(1);

    setWidget(m_content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
}

void FactGrid::setGroups(const std::vector<FactGroup> &groups)
{
    const auto shape = shapeOf(groups);
    if (shape != m_shape)
        rebuild(shape);
    std::size_t at = 0;
    for (const auto &group : groups) {
        for (const auto &fact : group.facts) {
            auto *value = m_values[at++];
            value->setText(fact.value);
            value->setToolTip(toolTipOf(fact.tip));
        }
    }
}

void FactGrid::addAbove(QWidget *widget)
{
    m_column->insertWidget(m_column->indexOf(m_grid), widget);
}

void FactGrid::addBelow(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget);
}

void FactGrid::rebuild(const QStringList &shape)
{
    for (auto *group : m_groups)
        delete group;
    m_groups.clear();
    m_names.clear();
    m_values.clear();
    m_shape = shape;
    for (const auto &label : shape) {
        if (label.startsWith(titleMark))
            addGroup(label.mid(1));
        else
            addFact(label);
    }
    m_columns = 0;
    arrange();
    showMark();
}

void FactGrid::setMark(const QString &label)
{
    m_mark = label;
    showMark();
}

bool FactGrid::hasMark() const
{
    return std::ranges::any_of(m_names, &QLabel::autoFillBackground);
}

void FactGrid::showMark()
{
    colorMark();
    const auto marked = std::ranges::find_if(m_names, &QLabel::autoFillBackground);
    if (marked != m_names.end())
        QTimer::singleShot(0, *marked, [this, name = *marked] { ensureWidgetVisible(name); });
}

void FactGrid::colorMark()
{
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        const bool isMarked = !m_mark.isEmpty() && m_names[i]->text() == m_mark;
        setMarked(*m_names[i], isMarked);
        setMarked(*m_values[i], isMarked);
    }
}

void FactGrid::addGroup(const QString &title)
{
    auto *group = new QWidget;
    auto *facts = new QGridLayout(group);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setVerticalSpacing(3);
    facts->setHorizontalSpacing(14);
    facts->setColumnMinimumWidth(0, labelWidth);
    facts->setColumnStretch(1, 1);
    facts->addWidget(new QLabel(QStringLiteral("<b>%1</b>").arg(title)), 0, 0, 1, 2);
    m_groups.push_back(group);
}

void FactGrid::addFact(const QString &label)
{
    auto *facts = static_cast<QGridLayout *>(m_groups.back()->layout());
    const int row = facts->rowCount();
    auto *name = new QLabel(label);
    name->setForegroundRole(QPalette::PlaceholderText);
    name->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_names.push_back(name);
    m_values.push_back(new FactText);
    facts->addWidget(name, row, 0);
    facts->addWidget(m_values.back(), row, 1);
    facts->setRowStretch(row, 0);
}

void FactGrid::arrange()
{
    const int maxColumns = std::max(1, static_cast<int>(m_groups.size()));
    const int columns = std::clamp(viewport()->width() / groupWidth, 1, maxColumns);
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < static_cast<int>(m_groups.size()); ++i) {
        m_grid->addWidget(m_groups[static_cast<std::size_t>(i)], i / columns, i % columns, Qt::AlignTop);
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void FactGrid::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void FactGrid::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colorMark();
}

} // namespace forklore
