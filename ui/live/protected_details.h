// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProtectedDetails: where the kernel hides a section of another user's process, the helper is asked for it,
// once the person has unlocked that.
#pragma once

#include <optional>

#include <QObject>

#include "ui/live/helper.h"
#include "ui/models/inspection.h"

namespace forklore {

class ProtectedDetails : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// @param helper who is asked; outlives this. Null: nobody, what is hidden stays so
    void setHelper(Helper *helper) { m_helper = helper; }
    void setUnlocked(bool unlocked) { m_unlocked = unlocked; }

    /// Passes it on, with what was hidden in it when that comes.
    void take(const Inspection &inspection);

signals:
    void inspected(const forklore::Inspection &inspection);
    /// It was not allowed after all: nothing more is asked.
    void lockedAgain(const QString &why);

private:
    void takeAnswer(Inspection inspection, const Result<std::string> &answer);

    Helper *m_helper = nullptr;
    bool m_unlocked = false;
    bool m_asking = false;
};

} // namespace forklore
