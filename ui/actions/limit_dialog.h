// SPDX-License-Identifier: GPL-3.0-or-later
//
// LimitDialog: changes one resource limit of a process. What cannot be is said beside the field, and the old
// value stays.
#pragma once

#include <QLabel>
#include <QLineEdit>

#include "core/operation/limit_change.h"
#include "core/process/process_ref.h"
#include "ui/actions/operation_dialog.h"

namespace forklore {

/// A limit's value as a user types it, exact: "64 MiB", "1024", "unlimited".
[[nodiscard]] QString limitInput(Resource resource, const LimitValue &value);

class LimitDialog : public OperationDialog {
    Q_OBJECT

public:
    /// @param limit as it was at the click
    LimitDialog(std::shared_ptr<const Control> control, ProcessRef process, LimitUsage limit,
                QWidget *parent = nullptr);

private:
    struct Side {
        QLineEdit *field;
        QLabel *problem; ///< beside it
    };

    void layOut();
    [[nodiscard]] Side makeSide(const QString &name, const LimitValue &value) const;
    void check();
    void set();
    void showAnswer(const Result<Outcome> &answer, const LimitChange &change);
    [[nodiscard]] LimitChange change() const;

    ProcessRef m_process;
    LimitUsage m_limit;
    Side m_soft;
    Side m_hard;
    QLabel *m_warning;
};

} // namespace forklore
