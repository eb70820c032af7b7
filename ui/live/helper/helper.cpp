// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/helper.h"

#include <algorithm>
#include <iterator>

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <unistd.h>

#include <fmt/format.h>

#include "core/base/descriptor_budget.h"
#include "core/codec/operation_document.h"
#include "core/host/own_process.h"
#include "ui/live/helper/trusted_path.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// What pkexec says when it ends with status 127, in words that say what to do.
std::string refusalOf(const QByteArray &said)
{
    if (said.contains("No authentication agent"))
        return "the password cannot be asked for: no authentication agent of polkit runs in this session; "
               "start one, or start Forklore as root";
    const auto line = said.trimmed().split('\n').constFirst();
    return line.isEmpty() ? "pkexec did not allow it" : "pkexec did not allow it: " + line.toStdString();
}

} // namespace

Helper::Helper(const QString &program, QObject *parent) : Helper(u"pkexec"_s, program, parent) {}

Helper::Helper(QString starter, QString program, QObject *parent)
    : QObject(parent),
      m_starter(std::move(starter)),
      m_program(std::move(program)),
      m_process(std::make_unique<QProcess>())
{
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->setChildProcessModifier([this] {
        restoreDescriptorLimit();
        dup2(m_channel.otherEnd(), STDIN_FILENO);
    });
    connect(&m_channel, &PrivateChannel::lineCame, this, &Helper::readAnswer);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            failLater({ErrorKind::Unsupported, "the helper could not be started"});
    });
    connect(m_process.get(), &QProcess::finished, this, &Helper::finish);
}

Helper::~Helper()
{
    disconnect(m_process.get(), nullptr, this, nullptr);
    m_channel.close(); // it ends by itself
    if (m_process->state() == QProcess::NotRunning || m_process->waitForFinished(500))
        return;
    m_process->kill();
    if (!m_process->waitForFinished(500))
        static_cast<void>(m_process.release()); // root's: its end is not for us to wait for
}

namespace {

constexpr const char *tracedText = "Forklore is being traced by another program, which could use its rights";

} // namespace

QString Helper::obstacle() const
{
    if (!m_starter.isEmpty() && QStandardPaths::findExecutable(m_starter).isEmpty())
        return tr("%1 is not installed").arg(m_starter);
    const QFileInfo program(m_program);
    if (!program.isExecutable())
        return tr("forklore-helper is not installed");
    if (m_starter.isEmpty())
        return {};
    if (const auto part = untrustedPart(QFile::encodeName(program.absoluteFilePath()).toStdString()))
        return tr("forklore-helper is not trusted: others than root can change %1").arg(displayText(*part));
    if (isTraced())
        return tr(tracedText);
    return {};
}

void Helper::start()
{
    m_ready = false;
    m_asked = false;
    if (!m_notDumpable) // to make it anew would open this process for a moment
        m_notDumpable.emplace();
    if (!m_starter.isEmpty() && isTraced()) // whoever attached before this process was closed stays attached
        return failLater({ErrorKind::Denied, tracedText});
    if (!m_channel.open())
        return failLater({ErrorKind::Io, "there are no descriptors left to reach the helper"});
    if (m_starter.isEmpty())
        m_process->start(m_program, QStringList());
    else
        m_process->start(m_starter, {m_program});
    m_channel.closeOtherEnd();
}

void Helper::ask(const Operation &operation, QObject *context, Handle handle)
{
    const bool onlyReads = std::holds_alternative<ReadProtected>(operation.action);
    const auto waiting = m_questions.begin() + (m_asked ? 1 : 0);
    const auto place = onlyReads
                           ? m_questions.end()
                           : std::find_if(waiting, m_questions.end(), std::mem_fn(&Question::onlyReads));
    m_questions.insert(place, {onlyReads, encode(operation) + '\n', context, std::move(handle)});
    if (m_isFailing)
        return;
    if (m_process->state() == QProcess::NotRunning)
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
    ++m_asking;
    if (!m_channel.write(QByteArray::fromStdString(m_questions.front().line)))
        m_channel.close(); // then it ends, and all are told
}

void Helper::readAnswer(const QByteArray &line)
{
    const std::string_view text(line.constData(), static_cast<std::size_t>(line.size()));
    if (!m_ready && !isHello(text))
        return failAll({ErrorKind::Unsupported, "forklore-helper is of another version than Forklore"});
    if (std::exchange(m_ready, true) && m_asked)
        decode(line);
    askNext();
}

/// A long one in another thread: of a hundred thousand sockets it takes half a second.
void Helper::decode(const QByteArray &line)
{
    constexpr qsizetype maxShort = 64 << 10;
    const auto parse = [line] {
        return parseAnswer({line.constData(), static_cast<std::size_t>(line.size())});
    };
    if (line.size() <= maxShort)
        return answer(parse());
    m_decoder.run(parse, [this, asking = m_asking](const Result<Outcome> &result) {
        if (!m_asked || asking != m_asking)
            return; // it was given up meanwhile
        answer(result);
        askNext();
    });
}

void Helper::answer(const Result<Outcome> &result)
{
    const auto question = std::move(m_questions.front());
    m_questions.pop_front();
    m_asked = false;
    if (question.context)
        question.handle(result);
}

void Helper::finish(int status, QProcess::ExitStatus how)
{
    m_channel.read();
    const bool wasServing = m_ready;
    const bool idle = how == QProcess::NormalExit && status == 0 && !m_asked;
    if (!idle)
        return failAll(endOf(status, how));
    failReads(); // a pane that refreshes itself is no reason to ask for the password
    if (m_questions.empty())
        stop();
    else if (wasServing)
        start(); // it left just when it was to be asked
    else
        failAll(endOf(status, how));
}

Error Helper::endOf(int status, QProcess::ExitStatus how)
{
    constexpr int dismissed = 126; // of pkexec
    constexpr int notAuthorized = 127;
    const auto said = m_process->readAllStandardError();
    if (m_ready)
        return {ErrorKind::Io, how == QProcess::CrashExit
                                   ? "forklore-helper ended unexpectedly (killed by a signal)"
                                   : fmt::format("forklore-helper ended unexpectedly (status {})", status)};
    if (!m_starter.isEmpty() && status == dismissed)
        return {ErrorKind::Denied, "the password was not given"};
    if (!m_starter.isEmpty() && status == notAuthorized)
        return {ErrorKind::Denied, refusalOf(said)};
    const auto reason = said.trimmed().split('\n').constFirst().toStdString();
    return {ErrorKind::Denied, reason.empty() ? "forklore-helper ended before it served"
                                              : "forklore-helper did not serve: " + reason};
}

void Helper::stop()
{
    m_ready = false;
    m_asked = false;
    m_channel.close();
    m_notDumpable.reset();
}

void Helper::fail(const std::deque<Question> &questions, const Error &error)
{
    emit ended(forklore::displayText(error.message));
    for (const auto &question : questions) {
        if (question.context)
            question.handle(Failure(error));
    }
}

void Helper::failReads()
{
    m_ready = false;
    const auto reads = std::stable_partition(m_questions.begin(), m_questions.end(),
                                             std::not_fn(std::mem_fn(&Question::onlyReads)));
    std::deque<Question> failed(std::make_move_iterator(reads), std::make_move_iterator(m_questions.end()));
    m_questions.erase(reads, m_questions.end());
    fail(failed, {ErrorKind::Denied, "the helper was not used for some minutes"});
}

void Helper::failAll(const Error &error)
{
    stop();
    fail(std::exchange(m_questions, {}), error); // one that is asked from there starts it anew
}

void Helper::failLater(const Error &error)
{
    m_isFailing = true;
    const auto tell = [this, error] {
        m_isFailing = false;
        failAll(error);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

} // namespace forklore
