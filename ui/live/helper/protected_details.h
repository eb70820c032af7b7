// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProtectedDetails: where the kernel hides a section of another user's process, the helper is asked for it,
// once the user has unlocked that.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "ui/live/helper/helper.h"
#include "ui/models/sections/inspection.h"

namespace forklore {

class ProtectedDetails : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// @param helper who is asked; outlives this. Null: nobody, what is hidden stays so
    void setHelper(Helper *helper);
    void setUnlocked(bool unlocked);

    /// Passes it on: at once while the password is asked for, and again with what was hidden in it when that
    /// comes.
    void handle(const Inspection &inspection);

signals:
    void inspected(const forklore::Inspection &inspection);
    /// It was not allowed after all: nothing more is asked.
    void lockedAgain(const QString &why);

private:
    struct Key {
        ProcessId id;
        Section section;

        bool operator==(const Key &) const = default;
    };

    void ask(const Inspection &inspection, const Key &key);
    void handleAnswer(Inspection inspection, const Key &key, const Result<Outcome> &answer);
    void lock(const QString &why);

    Helper *m_helper = nullptr;
    bool m_unlocked = false;
    std::optional<Key> m_asked;         ///< its answer has not come
    std::optional<Key> m_filled;        ///< its last answer was passed on with what was hidden
    std::unique_ptr<QObject> m_context; ///< of the request; without it none is wanted any more
};

} // namespace forklore
