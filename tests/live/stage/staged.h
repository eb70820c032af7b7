// SPDX-License-Identifier: GPL-3.0-or-later
//
// Subject: a forklore-subject that stands while this object lives, in a directory of its own.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "core/process/process_id.h"

namespace forklore {

class Subject {
public:
    /// Starts it and waits until the situation stands.
    /// @param environment "NAME=value"; the test's own where empty
    explicit Subject(const QStringList &words, const QStringList &environment = {});
    ~Subject();
    Subject(const Subject &) = delete;
    Subject &operator=(const Subject &) = delete;

    /// QVERIFY2(subject.stands(), subject.complaint())
    [[nodiscard]] bool stands() const { return m_pid > 0; }
    [[nodiscard]] const char *complaint() const { return m_complaint.constData(); }

    [[nodiscard]] Pid pid() const { return m_pid; }
    /// What the subject said of itself. A fact that it did not tell ends the test program.
    [[nodiscard]] QByteArray fact(const char *name) const;
    [[nodiscard]] Pid child() const { return fact("child").toInt(); }
    /// The path of a name in its working directory.
    [[nodiscard]] QByteArray pathOf(const QByteArray &name) const;

    /// Waits for a further report.
    void awaitReport();
    /// Sends a byte over the life line, for situations with a second act.
    void giveWord();
    /// Closes the life line and waits until the subject has ended and has been reaped.
    void end();

private:
    QTemporaryDir m_directory;
    QProcess m_process;
    Pid m_pid = 0;
    QHash<QByteArray, QByteArray> m_facts;
    QByteArray m_complaint;
};

} // namespace forklore
