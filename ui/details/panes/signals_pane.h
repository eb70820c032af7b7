// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Signals: what a process does about each, and what each would do to it now.
#pragma once

#include <optional>

#include "ui/details/table_pane.h"
#include "ui/models/sections/signals_model.h"

namespace forklore {

class SignalsPane : public TablePane {
    Q_OBJECT

public:
    explicit SignalsPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    SignalsPane(SignalsModel *model, QWidget *parent);
    void setOnlySet(bool onlySet);

    SignalsModel *m_model;
    std::optional<SignalReading> m_reading;
    bool m_onlySet = false;
};

} // namespace forklore
