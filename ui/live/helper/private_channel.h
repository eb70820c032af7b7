// SPDX-License-Identifier: GPL-3.0-or-later
//
// PrivateChannel: lines to and from a program that this one starts, on a socket pair. Unlike a pipe it cannot
// be opened a second time through /proc/PID/fd: only the two ends that are handed out exist.
#pragma once

#include <memory>

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

#include "core/base/file.h"

namespace forklore {

class PrivateChannel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Makes a new pair; one that is open is closed before. @return false: there are no descriptors left
    bool open();
    /// For the program that is started; -1: none.
    [[nodiscard]] int otherEnd() const { return m_otherEnd.get(); }
    /// Once it was handed over.
    void closeOtherEnd() { m_otherEnd = FileDescriptor(); }
    void close();

    /// Never waits. @return false: there is no room, as nobody reads, or it is closed
    bool write(const QByteArray &bytes);
    /// What has come and was not announced yet.
    void read();

signals:
    /// Without its line end.
    void lineCame(const QByteArray &line);

private:
    FileDescriptor m_end;
    FileDescriptor m_otherEnd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_received; ///< after the last line end
};

} // namespace forklore
