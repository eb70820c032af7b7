// SPDX-License-Identifier: GPL-3.0-or-later
//
// OperationDialog: what the dialogs that change something of a process share: it is done in another thread,
// or by the helper where one's own rights did not reach and the user asked for it.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QDialog>
#include <QPushButton>

#include "core/host/control.h"
#include "core/operation/operation.h"
#include "ui/live/helper/helper.h"
#include "ui/live/tasks.h"
#include "ui/models/operations_model.h"

namespace forklore {

class OperationDialog : public QDialog {
    Q_OBJECT

public:
    /// Who is asked where one's own rights do not reach; it outlives the dialog. Null: nobody.
    /// @param foreign the process is another user's: it is asked at once
    void setHelper(Helper *helper, bool foreign);
    /// Does it: the second step.
    [[nodiscard]] QPushButton &setButton() { return *m_set; }

signals:
    void performed(const std::vector<forklore::OperationRecord> &records);

protected:
    OperationDialog(std::shared_ptr<const Control> control, const QString &title, const QString &operation,
                    QWidget *parent);

    using Answers = std::vector<Result<Outcome>>;
    /// @param show gets an answer for each operation, in their order
    void perform(const std::vector<Operation> &operations, const std::function<void(const Answers &)> &show);
    /// After a refusal: the button goes on as administrator, where that can be. @return what stands in the
    /// way
    [[nodiscard]] QString offerHelper(const Answers &answers);
    [[nodiscard]] Tasks &tasks() { return m_tasks; }
    [[nodiscard]] const std::shared_ptr<const Control> &control() const { return m_control; }

private:
    void goOnAsAdministrator();

    std::shared_ptr<const Control> m_control;
    Tasks m_tasks;
    Helper *m_helper = nullptr;
    bool m_asAdministrator = false;
    QPushButton *m_set;
};

} // namespace forklore
