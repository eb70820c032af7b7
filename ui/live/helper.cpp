// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper.h"

#include <QFileInfo>
#include <QStandardPaths>

#include "core/base/descriptor_budget.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// What pkexec says when it ends with status 127, in words that say what to do.
std::string refusalOf(const QByteArray &said)
{
    if (said.contains("No authentication agent"))
        return "nobody can ask for the password: no authentication agent of polkit runs in this session; "
               "start one, or start Forklore as root";
    const auto line = said.trimmed().split('\n').constFirst();
    return line.isEmpty() ? "pkexec did not allow it" : "pkexec did not allow it: " + line.toStdString();
}

} // namespace

Helper::Helper(const QString &program, QObject *parent) : Helper(u"pkexec"_s, program, parent) {}

Helper::Helper(QString starter, QString program, QObject *parent)
    : QObject(parent), m_starter(std::move(starter)), m_program(std::move(program))
{
    m_process.setChildProcessModifier(&restoreDescriptorLimit);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &Helper::readAnswers);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failAll({ErrorKind::Unsupported, "the helper could not be started"});
    });
    connect(&m_process, &QProcess::finished, this, [this](int status) {
        constexpr int dismissed = 126; // of pkexec
        constexpr int notAuthorized = 127;
        readAnswers();
        const bool idle = status == 0 && !m_asked;
        if (idle && !m_questions.empty())
            start(); // it left just when it was to be asked
        else if (status == dismissed)
            failAll({ErrorKind::Denied, "the password was not given"});
        else if (status == notAuthorized && !m_starter.isEmpty())
            failAll({ErrorKind::Denied, refusalOf(m_process.readAllStandardError())});
        else
            failAll({ErrorKind::Denied, "the helper was not allowed to work"});
    });
}

Helper::~Helper()
{
    disconnect(&m_process, nullptr, this, nullptr);
    m_process.closeWriteChannel(); // it ends by itself
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(500))
        m_process.kill();
}

QString Helper::obstacle() const
{
    if (!m_starter.isEmpty() && QStandardPaths::findExecutable(m_starter).isEmpty())
        return tr("%1 is not installed").arg(m_starter);
    const QFileInfo program(m_program);
    if (!program.isExecutable())
        return tr("forklore-helper is not installed");
    const auto others = QFileDevice::WriteGroup | QFileDevice::WriteOther;
    if (!m_starter.isEmpty() && (program.ownerId() != 0 || (program.permissions() & others) != 0))
        return tr("forklore-helper is not root's alone, and is not trusted");
    return {};
}

void Helper::start()
{
    m_ready = false;
    m_asked = false;
    if (m_starter.isEmpty())
        m_process.start(m_program, QStringList());
    else
        m_process.start(m_starter, {m_program});
}

void Helper::ask(const Deed &deed, QObject *context, Take take)
{
    m_questions.push_back({lineOf(deed) + '\n', context, std::move(take)});
    if (m_process.state() == QProcess::NotRunning)
        start();
    else
        askNext();
}

void Helper::askNext()
{
    while (!m_asked && !m_questions.empty() && !m_questions.front().context)
        m_questions.pop_front(); // nobody waits for it any more
    if (!m_ready || m_asked || m_questions.empty())
        return;
    m_asked = true;
    m_process.write(QByteArray::fromStdString(m_questions.front().line));
}

void Helper::readAnswers()
{
    while (m_process.canReadLine()) {
        const auto line = m_process.readLine().trimmed();
        if (std::exchange(m_ready, true) && m_asked)
            answer(parseAnswer({line.constData(), static_cast<std::size_t>(line.size())}));
        askNext();
    }
}

void Helper::answer(const Result<std::string> &result)
{
    const auto question = std::move(m_questions.front());
    m_questions.pop_front();
    m_asked = false;
    if (question.context)
        question.take(result);
}

void Helper::failAll(const Error &error)
{
    while (!m_questions.empty())
        answer(Failure(error));
}

} // namespace forklore
