// SPDX-License-Identifier: GPL-3.0-or-later
//
// Helper: hands deeds that want more rights than the person has to forklore-helper, which pkexec starts once
// the password was given. One helper serves until it is idle for some minutes.
#pragma once

#include <deque>
#include <functional>

#include <QPointer>
#include <QProcess>

#include "core/control/deed.h"

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

    using Take = std::function<void(const Result<std::string> &)>;
    /// Only once the password was given is anything handed over, one deed at a time: what nobody waits for
    /// any more by then is not done.
    /// @param take is called back later, unless the context has gone. Denied: the password was not given.
    void ask(const Deed &deed, QObject *context, Take take);

private:
    struct Question {
        std::string line;
        QPointer<QObject> context;
        Take take;
    };

    void start();
    void askNext();
    void readAnswers();
    void answer(const Result<std::string> &result);
    void failAll(const Error &error);

    QString m_starter;
    QString m_program;
    QProcess m_process;
    bool m_ready = false;             ///< it listens
    bool m_asked = false;             ///< the first question was handed over
    std::deque<Question> m_questions; ///< not answered yet
};

} // namespace forklore
