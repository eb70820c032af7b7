// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panes that are tables alone: limits, environment, arguments.
#pragma once

#include "ui/details/table_pane.h"
#include "ui/models/sections/arguments_model.h"
#include "ui/models/sections/environment_model.h"
#include "ui/models/sections/limits_model.h"

namespace forklore {

class LimitsPane : public TablePane {
    Q_OBJECT

public:
    explicit LimitsPane(QWidget *parent = nullptr);

    void setEditable(bool editable) { table()->setColumnHidden(limitEditColumn, !editable); }

signals:
    void editWanted(const forklore::ProcessId &id, const forklore::LimitUsage &limit);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    LimitsPane(LimitsModel *model, QWidget *parent);
    LimitsModel *m_model;
};

class EnvironmentPane : public TablePane {
    Q_OBJECT

public:
    explicit EnvironmentPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    EnvironmentPane(EnvironmentModel *model, QWidget *parent);
    void setSecretsShown(bool shown);

    EnvironmentModel *m_model;
    Environment m_environment;
    bool m_secretsShown = false;
};

class ArgumentsPane : public TablePane {
    Q_OBJECT

public:
    explicit ArgumentsPane(QWidget *parent = nullptr);

protected:
    void show(const Inspection &inspection, bool fresh) override;

private:
    ArgumentsPane(ArgumentsModel *model, QWidget *parent);
    void copyAs(QString (*write)(const std::vector<std::string> &)) const;

    ArgumentsModel *m_model;
};

} // namespace forklore
