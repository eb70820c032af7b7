// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <fcntl.h>

#include "core/process/resources/descriptor.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class DescriptorTest : public QObject {
    Q_OBJECT

private slots:
    void words();
    void flags_data();
    void flags();
};

void DescriptorTest::words()
{
    QByteArrayList kinds;
    for (int kind = 0; kind <= static_cast<int>(DescriptorKind::Unknown); ++kind)
        kinds.append(bytes(name(static_cast<DescriptorKind>(kind))));
    QCOMPARE(kinds.join(' '),
             raw("file directory device tty pipe fifo socket eventfd eventpoll inotify signalfd "
                 "timerfd pidfd memfd namespace io_uring anon unknown"));
    QCOMPARE(bytes(name(Access::Read)), raw("r"));
    QCOMPARE(bytes(name(Access::Write)), raw("w"));
    QCOMPARE(bytes(name(Access::ReadWrite)), raw("rw"));
    QCOMPARE(bytes(name(Access::Path)), raw("path"));
}

void DescriptorTest::flags_data()
{
    QTest::addColumn<uint>("flags");
    QTest::addColumn<QByteArrayList>("names");
    const auto row = [](const char *what, uint flags, const QByteArrayList &names) {
        QTest::newRow(what) << flags << names;
    };
    row("none", 0, {});
    row("the access mode is none", O_RDWR, {});
    row("nor is O_LARGEFILE", 0100000, {});
    row("O_CLOEXEC", O_CLOEXEC, {"O_CLOEXEC"});
    row("several", O_APPEND | O_NONBLOCK | O_CLOEXEC, {"O_APPEND", "O_NONBLOCK", "O_CLOEXEC"});
    row("O_SYNC is not O_DSYNC too", O_SYNC, {"O_SYNC"});
    row("O_DSYNC", O_DSYNC, {"O_DSYNC"});
    row("O_TMPFILE is not O_DIRECTORY too", O_TMPFILE, {"O_TMPFILE"});
    row("O_DIRECTORY", O_DIRECTORY, {"O_DIRECTORY"});
    row("O_PATH", O_PATH | O_NOFOLLOW, {"O_NOFOLLOW", "O_PATH"});
}

void DescriptorTest::flags()
{
    QFETCH(uint, flags);
    QTEST(listOf(flagNames(flags)), "names");
}

static const forklore::TestClass<DescriptorTest> testClass(__FILE__);
#include "tst_descriptor.moc"
