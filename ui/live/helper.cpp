// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace forklore {

using namespace Qt::StringLiterals;

Helper::Helper(const QString &program, QObject *parent) : Helper(u"pkexec"_s, program, parent) {}

Helper::Helper(QString starter, QString program, QObject *parent)
    : QObject(parent), m_starter(std::move(starter)), m_program(std::move(program))
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &Helper::readAnswers);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failAll({ErrorKind::Unsupported, "the helper could not be started"});
    });
    connect(&m_process, &QProcess::finished, this, [this](int status) {
        constexpr int dismissed = 126; // of pkexec
        readAnswers();
        if (status == dismissed)
            failAll({ErrorKind::Denied, "the password was not given"});
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
    if (!QFileInfo(m_program).isExecutable())
        return tr("forklore-helper is not installed");
    return {};
}

void Helper::start()
{
    if (m_starter.isEmpty())
        m_process.start(m_program, QStringList());
    else
        m_process.start(m_starter, {m_program});
}

void Helper::ask(const Deed &deed, QObject *context, Take take)
{
    m_questions.push_back({context, std::move(take)});
    if (m_process.state() == QProcess::NotRunning)
        start();
    m_process.write(QByteArray::fromStdString(lineOf(deed) + '\n'));
}

void Helper::readAnswers()
{
    while (m_process.canReadLine() && !m_questions.empty()) {
        const auto line = m_process.readLine().trimmed();
        answer(parseAnswer({line.constData(), static_cast<std::size_t>(line.size())}));
    }
}

void Helper::answer(const Result<std::string> &result)
{
    const auto question = std::move(m_questions.front());
    m_questions.pop_front();
    if (question.context)
        question.take(result);
}

void Helper::failAll(const Error &error)
{
    while (!m_questions.empty())
        answer(Failure(error));
}

} // namespace forklore
