// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the selected process has read and written, and how fast it does.
#pragma once

#include "ui/details/table_pane.h"
#include "ui/models/sections/io_model.h"

namespace forklore {

class IoPane : public TablePane {
    Q_OBJECT

public:
    explicit IoPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    IoPane(IoModel *model, QWidget *parent);

    IoModel *m_model;
    std::optional<IoReading> m_before; ///< of the same process
};

} // namespace forklore
