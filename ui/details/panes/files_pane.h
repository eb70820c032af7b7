// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Files of a process, and who is at the other end of them. The descriptors come with each sample, the
// other ends when all processes were looked at for them.
#pragma once

#include "ui/details/table_pane.h"
#include "ui/models/sections/descriptors_model.h"

namespace forklore {

class FilesPane : public TablePane {
    Q_OBJECT

public:
    explicit FilesPane(QWidget *parent = nullptr);

    [[nodiscard]] std::optional<Section> addition() const override { return Section::Peers; }
    void applyAddition(const Inspection &inspection) override;

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    FilesPane(DescriptorsModel *model, QWidget *parent);
    void follow(const QModelIndex &index);
    void addLinks(QMenu &menu, const QModelIndex &index);
    [[nodiscard]] std::vector<ProcessRef> processesOf(const QModelIndex &index) const;

    DescriptorsModel *m_model;
    Descriptors m_descriptors;
    Peers m_peers;
};

} // namespace forklore
