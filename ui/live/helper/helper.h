// SPDX-License-Identifier: GPL-3.0-or-later
//
// Helper: hands requests that want more rights than the user has to forklore-helper, which pkexec starts once
// the password was given. One helper serves until nobody has used it for some minutes. While it does, this
// process is closed to all others: whoever could write on its connection would act as root.
#pragma once

#include <deque>
#include <functional>

#include <memory>
#include <optional>

#include <QPointer>
#include <QProcess>

#include "core/operation/operation.h"
#include "ui/live/helper/not_dumpable.h"
#include "ui/live/helper/private_channel.h"
#include "ui/live/tasks.h"

namespace forklore {

class Helper : public QObject {
    Q_OBJECT

public:
    /// @param program where forklore-helper is
    explicit Helper(const QString &program, QObject *parent = nullptr);
    /// @param starter the program that starts it; empty: it is started as it is
    Helper(QString starter, QString program, QObject *parent = nullptr);
    ~Helper() override;

    /// Why it cannot be asked; empty: it can.
    [[nodiscard]] QString obstacle() const;
    /// The password was given, and it takes requests.
    [[nodiscard]] bool isServing() const { return m_ready; }

    /// Whether a request of this context was handed over and is not answered yet.
    [[nodiscard]] bool isAsking(const QObject *context) const
    {
        return m_asked && m_questions.front().context == context;
    }

    using Handle = std::function<void(const Result<Outcome> &)>;
    /// Only once the password was given is anything handed over, one operation at a time, what changes
    /// something before what is only read. What nobody waits for any more by then is not done.
    /// @param handle is called back later, unless the context has gone. Denied: the password was not given.
    void ask(const Operation &operation, QObject *context, Handle handle);

signals:
    /// It serves no more, or never did.
    void ended(const QString &why);

private:
    struct Question {
        bool onlyReads = false;
        std::string line;
        QPointer<QObject> context;
        Handle handle;
    };

    void start();
    void stop();
    void askNext();
    void readAnswer(const QByteArray &line);
    void decode(const QByteArray &line);
    void answer(const Result<Outcome> &result);
    void finish(int status, QProcess::ExitStatus how);
    [[nodiscard]] Error endOf(int status, QProcess::ExitStatus how);
    void failReads();
    void failAll(const Error &error);
    /// As failAll(), from the event loop: whoever asks is never answered at once.
    void failLater(const Error &error);
    void fail(const std::deque<Question> &questions, const Error &error);

    QString m_starter;
    QString m_program;
    std::unique_ptr<QProcess> m_process;
    PrivateChannel m_channel;
    std::optional<NotDumpable> m_notDumpable; ///< as long as it runs
    bool m_ready = false;                     ///< it listens
    bool m_asked = false;                     ///< the first question was handed over
    unsigned m_asking = 0;                    ///< its number; another one once it is settled
    Tasks m_decoder;                          ///< of long answers
    bool m_isFailing = false;                 ///< all are told soon that it could not be started
    std::deque<Question> m_questions;         ///< not answered yet
};

} // namespace forklore
