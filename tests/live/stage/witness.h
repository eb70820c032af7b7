// SPDX-License-Identifier: GPL-3.0-or-later
//
// Independent witnesses: what other programs, and the plainest reading of /proc, say of a process.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QMap>
#include <QStringList>

#include "core/base/result.h"
#include "core/process/process_id.h"

namespace forklore::witness {

/// What a program prints, in the C locale. A missing program is an Error that names the Debian package.
[[nodiscard]] Result<QByteArray> run(const QString &program, const QStringList &arguments,
                                     const char *package);

/// The columns of ps(1), one word each: ps(pid, {"ppid", "stat"}).
[[nodiscard]] Result<QByteArrayList> ps(Pid pid, const QStringList &columns);

/// "soft:hard" by name of the resource, from prlimit(1).
[[nodiscard]] Result<QMap<QByteArray, QByteArray>> prlimit(Pid pid);

struct OpenFile {
    QByteArray access; ///< "r", "w", "u"; empty where lsof knows none
    QByteArray type;   ///< "REG", "DIR", "FIFO", …
    QByteArray inode;
    QByteArray name;
};
/// By descriptor, from lsof(8).
[[nodiscard]] Result<QMap<int, OpenFile>> lsof(Pid pid);

/// The bytes of a file; empty where it cannot be read.
[[nodiscard]] QByteArray file(const QByteArray &path);
/// As file(), of /proc/PID/NAME.
[[nodiscard]] QByteArray procFile(Pid pid, const char *name);
/// The text of a symbolic link.
[[nodiscard]] QByteArray link(const QByteArray &path);
/// The fields of stat from the third on, so that field(n) of proc_pid_stat(5) is at n - 3.
[[nodiscard]] QByteArrayList statFields(Pid pid);

} // namespace forklore::witness
