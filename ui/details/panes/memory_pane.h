// SPDX-License-Identifier: GPL-3.0-or-later
//
// The memory of the selected process: a summary above, the mappings below.
#pragma once

#include "ui/details/memory_summary.h"
#include "ui/details/table_pane.h"

namespace forklore {

/// The mappings, largest first. They may be denied where the summary's counts are not.
class MappingsPane : public TablePane {
    Q_OBJECT

public:
    explicit MappingsPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    MappingsPane(MappingsModel *model, QWidget *parent);

    MappingsModel *m_model;
};

class MemoryPane : public Pane {
    Q_OBJECT

public:
    explicit MemoryPane(QWidget *parent = nullptr);

    [[nodiscard]] MappingsPane *mappings() const { return m_mappings; }

protected:
    void show(const Inspection &inspection, bool fresh) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    MemorySummary *m_summary;
    MappingsPane *m_mappings;
};

} // namespace forklore
