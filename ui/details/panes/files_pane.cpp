// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/files_pane.h"

#include <QCursor>
#include <QMenu>

#include "ui/models/text/bytes.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

namespace forklore {

FilesPane::FilesPane(QWidget *parent) : FilesPane(makeDescriptorsModel(nullptr), parent) {}

FilesPane::FilesPane(DescriptorsModel *model, QWidget *parent)
    : TablePane({Section::Descriptors, QStringLiteral("files"), tr("Files")}, model, parent), m_model(model)
{
    connect(table(), &SectionTable::followed, this, &FilesPane::follow);
    connect(table(), &SectionTable::menuOpened, this, [this](QMenu *menu, const QModelIndex &index) {
        menu->addSeparator();
        addLinks(*menu, index);
    });
}

void FilesPane::show(const Inspection &inspection, bool fresh)
{
    const auto &descriptors = std::get<Result<Descriptors>>(inspection.value);
    if (fresh)
        m_peers.clear();
    m_descriptors = descriptors.value_or(Descriptors());
    if (!descriptors)
        return showReason(descriptors.error());
    if (descriptors->empty())
        return showEmpty(tr("This process has no file open."));
    setNote(tr("%1 open descriptors").arg(countText(descriptors->size())));
    showRows(*m_model, descriptorRows(m_descriptors, m_peers, inspection.id), fresh);
}

void FilesPane::applyAddition(const Inspection &inspection)
{
    if (inspection.id != shown())
        return;
    // Why they cannot be read stands there already, for the descriptors.
    m_peers = std::get<Result<Peers>>(inspection.value).value_or(Peers());
    m_model->setRows(descriptorRows(m_descriptors, m_peers, inspection.id));
}

std::vector<ProcessRef> FilesPane::processesOf(const QModelIndex &index) const
{
    const auto &row = m_model->rows()[static_cast<std::size_t>(index.row())];
    return row.otherEnd ? processesAt(*row.otherEnd, shown().value_or(ProcessId()))
                        : std::vector<ProcessRef>();
}

void FilesPane::follow(const QModelIndex &index)
{
    const auto processes = processesOf(index);
    if (processes.size() == 1)
        return emit processLinked(processes.front().id);
    if (processes.empty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addLinks(*menu, index);
    menu->popup(QCursor::pos());
}

void FilesPane::addLinks(QMenu &menu, const QModelIndex &index)
{
    constexpr std::size_t maxActions = 20;
    const auto processes = processesOf(index);
    for (std::size_t i = 0; i < std::min(processes.size(), maxActions); ++i) {
        menu.addAction(tr("Go to %1").arg(withoutKey(refText(processes[i]))), this,
                       [this, id = processes[i].id] { emit processLinked(id); });
    }
    if (processes.size() > maxActions)
        menu.addAction(tr("and %1 more").arg(processes.size() - maxActions))->setEnabled(false);
}

} // namespace forklore
