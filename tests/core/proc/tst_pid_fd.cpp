// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/host/linux/proc/pid_fd.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Descriptors descriptorsIn(const Fixture &fixture, const char *process)
{
    const auto descriptors = readPidFd(Directory::open(fixture.pathOf(process)).value());
    if (!descriptors)
        qFatal("%s", why(descriptors));
    return *descriptors;
}

const Descriptor &numbered(const Descriptors &descriptors, int number)
{
    const auto found = std::ranges::find(descriptors, number, &Descriptor::number);
    if (found == descriptors.end())
        qFatal("there is no descriptor %d", number);
    return *found;
}

} // namespace

class PidFdTest : public QObject {
    Q_OBJECT

private slots:
    void kindOfTarget_data();
    void kindOfTarget();
    void allAreListedInOrder();
    void everyKind_data();
    void everyKind();
    void accessAndFlags();
    void withoutFdinfoTheLinkTells();
    void filesAreAskedForTheirType();
    void aCaptureIsNotMixedWithThisMachine();
    void sockets_data();
    void sockets();
    void noDirectoryIsAnError();
};

void PidFdTest::kindOfTarget_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("kind"); // empty: the text does not tell
    QTest::newRow("empty") << raw("") << raw("");
    QTest::newRow("path") << raw("/etc/passwd") << raw("");
    QTest::newRow("path like a pipe") << raw("/tmp/pipe:[7]") << raw("");
    QTest::newRow("pipe") << raw("pipe:[7]") << raw("pipe");
    QTest::newRow("pipe without a number") << raw("pipe:[]") << raw("");
    QTest::newRow("pipe cut short") << raw("pipe:[7") << raw("");
    QTest::newRow("pipe of letters") << raw("pipe:[x]") << raw("");
    QTest::newRow("brackets alone") << raw(":[]") << raw("");
    QTest::newRow("socket") << raw("socket:[18446744073709551615]") << raw("socket");
    QTest::newRow("eventfd") << raw("anon_inode:[eventfd]") << raw("eventfd");
    QTest::newRow("eventpoll") << raw("anon_inode:[eventpoll]") << raw("eventpoll");
    QTest::newRow("inotify, without brackets") << raw("anon_inode:inotify") << raw("inotify");
    QTest::newRow("signalfd") << raw("anon_inode:[signalfd]") << raw("signalfd");
    QTest::newRow("timerfd") << raw("anon_inode:[timerfd]") << raw("timerfd");
    QTest::newRow("pidfd") << raw("anon_inode:[pidfd]") << raw("pidfd");
    QTest::newRow("pidfd since Linux 6.9") << raw("pidfd:[123]") << raw("pidfd");
    QTest::newRow("io_uring") << raw("anon_inode:[io_uring]") << raw("io_uring");
    QTest::newRow("another anonymous inode") << raw("anon_inode:[perf_event]") << raw("anon");
    QTest::newRow("anonymous inode of no name") << raw("anon_inode:") << raw("anon");
    QTest::newRow("memfd") << raw("/memfd:a name (deleted)") << raw("memfd");
    QTest::newRow("namespace") << raw("mnt:[4026531840]") << raw("namespace");
}

void PidFdTest::kindOfTarget()
{
    QFETCH(QByteArray, target);
    const auto kind = forklore::kindOfTarget(view(target));
    QTEST(kind ? bytes(name(*kind)) : QByteArray(), "kind");
}

void PidFdTest::allAreListedInOrder()
{
    std::vector<int> numbers;
    std::ranges::transform(descriptorsIn(Fixture("awkward.txt"), "130"), std::back_inserter(numbers),
                           &Descriptor::number);
    const std::vector<int> expected = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13,
                                       14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30};
    QCOMPARE(numbers, expected);
}

void PidFdTest::everyKind_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("terminal") << 0 << raw("tty") << raw("/dev/pts/3");
    QTest::newRow("device") << 1 << raw("device") << raw("/dev/null");
    QTest::newRow("deleted file") << 2 << raw("file") << raw("/srv/no-such-dir/log (deleted)");
    QTest::newRow("pipe") << 3 << raw("pipe") << raw("pipe:[3003]");
    QTest::newRow("eventfd") << 5 << raw("eventfd") << raw("anon_inode:[eventfd]");
    QTest::newRow("eventpoll") << 6 << raw("eventpoll") << raw("anon_inode:[eventpoll]");
    QTest::newRow("inotify") << 7 << raw("inotify") << raw("anon_inode:inotify");
    QTest::newRow("signalfd") << 8 << raw("signalfd") << raw("anon_inode:[signalfd]");
    QTest::newRow("timerfd") << 9 << raw("timerfd") << raw("anon_inode:[timerfd]");
    QTest::newRow("pidfd") << 10 << raw("pidfd") << raw("anon_inode:[pidfd]");
    QTest::newRow("memfd") << 11 << raw("memfd") << raw("/memfd:my mem (deleted)");
    QTest::newRow("namespace") << 12 << raw("namespace") << raw("net:[4026531840]");
    QTest::newRow("io_uring") << 13 << raw("io_uring") << raw("anon_inode:[io_uring]");
    QTest::newRow("anonymous") << 14 << raw("anon") << raw("anon_inode:[userfaultfd]");
    QTest::newRow("unheard of") << 15 << raw("unknown") << raw("strange");
    QTest::newRow("path only") << 16 << raw("file") << raw("/srv/no-such-dir/path only");
    QTest::newRow("awkward path") << 17 << raw("file") << raw("/srv/no-such-dir/two\nlines \xff");
    QTest::newRow("socket") << 20 << raw("socket") << raw("socket:[4001]");
}

void PidFdTest::everyKind()
{
    QFETCH(int, number);
    const auto descriptors = descriptorsIn(Fixture("awkward.txt"), "130");
    const auto &descriptor = numbered(descriptors, number);
    QTEST(bytes(name(descriptor.kind)), "kind");
    QTEST(bytes(descriptor.target.value()), "target");
    QCOMPARE(descriptor.socket.has_value(), descriptor.kind == DescriptorKind::Socket);
}

void PidFdTest::accessAndFlags()
{
    const auto descriptors = descriptorsIn(Fixture("awkward.txt"), "130");
    QCOMPARE(numbered(descriptors, 0).access.value(), Access::ReadWrite);
    QCOMPARE(numbered(descriptors, 3).access.value(), Access::Read);
    QCOMPARE(numbered(descriptors, 16).access.value(), Access::Path);

    const auto &log = numbered(descriptors, 2);
    QCOMPARE(log.access.value(), Access::Write);
    QCOMPARE(log.offset.value(), 4096u);
    QCOMPARE(flagNames(log.flags.value()), std::vector<std::string_view>{"O_APPEND"});
    QCOMPARE(log.inode.value(), 777u);

    const auto &pipe = numbered(descriptors, 4);
    QCOMPARE(pipe.access.value(), Access::Write);
    QCOMPARE(flagNames(pipe.flags.value()), std::vector<std::string_view>{"O_CLOEXEC"});
    QCOMPARE(pipe.inode.value(), 3003u);
    QCOMPARE(numbered(descriptors, 6).inode.value(), 1057u); // its own, not that of what it waits for
    QCOMPARE(kindOf(numbered(descriptors, 15).inode), raw("unsupported"));
}

void PidFdTest::withoutFdinfoTheLinkTells()
{
    const auto descriptors = descriptorsIn(Fixture("awkward.txt"), "130");
    const auto &descriptor = numbered(descriptors, 30);
    QVERIFY(!descriptor.access); // links in a copied tree are lrwxrwxrwx, which says nothing
    QCOMPARE(kindOf(descriptor.offset), raw("unsupported"));
    QCOMPARE(kindOf(descriptor.flags), raw("unsupported"));
    QCOMPARE(descriptor.inode.value(), 3030u);
}

void PidFdTest::filesAreAskedForTheirType()
{
    Fixture fixture;
    fixture.write("file (deleted)", "x");
    QCOMPARE(mkfifo(fixture.pathOf("fifo").c_str(), 0600), 0);
    const auto open = [](const std::string &path, int flags) {
        return FileDescriptor(::open(path.c_str(), flags | O_CLOEXEC));
    };
    const auto directory = open(fixture.root(), O_RDONLY | O_DIRECTORY);
    const auto file = open(fixture.pathOf("file (deleted)"), O_RDWR | O_APPEND);
    const auto fifo = open(fixture.pathOf("fifo"), O_RDONLY | O_NONBLOCK);
    const auto device = open("/dev/null", O_WRONLY);
    const auto path = open(fixture.root(), O_PATH);
    const auto terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY);

    const auto descriptors = readPidFd(Directory::open("/proc/self").value());
    QVERIFY2(descriptors, why(descriptors));
    const auto kindOf = [&](const FileDescriptor &fd) { return numbered(*descriptors, fd.get()).kind; };
    QCOMPARE(kindOf(directory), DescriptorKind::Directory);
    QCOMPARE(kindOf(file), DescriptorKind::File);
    QCOMPARE(kindOf(fifo), DescriptorKind::Fifo);
    QCOMPARE(kindOf(device), DescriptorKind::Device);
    QCOMPARE(kindOf(path), DescriptorKind::Directory);
    QCOMPARE(kindOf(terminal), DescriptorKind::Tty);
    QCOMPARE(numbered(*descriptors, path.get()).access.value(), Access::Path);

    const auto &told = numbered(*descriptors, file.get());
    struct stat facts {};
    QCOMPARE(fstat(file.get(), &facts), 0);
    QCOMPARE(told.inode.value(), static_cast<std::uint64_t>(facts.st_ino));
    QCOMPARE(bytes(told.target.value()), bytes(fixture.pathOf("file (deleted)")));
    QCOMPARE(flagNames(told.flags.value()), (std::vector<std::string_view>{"O_APPEND", "O_CLOEXEC"}));
}

void PidFdTest::aCaptureIsNotMixedWithThisMachine()
{
    Fixture fixture;
    fixture.link("1/fd/3", "/dev/null");
    fixture.write("1/fdinfo/3", "pos:\t0\nflags:\t02\nino:\t424242\n");
    fixture.link("1/fd/4", "/proc");
    fixture.write("1/fd/not a number", "");
    const auto descriptors = descriptorsIn(fixture, "1");
    QCOMPARE(descriptors.size(), 2u);
    QCOMPARE(numbered(descriptors, 3).inode.value(), 424242u);
    QCOMPARE(numbered(descriptors, 3).kind, DescriptorKind::Device); // by its path
    QCOMPARE(kindOf(numbered(descriptors, 4).inode), raw("unsupported"));
}

void PidFdTest::sockets_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArrayList>("expected"); // family, type, state, local, remote
    const auto row = [](const char *what, int number, const QByteArrayList &expected) {
        QTest::newRow(what) << number << expected;
    };
    row("tcp, listening", 20, {"inet", "stream", "LISTEN", "127.0.0.1:8080", ""});
    row("tcp, connected", 21, {"inet", "stream", "ESTABLISHED", "127.0.0.1:8080", "127.0.0.2:50000"});
    row("tcp6", 22, {"inet6", "stream", "LISTEN", "[::1]:80", ""});
    row("udp", 23, {"inet", "dgram", "CLOSE", "0.0.0.0:53", ""});
    row("unix, listening", 24, {"unix", "stream", "LISTEN", "/run/no such dir/server.sock", ""});
    // What stands below a name may be a part of that name: it tells of nobody.
    row("unix, below a name", 25, {"unknown", "", "", "", ""});
    row("unix, below two names", 26, {"unknown", "", "", "", ""});
    row("netlink", 27, {"netlink", "", "", "protocol 15, port 130", ""});
    row("in no table", 28, {"unknown", "", "", "", ""});
}

void PidFdTest::sockets()
{
    QFETCH(int, number);
    const auto descriptors = descriptorsIn(Fixture("awkward.txt"), "130");
    const auto &socket = numbered(descriptors, number).socket->value();
    QTEST(listOf(std::vector{socket.family, socket.type, socket.state, socket.local, socket.remote}),
          "expected");
}

void PidFdTest::noDirectoryIsAnError()
{
    const Fixture fixture("awkward.txt");
    QCOMPARE(kindOf(readPidFd(Directory::open(fixture.pathOf("112")).value())), raw("unsupported"));
}

static const forklore::TestClass<PidFdTest> testClass(__FILE__);
#include "tst_pid_fd.moc"
