// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/staged.h"

#include <filesystem>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QThread>

#include "tests/live/stage/witness.h"

namespace forklore {
namespace {

constexpr int patience =
    120'000; // for a machine under load; a subject that fails ends, and is not waited for

} // namespace

Subject::Subject(const QStringList &words, const QStringList &environment)
{
    // Other users that the subject becomes must be able to pass.
    QFile::setPermissions(m_directory.path(),
                          QFile::permissions(m_directory.path()) | QFile::ReadOther | QFile::ExeOther);
    if (!environment.isEmpty()) {
        QProcessEnvironment block;
        for (const auto &entry : environment)
            block.insert(entry.section('=', 0, 0), entry.section('=', 1));
        m_process.setProcessEnvironment(block);
    }
    m_process.setWorkingDirectory(m_directory.path());
    m_process.start(QStringLiteral(FORKLORE_SUBJECT), words);
    awaitReport();
}

Subject::~Subject()
{
    end();
    // Not by Qt: there may be a name in it that is not UTF-8.
    std::error_code ignored;
    std::filesystem::remove_all(m_directory.path().toStdString(), ignored);
}

QByteArray Subject::fact(const char *name) const
{
    const auto known = m_facts.constFind(name);
    if (known == m_facts.constEnd())
        qFatal("the subject did not tell \"%s\"", name);
    return *known;
}

QByteArray Subject::pathOf(const QByteArray &name) const
{
    return QFile::encodeName(QDir(m_directory.path()).canonicalPath()) + '/' + name;
}

void Subject::awaitReport()
{
    m_pid = 0;
    while (!m_process.canReadLine() && m_process.waitForReadyRead(patience)) {
    }
    auto words = m_process.readLine().trimmed().split(' ');
    if (words.size() < 2 || words.takeFirst() != "ready") {
        m_process.closeWriteChannel();
        m_process.waitForFinished(patience);
        m_complaint = "the subject did not stand: " + m_process.errorString().toLocal8Bit() + "; " +
                      m_process.readAllStandardError();
        return;
    }
    m_pid = words.takeFirst().toInt();
    for (const auto &word : words) {
        const auto equals = word.indexOf('=');
        m_facts.insert(word.left(equals), word.mid(equals + 1));
    }
    // It reports before it waits, and is for a moment still on its way to sleep.
    const QDeadlineTimer deadline(patience);
    while (witness::statFields(m_pid).value(0) == "R" && !deadline.hasExpired())
        QThread::yieldCurrentThread();
}

void Subject::giveWord()
{
    m_process.write("!");
    m_process.waitForBytesWritten(patience);
}

void Subject::end()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(patience)) {
        m_process.kill();
        m_process.waitForFinished(patience);
    }
}

} // namespace forklore
