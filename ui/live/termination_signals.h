// SPDX-License-Identifier: GPL-3.0-or-later
//
// TerminationSignals: SIGTERM, SIGINT and SIGHUP as a Qt signal, so that the program can end in an orderly
// way. SIGTERM or SIGINT, when it comes a second time, ends it at once. One that was ignored from the start,
// as nohup(1) does, stays so.
#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

#include "core/base/file.h"

namespace forklore {

class TerminationSignals : public QObject {
    Q_OBJECT

public:
    /// There may be one of them.
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

signals:
    void received(int signal);

private:
    FileDescriptor m_input;
    FileDescriptor m_output;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace forklore
