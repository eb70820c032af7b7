// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/listening.h"

#include <signal.h>
#include <unistd.h>

#include <QJsonDocument>

#include "tests/cli/command.h"

namespace forklore {
namespace {

constexpr int patience = 20'000; // ms

} // namespace

Listening::Listening(const QStringList &arguments, int output)
{
    if (output >= 0)
        m_process.setChildProcessModifier([output] { dup2(output, STDOUT_FILENO); });
    m_process.start(commandPath(), arguments, QIODevice::ReadOnly);
    if (output < 0 && !awaitLine())
        qWarning("%s", errors().constData());
}

Listening::~Listening()
{
    m_process.kill();
    m_process.waitForFinished(-1);
}

QList<QJsonObject> Listening::events() const
{
    QList<QJsonObject> events;
    for (qsizetype line = 1; line < m_lines.size(); ++line)
        events += object(line);
    return events;
}

const QJsonObject Listening::event(const QString &kind, qint64 pid, const Wish &wish)
{
    qsizetype line = 0;
    do {
        for (; line < m_lines.size(); ++line) {
            auto event = object(line);
            if (event.value("kind") == kind && event.value("pid") == pid && (!wish || wish(event)))
                return event;
        }
    } while (awaitLine());
    qWarning("no such %s of %lld", qPrintable(kind), pid);
    return {};
}

int Listening::awaitEnd()
{
    if (!m_process.waitForFinished(patience))
        return -1;
    takeLines();
    if (m_process.bytesAvailable() > 0)
        qWarning("a line is cut: %s", m_process.readAll().constData());
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : 128 + m_process.exitCode();
}

int Listening::end(int signal)
{
    kill(static_cast<pid_t>(m_process.processId()), signal);
    return awaitEnd();
}

bool Listening::awaitLine()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(patience))
            return false;
    }
    takeLines();
    return true;
}

void Listening::takeLines()
{
    while (m_process.canReadLine())
        m_lines += m_process.readLine();
}

QJsonObject Listening::object(qsizetype line) const
{
    auto object = QJsonDocument::fromJson(m_lines.value(line)).object();
    if (object.isEmpty())
        qWarning("no JSON object: %s", m_lines.value(line).constData());
    return object;
}

} // namespace forklore
