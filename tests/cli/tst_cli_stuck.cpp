// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command beside a process whose memory map stays locked: it answers, with errors in the fields that wait
// for that lock. The real thing is staged as root, with a file system that is frozen; what happens where it
// cannot be is tested in tst_stuck_reads.
#include <optional>

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <unistd.h>

#include "tests/cli/command.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/test_program.h"

using namespace forklore;
using namespace Qt::StringLiterals;

namespace {

bool runs(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit &&
           process.exitCode() == 0;
}

/// A small file system of its own, which can be frozen.
class FrozenDirectory {
public:
    FrozenDirectory()
    {
        if (geteuid() != 0)
            return;
        QFile image(m_place.filePath(u"image"_s));
        if (!image.open(QIODevice::WriteOnly) || !image.resize(16 << 20))
            return;
        image.close();
        QDir(m_place.path()).mkdir(u"mounted"_s);
        m_mounted = runs(u"mkfs.ext4"_s, {u"-q"_s, image.fileName()}) &&
                    runs(u"mount"_s, {u"-o"_s, u"loop"_s, image.fileName(), path()});
    }
    ~FrozenDirectory()
    {
        thaw();
        if (m_mounted)
            runs(u"umount"_s, {u"--lazy"_s, path()}); // a subject may still be about to end
    }
    FrozenDirectory(const FrozenDirectory &) = delete;
    FrozenDirectory &operator=(const FrozenDirectory &) = delete;

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] QString path() const { return m_place.filePath(u"mounted"_s); }
    [[nodiscard]] bool freeze() { return m_frozen = runs(u"fsfreeze"_s, {u"-f"_s, path()}); }
    void thaw()
    {
        if (std::exchange(m_frozen, false))
            runs(u"fsfreeze"_s, {u"-u"_s, path()});
    }

private:
    QTemporaryDir m_place;
    bool m_mounted = false;
    bool m_frozen = false;
};

/// Whether so many threads come to wait in the kernel.
bool comeToWait(Pid pid, qsizetype threads)
{
    const QDeadlineTimer deadline(60'000);
    while (!deadline.hasExpired()) {
        qsizetype waiting = 0;
        const auto tasks = u"/proc/%1/task"_s.arg(pid);
        for (const auto &thread : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            waiting +=
                witness::file(QFile::encodeName(tasks + u'/' + thread + u"/stat"_s)).contains(") D ") ? 1 : 0;
        if (waiting == threads)
            return true;
        QThread::yieldCurrentThread();
    }
    return false;
}

} // namespace

class CliStuck : public QObject {
    Q_OBJECT

private slots:
    void aProcessThatCannotBeRead();
};

void CliStuck::aProcessThatCannotBeRead()
{
    std::optional<Subject> subject; // ends only after the directory has thawed
    FrozenDirectory directory;
    if (!directory.isMounted()) {
        qInfo("a file system that can be frozen cannot be made here: tst_stuck_reads tries what follows");
        return;
    }
    subject.emplace(QStringList{u"stuck"_s, directory.path() + u"/file"_s});
    QVERIFY2(subject->stands(), subject->complaint());
    const auto pid = subject->pid();
    QVERIFY(directory.freeze());
    subject->giveWord();
    subject->awaitReport();
    QVERIFY2(subject->stands(), subject->complaint());
    QVERIFY(comeToWait(pid, 1));
    subject->giveWord();
    QVERIFY(comeToWait(pid, 2));

    // A leak check stops all threads, and one that waits in the kernel does not stop.
    const Setting setting{{u"LC_ALL=C.UTF-8"_s, u"ASAN_OPTIONS=detect_leaks=0"_s}, {}};
    const auto listed = runCommand({u"list"_s, u"--json"_s}, setting);
    QVERIFY2(listed.status == 0, listed.text());
    const auto process = objectWith(listed.json()["processes"], u"pid"_s, pid);
    QCOMPARE(errorKind(process["argv"]), u"io"_s);
    QCOMPARE(process["comm"].toString(), u"forklore-subjec"_s);
    QVERIFY(process["rss_bytes"].toInteger() > 0);
    QVERIFY(process["fd_count"].toInteger() > 0);
    const auto self = objectWith(listed.json()["processes"], u"pid"_s, static_cast<int>(getpid()));
    QVERIFY(self["argv"].isArray());

    const auto shown = runCommand({u"show"_s, QString::number(pid), u"--json"_s}, setting);
    QVERIFY2(shown.status == 0, shown.text());
    const auto sections = shown.json()["sections"].toObject();
    for (const auto *section : {"arguments", "environment"})
        QCOMPARE(errorKind(sections[QLatin1String(section)]), u"io"_s);
    QCOMPARE(errorKind(sections["names"].toObject()["argv0"]), u"io"_s);
    QVERIFY(sections["limits"].isArray());
    QVERIFY(sections["descriptors"].isArray());
    QVERIFY(sections["memory"].toObject()["rss_bytes"].toInteger() > 0);
    QCOMPARE(runCommand({u"tree"_s, QString::number(pid)}, setting).status, 0);
}

static const forklore::TestClass<CliStuck> testClass(__FILE__);
#include "tst_cli_stuck.moc"
