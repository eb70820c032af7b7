// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/memory_pane.h"

#include <QVBoxLayout>

#include "ui/models/text/quantities.h"

namespace forklore {

MappingsPane::MappingsPane(QWidget *parent) : MappingsPane(makeMappingsModel(nullptr), parent) {}

MappingsPane::MappingsPane(MappingsModel *model, QWidget *parent)
    : TablePane({Section::Mappings, QStringLiteral("mappings"), tr("Mappings")}, model, parent),
      m_model(model)
{
    table()->sortByColumn(mappingResidentColumn, Qt::DescendingOrder);
}

void MappingsPane::show(const Inspection &inspection, bool fresh)
{
    const auto &mappings = std::get<MemoryUse>(inspection.value).mappings;
    if (!mappings)
        return showReason(mappings.error());
    if (mappings->empty())
        return showEmpty(tr("Nothing is mapped."));
    setNote(tr("%1 mappings · reading them took %2")
                .arg(countText(mappings->size()), durationText(inspection.took)));
    showRows(*m_model, mappingRows(*mappings), fresh);
}

MemoryPane::MemoryPane(QWidget *parent)
    : Pane({Section::Mappings, QStringLiteral("memory"), tr("Memory")}, parent),
      m_summary(new MemorySummary),
      m_mappings(new MappingsPane)
{
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_summary);
    column->addWidget(m_mappings, 1);
    setContent(content);
}

void MemoryPane::resizeEvent(QResizeEvent *event)
{
    constexpr int roomForMeanings = 260; // with some rows of the table below
    Pane::resizeEvent(event);
    m_summary->setCompact(height() < roomForMeanings);
}

void MemoryPane::show(const Inspection &inspection, bool)
{
    const auto &use = std::get<MemoryUse>(inspection.value);
    if (!use.counts)
        return showReason(use.counts.error());
    m_summary->setMemory(use);
    m_mappings->apply(inspection);
    showContent();
}

} // namespace forklore
