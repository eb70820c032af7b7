// SPDX-License-Identifier: GPL-3.0-or-later
//
// The record of whom Forklore has stopped: what is written is read again, and nothing else is believed.
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <set>

#include <unistd.h>

#include "core/host/linux/control/stop_guard.h"
#include "core/host/linux/control/stop_journal.h"
#include "tests/support/bytes.h"
#include "tests/support/gate.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

StopRecord record()
{
    return {"machine", "0f-boot", "pid:[1]", {700, 5}, {{41, 100}, {42, 18446744073709551614u}}};
}

} // namespace

class StopJournalTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenIsRead()
    {
        const auto read = parseStopRecord(text(record()));
        QVERIFY2(read, why(read));
        QVERIFY(*read == record());
    }

    void whatIsNotWholeIsNotBelieved()
    {
        const auto whole = text(record());
        for (std::size_t length = 0; length + 1 < whole.size(); ++length)
            QCOMPARE(kindOf(parseStopRecord(whole.substr(0, length))), raw("malformed"));
        for (const auto *odd :
             {"x\n", "forklore.stopped/1\nm\nb\np\n1 1\nend\n", "forklore.stopped/2\nm\nb\np\n0 1\nend\n",
              "forklore.stopped/2\nm\nb\np\n1 1\n-1 4\nend\n",
              "forklore.stopped/2\nm\nb\np\n1 1\n4 4 4\nend\n"})
            QCOMPARE(kindOf(parseStopRecord(odd)), raw("malformed"));
    }

    void aJournalIsAFileOfThisUser()
    {
        const QTemporaryDir directory;
        const auto journal = StopJournal::create((directory.path() + "/a/b").toStdString());
        QVERIFY2(journal, why(journal));
        QVERIFY(journal->write(record()));
        QVERIFY(journal->read() == record());
        const auto path = QString::fromStdString(journal->path());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(QDir(directory.path() + "/a/b").entryList(QDir::Files).size(), 1);
        journal->remove();
        QVERIFY(!journal->read());
        QVERIFY(QFile::link("/dev/zero", path));
        QVERIFY(!journal->read());
    }

    void aJournalOfAnotherBootIsOver_data()
    {
        QTest::addColumn<bool>("isOfThisMachine");
        QTest::newRow("this machine") << true;
        QTest::newRow("another one with the same home") << false;
    }

    void aJournalOfAnotherBootIsOver()
    {
        QFETCH(const bool, isOfThisMachine);
        const QTemporaryDir directory;
        const auto journal = StopJournal::create(directory.path().toStdString());
        auto old = record();
        if (isOfThisMachine)
            old.machineId = emptyStopRecord().value().machineId;
        QVERIFY(journal->write(old));
        QVERIFY(findLeftStopped(directory.path().toStdString()).value().empty());
        QCOMPARE(QFile::exists(QString::fromStdString(journal->path())), !isOfThisMachine);
    }

    /// Another process of the same pid, in a container, has another start.
    void everyJournalHasAFileOfItsOwn()
    {
        const QTemporaryDir directory;
        const auto one = StopJournal::create(directory.path().toStdString());
        const auto two = StopJournal::create(directory.path().toStdString());
        QVERIFY(one && two);
        QVERIFY(one->path() != two->path());
        const auto own = emptyStopRecord().value().writer;
        const auto name = QStringLiteral("/stopped-%1-%2-").arg(own.pid).arg(own.start);
        QVERIFY(QString::fromStdString(one->path()).contains(name));
    }

    void aWriteThatFailsLeavesNothing()
    {
        const QTemporaryDir directory;
        const auto journal = StopJournal::create(directory.path().toStdString());
        journal->remove();
        QVERIFY(QDir().mkdir(QString::fromStdString(journal->path()))); // no file can take its place
        QVERIFY(!journal->write(record()));
        QVERIFY(QDir(directory.path()).entryList(QDir::Files).isEmpty());
    }

    /// A younger one may be being written.
    void whatIsNoJournalIsRemovedAfterADay()
    {
        const QTemporaryDir directory;
        QFile file(directory.filePath("stopped-700-5-0.new"));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("forklore.stop");
        file.close();
        QVERIFY(findLeftStopped(directory.path().toStdString()).value().empty());
        QVERIFY(file.exists());
        QVERIFY(file.open(QFile::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-2), QFile::FileModificationTime));
        file.close();
        QVERIFY(findLeftStopped(directory.path().toStdString()).value().empty());
        QVERIFY(!file.exists());
    }

    /// Its server is down: nothing waits for it, and the processes are stopped without a journal.
    void aHomeThatDoesNotAnswerHoldsNothingUp()
    {
        const QTemporaryDir directory;
        const auto path = directory.path().toStdString();
        const auto gate = std::make_shared<Gate>(std::set{path});
        TimedCalls calls([gate](const auto &call) { gate->pass(call); });
        const auto left = findLeftStopped(path, calls);
        StopGuard guard("/nowhere/forklore-guard", path, calls);
        guard.add({{2147483647, 1}});
        const auto error = guard.journalError();
        guard.clear();
        gate->open();
        QVERIFY2(!left && left.error().kind == ErrorKind::Stuck, why(left));
        QVERIFY(error && error->kind == ErrorKind::Stuck);
    }

    void theJournalOfOneThatRunsIsLeftAlone()
    {
        const QTemporaryDir directory;
        const auto journal = StopJournal::create(directory.path().toStdString());
        auto own = emptyStopRecord();
        QVERIFY2(own, why(own));
        QCOMPARE(own->writer.pid, getpid());
        own->processes = {{2147483647, 1}};
        QVERIFY(journal->write(*own));
        QVERIFY(findLeftStopped(directory.path().toStdString()).value().empty());
        QVERIFY(QFile::exists(QString::fromStdString(journal->path())));
    }

    void aDirectoryThatCannotBeMadeIsSaid()
    {
        QVERIFY(!StopJournal::create("/proc/forklore"));
        QVERIFY(findLeftStopped("/proc/forklore").value().empty());
    }
};

static const forklore::TestClass<StopJournalTest> testClass(__FILE__);
#include "tst_stop_journal.moc"
