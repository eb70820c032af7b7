// SPDX-License-Identifier: GPL-3.0-or-later
//
// One descriptor of every kind: core beside what the process opened, /proc and lsof(8).
#include <QTest>

#include <algorithm>

#include <sys/stat.h>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveDescriptors : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyKindIsTold_data();
    void everyKindIsTold();
    void targetsAreTheLinks();
    void targetsOfFilesAreTheirPaths();
    void positionsAreThoseOfTheFile();
    void inodesAreThoseOfTheFile();
    void internetSocketsAreTold();
    void unixSocketsAreTold();
    void otherSocketsAreTold();
    void countsAgree();
    void lsofSeesTheSame();

private:
    const Descriptor &at(const char *name) const;
    Socket socketAt(const char *name) const;

    Subject m_subject{{"descriptors"}};
    Result<Descriptors> m_descriptors;
};

void LiveDescriptors::initTestCase()
{
    QVERIFY2(m_subject.stands(), m_subject.complaint());
    m_descriptors = inspectorOfMachine().and_then([&](const Inspector &inspector) {
        return inspector.idOf(m_subject.pid()).and_then([&](const ProcessId &id) {
            return inspector.descriptors(id);
        });
    });
    QVERIFY2(m_descriptors, why(m_descriptors));
}

const Descriptor &LiveDescriptors::at(const char *name) const
{
    const auto number = m_subject.fact(name).toInt();
    const auto found = std::ranges::find(*m_descriptors, number, &Descriptor::number);
    if (found == m_descriptors->end())
        qFatal("descriptor %d (%s) is missing", number, name);
    return *found;
}

Socket LiveDescriptors::socketAt(const char *name) const
{
    const auto &socket = at(name).socket;
    return socket && *socket ? **socket : Socket{"no socket", {}, {}, {}, {}};
}

void LiveDescriptors::everyKindIsTold_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("access");
    QTest::addColumn<QByteArrayList>("flags");
    const auto row = [](const char *name, const char *kind, const char *access,
                        const QByteArrayList &flags = {}) {
        QTest::newRow(name) << QByteArray(kind) << QByteArray(access) << flags;
    };
    row("file-rw", "file", "rw", {"O_CLOEXEC"});
    row("file-r", "file", "r");
    row("file-w", "file", "w");
    row("file-append", "file", "w", {"O_APPEND", "O_NONBLOCK"});
    row("file-sync", "file", "w", {"O_SYNC"});
    row("path", "file", "path", {"O_CLOEXEC", "O_PATH"});
    row("deleted", "file", "r");
    row("named-deleted", "file", "r");
    row("odd-name", "file", "r");
    row("directory", "directory", "r", {"O_DIRECTORY"});
    row("null", "device", "rw");
    row("fifo", "fifo", "rw");
    row("pty-master", "tty", "rw");
    row("pty-slave", "tty", "rw");
    row("pipe-r", "pipe", "r", {"O_CLOEXEC"});
    row("pipe-w", "pipe", "w", {"O_CLOEXEC"});
    row("eventfd", "eventfd", "rw");
    row("epoll", "eventpoll", "rw", {"O_CLOEXEC"});
    row("timerfd", "timerfd", "rw", {"O_NONBLOCK"});
    row("signalfd", "signalfd", "rw");
    row("inotify", "inotify", "r");
    row("memfd", "memfd", "rw");
    row("pidfd", "pidfd", "rw", {"O_CLOEXEC"});
    row("namespace", "namespace", "r");
    row("tcp-listener", "socket", "rw");
    row("tcp-server", "socket", "rw", {"O_NONBLOCK"});
    row("tcp-unbound", "socket", "rw", {"O_CLOEXEC"});
    row("udp", "socket", "rw");
    row("unix-path", "socket", "rw");
    row("netlink", "socket", "rw", {"O_CLOEXEC"});
}

void LiveDescriptors::everyKindIsTold()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, access);
    QFETCH(QByteArrayList, flags);
    const auto &descriptor = at(QTest::currentDataTag());
    QCOMPARE(bytes(name(descriptor.kind)), kind);
    QVERIFY2(descriptor.access, why(descriptor.access));
    QCOMPARE(bytes(name(*descriptor.access)), access);
    QVERIFY2(descriptor.flags, why(descriptor.flags));
    QCOMPARE(listOf(flagNames(*descriptor.flags)), flags);
    QCOMPARE(descriptor.socket.has_value(), kind == "socket");
}

void LiveDescriptors::targetsAreTheLinks()
{
    for (const auto &descriptor : *m_descriptors) {
        QVERIFY2(descriptor.target, why(descriptor.target));
        const auto path =
            "/proc/" + QByteArray::number(m_subject.pid()) + "/fd/" + QByteArray::number(descriptor.number);
        QCOMPARE(bytes(*descriptor.target), witness::link(path));
    }
}

void LiveDescriptors::targetsOfFilesAreTheirPaths()
{
    QCOMPARE(bytes(*at("file-r").target), m_subject.pathOf("file"));
    QCOMPARE(bytes(*at("deleted").target), m_subject.pathOf("deleted (deleted)"));
    QCOMPARE(bytes(*at("named-deleted").target), m_subject.pathOf("kept (deleted)"));
    QCOMPARE(bytes(*at("odd-name").target), m_subject.pathOf("new\nline \xff"));
    QCOMPARE(bytes(*at("null").target), QByteArray("/dev/null"));
    QCOMPARE(bytes(*at("memfd").target), QByteArray("/memfd:my mem (deleted)"));
    QCOMPARE(bytes(*at("pty-slave").target), m_subject.fact("pty-slave-path"));
}

void LiveDescriptors::positionsAreThoseOfTheFile()
{
    QCOMPARE(*at("file-rw").offset, std::uint64_t(7));
    QCOMPARE(*at("file-r").offset, std::uint64_t(0)); // its own, though it is the same file
}

void LiveDescriptors::inodesAreThoseOfTheFile()
{
    struct stat file {};
    QCOMPARE(::stat(m_subject.pathOf("file").constData(), &file), 0);
    for (const auto *name : {"file-rw", "file-r", "file-w", "file-append", "path"})
        QCOMPARE(*at(name).inode, std::uint64_t(file.st_ino));
    QCOMPARE(*at("pipe-r").inode, *at("pipe-w").inode);
    QVERIFY(*at("pair-a").inode != *at("pair-b").inode);
}

void LiveDescriptors::internetSocketsAreTold()
{
    const auto listener = "127.0.0.1:" + m_subject.fact("tcp-port").toStdString();
    const auto client = "127.0.0.1:" + m_subject.fact("client-port").toStdString();
    const auto udp = "127.0.0.1:" + m_subject.fact("udp-port").toStdString();
    QVERIFY(socketAt("tcp-listener") == (Socket{"inet", "stream", "LISTEN", listener, ""}));
    QVERIFY(socketAt("tcp-client") == (Socket{"inet", "stream", "ESTABLISHED", client, listener}));
    QVERIFY(socketAt("tcp-server") == (Socket{"inet", "stream", "ESTABLISHED", listener, client}));
    auto unbound = socketAt("tcp-unbound"); // as one that is bound and does not listen
    QVERIFY(std::exchange(unbound.addressError, std::nullopt));
    QVERIFY(unbound == (Socket{"inet", "stream", "", "", ""}));
    QVERIFY(socketAt("udp") == (Socket{"inet", "dgram", "CLOSE", udp, ""}));
}

void LiveDescriptors::unixSocketsAreTold()
{
    const auto abstract = "@forklore subject " + std::to_string(m_subject.pid());
    QVERIFY(socketAt("unix-path") == (Socket{"unix", "stream", "LISTEN", "socket", ""}));
    QVERIFY(socketAt("unix-abstract") == (Socket{"unix", "stream", "LISTEN", abstract, ""}));
    QVERIFY(socketAt("pair-a") == (Socket{"unix", "seqpacket", "ESTABLISHED", "", ""}));
    QVERIFY(socketAt("pair-b") == (Socket{"unix", "seqpacket", "ESTABLISHED", "", ""}));
    QVERIFY(socketAt("unix-dgram") == (Socket{"unix", "dgram", "CLOSE", "", ""}));
}

void LiveDescriptors::otherSocketsAreTold()
{
    QCOMPARE(bytes(socketAt("netlink").family), QByteArray("netlink"));
}

void LiveDescriptors::countsAgree()
{
    const auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    const auto *process = snapshot->withPid(m_subject.pid());
    QVERIFY(process && process->descriptorCount);
    QVERIFY2(*process->descriptorCount, why(*process->descriptorCount));
    QCOMPARE(**process->descriptorCount, static_cast<std::uint64_t>(m_descriptors->size()));
}

void LiveDescriptors::lsofSeesTheSame()
{
    const auto files = witness::lsof(m_subject.pid());
    QVERIFY2(files, why(files));
    QCOMPARE(files->size(), static_cast<qsizetype>(m_descriptors->size()));
    // lsof's words. It knows neither memfd nor pidfd nor namespaces: their types are those of the file
    // system.
    const QMap<QByteArray, QByteArrayList> types = {{"file", {"REG"}},
                                                    {"directory", {"DIR"}},
                                                    {"device", {"CHR"}},
                                                    {"tty", {"CHR"}},
                                                    {"pipe", {"FIFO"}},
                                                    {"fifo", {"FIFO"}},
                                                    {"eventfd", {"a_inode"}},
                                                    {"eventpoll", {"a_inode"}},
                                                    {"timerfd", {"a_inode"}},
                                                    {"signalfd", {"a_inode"}},
                                                    {"inotify", {"a_inode"}},
                                                    {"memfd", {"REG"}},
                                                    {"pidfd", {"a_inode", "REG"}},
                                                    {"namespace", {"REG"}},
                                                    {"socket", {"IPv4", "unix", "netlink", "sock"}}};
    for (const auto &descriptor : *m_descriptors) {
        const auto file = files->value(descriptor.number);
        const auto kind = bytes(name(descriptor.kind));
        QVERIFY2(types.value(kind).contains(file.type),
                 (kind + " and " + file.type + ": " + file.name).constData());
        if (*descriptor.access != Access::Path)
            QCOMPARE(
                file.access,
                QByteArray(*descriptor.access == Access::ReadWrite ? "u" : name(*descriptor.access).data()));
        if (!file.inode.isEmpty())
            QCOMPARE(QByteArray::number(static_cast<qulonglong>(*descriptor.inode)), file.inode);
    }
}

static const forklore::TestClass<LiveDescriptors> testClass(__FILE__);
#include "tst_live_descriptors.moc"
