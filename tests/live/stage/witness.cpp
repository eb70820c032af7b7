// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/live/stage/witness.h"

#include <array>

#include <unistd.h>

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

namespace forklore::witness {

Result<QByteArray> run(const QString &program, const QStringList &arguments, const char *package)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    process.setProcessEnvironment(environment);
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return failure(ErrorKind::Unsupported, "this test needs the program " + program.toStdString() +
                                                   " as a witness; install the Debian package " + package);
    process.waitForFinished(-1);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return failure(ErrorKind::Io,
                       program.toStdString() + ": " + process.readAllStandardError().toStdString());
    return process.readAllStandardOutput();
}

Result<QByteArrayList> ps(Pid pid, const QStringList &columns)
{
    QStringList arguments = {QStringLiteral("-ww"), QStringLiteral("-p"), QString::number(pid)};
    for (const auto &column : columns)
        arguments << QStringLiteral("-o") << column + '=';
    return run(QStringLiteral("ps"), arguments, "procps").map([](const QByteArray &text) {
        return text.simplified().split(' ');
    });
}

Result<QMap<QByteArray, QByteArray>> prlimit(Pid pid)
{
    const QStringList arguments = {QStringLiteral("--pid"), QString::number(pid),
                                   QStringLiteral("--raw"), QStringLiteral("--noheadings"),
                                   QStringLiteral("-o"),    QStringLiteral("RESOURCE,SOFT,HARD")};
    return run(QStringLiteral("prlimit"), arguments, "util-linux").map([](const QByteArray &text) {
        QMap<QByteArray, QByteArray> limits;
        for (const auto &line : text.split('\n')) {
            const auto words = line.simplified().split(' ');
            if (words.size() == 3)
                limits.insert(words[0], words[1] + ':' + words[2]);
        }
        return limits;
    });
}

Result<QMap<int, OpenFile>> lsof(Pid pid)
{
    const QStringList arguments = {QStringLiteral("-w"), QStringLiteral("-n"), QStringLiteral("-P"),
                                   QStringLiteral("-p"), QString::number(pid), QStringLiteral("-FfatinT")};
    return run(QStringLiteral("lsof"), arguments, "lsof").map([](const QByteArray &text) {
        QMap<int, OpenFile> files;
        bool numbered = false;
        int fd = -1;
        for (const auto &line : text.split('\n')) {
            if (line.isEmpty())
                continue;
            const auto value = line.mid(1);
            if (line[0] == 'f') // also "cwd", "mem", …, which are no descriptors
                fd = value.toInt(&numbered);
            if (!numbered)
                continue;
            if (line[0] == 'a')
                files[fd].access = value == " " ? QByteArray() : value;
            else if (line[0] == 't')
                files[fd].type = value;
            else if (line[0] == 'i')
                files[fd].inode = value;
            else if (line[0] == 'n')
                files[fd].name = value;
        }
        return files;
    });
}

QByteArray file(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? file.readAll() : QByteArray();
}

QByteArray procFile(Pid pid, const char *name)
{
    return file("/proc/" + QByteArray::number(pid) + '/' + name);
}

QByteArray link(const QByteArray &path)
{
    std::array<char, 8192> target;
    const auto size = readlink(path.constData(), target.data(), target.size());
    return size < 0 ? QByteArray() : QByteArray(target.data(), size);
}

QByteArrayList statFields(Pid pid)
{
    const auto text = procFile(pid, "stat");
    return text.mid(text.lastIndexOf(") ") + 2).trimmed().split(' ');
}

} // namespace forklore::witness
