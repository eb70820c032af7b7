// SPDX-License-Identifier: GPL-3.0-or-later
//
// The record of whom Forklore has stopped: what is written is read again, and nothing else is believed.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include "core/control/stop_journal.h"
#include "tests/support/bytes.h"

using namespace forklore;

namespace {

StopRecord record()
{
    return {"0f-boot", "pid:[1]", {700, 5}, {{41, 100}, {42, 18446744073709551614u}}};
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
             {"x\n", "forklore.stopped/2\nb\np\n1 1\nend\n", "forklore.stopped/1\nb\np\n0 1\nend\n",
              "forklore.stopped/1\nb\np\n1 1\n-1 4\nend\n", "forklore.stopped/1\nb\np\n1 1\n4 4 4\nend\n"})
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

    void aJournalOfAnotherBootIsOver()
    {
        const QTemporaryDir directory;
        const auto journal = StopJournal::create(directory.path().toStdString());
        QVERIFY(journal->write(record()));
        QVERIFY(findLeftStopped(directory.path().toStdString()).empty());
        QVERIFY(!QFile::exists(QString::fromStdString(journal->path())));
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
        QVERIFY(findLeftStopped(directory.path().toStdString()).empty());
        QVERIFY(QFile::exists(QString::fromStdString(journal->path())));
    }

    void aDirectoryThatCannotBeMadeIsSaid()
    {
        QVERIFY(!StopJournal::create("/proc/forklore"));
        QVERIFY(findLeftStopped("/proc/forklore").empty());
    }
};

QTEST_GUILESS_MAIN(StopJournalTest)
#include "tst_stop_journal.moc"
