// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Credentials: in whose name a process acts, with which powers, and where it lives.
#pragma once

#include "ui/details/fact_grid.h"
#include "ui/details/pane.h"

namespace forklore {

class CredentialsPane : public Pane {
    Q_OBJECT

public:
    explicit CredentialsPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    FactGrid *m_facts;
};

} // namespace forklore
