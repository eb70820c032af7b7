// SPDX-License-Identifier: GPL-3.0-or-later
//
// The helper with a connection to this test, and a process for it to act upon.
#pragma once

#include <QProcess>
#include <QTest>

#include <array>
#include <cstddef>
#include <memory>

#include <sys/socket.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/codec/operation_document.h"
#include "core/codec/sections.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"

namespace forklore::helper_client {

inline const auto program = QStringLiteral(FORKLORE_HELPER);

struct Run {
    QByteArray output;
    QByteArray errors;
    int status = -1;
};

inline QProcessEnvironment calledFor(const char *who)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("PKEXEC_UID"));
    if (who != nullptr)
        environment.insert(QStringLiteral("PKEXEC_UID"), QString::fromLatin1(who));
    return environment;
}

/// Who runs this test, and thus makes the connection.
inline QByteArray self()
{
    return QByteArray::number(geteuid());
}

/// A helper with a connection that this test holds.
class Client {
public:
    explicit Client(const QByteArray &who = self(), const QStringList &arguments = {})
    {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            qFatal("there is no socket pair");
        m_end = FileDescriptor(ends[0]);
        m_process.setProcessEnvironment(calledFor(who.isEmpty() ? nullptr : who.constData()));
        m_process.setStandardInputFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([&] { dup2(ends[1], STDIN_FILENO); });
        m_process.start(program, arguments);
        m_process.waitForStarted();
        ::close(ends[1]);
    }

    /// Without its line end; empty when the helper has closed the connection.
    QByteArray readLine()
    {
        for (;;) {
            if (const auto end = m_received.indexOf('\n'); end >= 0) {
                const auto line = m_received.left(end);
                m_received.remove(0, end + 1);
                return line;
            }
            std::array<char, 65536> bytes{};
            const auto count = read(m_end.get(), bytes.data(), bytes.size());
            if (count <= 0)
                return {};
            m_received.append(bytes.data(), count);
        }
    }
    void write(const QByteArray &bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            const auto count = send(m_end.get(), bytes.constData() + at,
                                    static_cast<std::size_t>(bytes.size() - at), MSG_NOSIGNAL);
            if (count <= 0)
                return; // it does not listen any more
            at += count;
        }
    }
    void endInput() { shutdown(m_end.get(), SHUT_WR); }
    [[nodiscard]] Pid pid() const { return static_cast<Pid>(m_process.processId()); }
    [[nodiscard]] int end() const { return m_end.get(); }

    Run finish()
    {
        QByteArray output;
        for (auto line = readLine(); !line.isEmpty(); line = readLine())
            output += line + '\n';
        m_process.waitForFinished(20'000);
        return {output, m_process.readAllStandardError(), m_process.exitCode()};
    }

private:
    FileDescriptor m_end;
    QProcess m_process;
    QByteArray m_received;
};

inline Run run(const QByteArray &input, const QByteArray &who = self(), const QStringList &arguments = {})
{
    Client client(who, arguments);
    if (isHello(view(client.readLine()))) {
        client.write(input);
        client.endInput();
    }
    return client.finish();
}

inline QByteArray line(const Operation &operation)
{
    return QByteArray::fromStdString(encode(operation)) + '\n';
}

/// "done soft 5, hard 6", "section io", "denied the hard limit …": each answer in words.
inline QByteArrayList answersIn(const Run &run)
{
    QByteArrayList answers;
    for (const auto &text : run.output.trimmed().split('\n')) {
        const auto answer = parseAnswer(view(text));
        if (!answer)
            answers += kindOf(answer) + ' ' + bytes(answer.error().message);
        else if (const auto *words = std::get_if<std::string>(&*answer))
            answers += "done " + bytes(*words);
        else
            answers += "section " + bytes(traits(sectionOf(std::get<ProtectedSection>(*answer))).name);
    }
    return answers;
}

inline ProcessId idOf(Pid pid)
{
    return inspectorOfMachine()->idOf(pid).value();
}

inline bool lives(Pid pid)
{
    const auto state = witness::statFields(pid).value(0);
    return !state.isEmpty() && state != "Z";
}

class HelperClient : public QObject {
protected:
    /// Starts the process.
    void begin();
    [[nodiscard]] Pid pid() const { return m_subject->pid(); }
    std::unique_ptr<Subject> m_subject;
};

inline void HelperClient::begin()
{
    m_subject = std::make_unique<Subject>(QStringList{"plain"});
    QVERIFY2(m_subject->stands(), m_subject->complaint());
}

} // namespace forklore::helper_client
