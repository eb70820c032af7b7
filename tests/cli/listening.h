// SPDX-License-Identifier: GPL-3.0-or-later
//
// Listening: a `forklore-cli events` that runs, and what it has told so far.
#pragma once

#include <functional>

#include <QByteArrayList>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include "core/process/process_id.h"

namespace forklore {

class Listening {
public:
    using Wish = std::function<bool(const QJsonObject &)>;

    /// Starts it and waits for its first line: from there on it listens.
    /// @param output where its lines go in place of here, and are not waited for; -1: nowhere else
    explicit Listening(const QStringList &arguments, int output = -1);
    ~Listening();
    Listening(const Listening &) = delete;
    Listening &operator=(const Listening &) = delete;

    /// The first line.
    [[nodiscard]] const QJsonObject source() const { return object(0); }
    [[nodiscard]] bool isComplete() const { return source()["complete"].toBool(); }

    /// The first event of that kind and process, waited for if need be. Empty: it did not come.
    /// @param wish what else it must be
    const QJsonObject event(const QString &kind, qint64 pid, const Wish &wish = {});
    /// All lines so far.
    [[nodiscard]] const QByteArrayList &lines() const { return m_lines; }
    /// All events so far.
    [[nodiscard]] QList<QJsonObject> events() const;

    /// Waits until it has ended, and for all that it tells until then. Returns the exit status, as Run has
    /// it.
    int awaitEnd();
    /// Asks it to end before.
    int end(int signal);
    [[nodiscard]] QByteArray errors() { return m_process.readAllStandardError(); }

private:
    bool awaitLine();
    void takeLines();
    [[nodiscard]] QJsonObject object(qsizetype line) const;

    QProcess m_process;
    QByteArrayList m_lines;
};

} // namespace forklore
