// SPDX-License-Identifier: GPL-3.0-or-later
//
// show: what the descriptors of a process are, their flags and positions, and the sockets among them.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <QTest>

#include "tests/cli/command.h"
#include "tests/cli/shown_process.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliShowDescriptors : public ShownProcess {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void descriptors();
    void descriptorFlagsAndPositions();
    void socketsAreLookedUp();
};

void CliShowDescriptors::descriptors()
{
    const std::string plain = "pos:\t0\nflags:\t02\nmnt_id:\t1\nino:\t99\n";
    const std::vector<std::pair<std::string, const char *>> targets = {
        {"/dev/null", "device"},
        {"/dev/pts/3", "tty"},
        {"/srv/data", "file"},
        {m_machine->root(), "file"}, // a directory of this machine, not of the copied one
        {"/no such/file (deleted)", "file"},
        {"pipe:[77]", "pipe"},
        {"socket:[78]", "socket"},
        {"anon_inode:[eventfd]", "eventfd"},
        {"anon_inode:[eventpoll]", "eventpoll"},
        {"anon_inode:inotify", "inotify"},
        {"anon_inode:[signalfd]", "signalfd"},
        {"anon_inode:[timerfd]", "timerfd"},
        {"anon_inode:[pidfd]", "pidfd"},
        {"anon_inode:[io_uring]", "io_uring"},
        {"anon_inode:[userfaultfd]", "anon"},
        {"anon_inode:bpf-map", "anon"},
        {"/memfd:my mem (deleted)", "memfd"},
        {"net:[4026531840]", "namespace"},
    };
    int number = 0;
    for (const auto &[target, kind] : targets)
        addFd(number++, target, plain);
    const auto descriptors = section("descriptors").toArray();
    QCOMPARE(descriptors.size(), static_cast<qsizetype>(targets.size()));
    for (qsizetype i = 0; i < descriptors.size(); ++i) {
        const auto descriptor = descriptors[i].toObject();
        const auto &[target, kind] = targets[static_cast<std::size_t>(i)];
        auto expected =
            QStringList{"access", "fd", "flags", "inode", "kind", "offset", "position_shared", "target"};
        if (std::string_view(kind) == "socket")
            expected.insert(7, "socket"); // where its name belongs
        QCOMPARE(members(descriptor), expected);
        QCOMPARE(descriptor["fd"], QJsonValue(static_cast<int>(i)));
        QCOMPARE(descriptor["target"], QJsonValue(QString::fromStdString(target)));
        QVERIFY2(descriptor["kind"] == QLatin1String(kind), target.c_str());
        QCOMPARE(descriptor["position_shared"], QJsonValue());
    }
    QCOMPARE(descriptors[5]["inode"], QJsonValue(77));
    QCOMPARE(descriptors[7]["inode"], QJsonValue(99));
}

void CliShowDescriptors::descriptorFlagsAndPositions()
{
    addFd(0, "/dev/null", "pos:\t0\nflags:\t0100000\n");
    addFd(1, "/dev/null", "pos:\t123456789012\nflags:\t0102001\n");
    addFd(2, "/dev/null", "pos:\t0\nflags:\t02004002\n");
    addFd(10, "/dev/null", "pos:\t0\nflags:\t012000000\n");
    addFd(11, "/dev/null", "");
    addFd(100, "x\xff", "pos:\t0\nflags:\t04010001\n");
    const auto all = section("descriptors").toArray();
    QCOMPARE(all.size(), 6);
    QCOMPARE(textOf(all[0]["access"]) + textOf(all[0]["flags"]), QByteArray(R"("r"[])"));
    QCOMPARE(textOf(all[1]["access"]) + textOf(all[1]["flags"]), QByteArray(R"("w"["O_APPEND"])"));
    QCOMPARE(all[1]["offset"].toInteger(), 123456789012);
    QCOMPARE(textOf(all[2]["access"]) + textOf(all[2]["flags"]),
             QByteArray(R"("rw"["O_NONBLOCK","O_CLOEXEC"])"));
    QCOMPARE(textOf(all[3]["access"]) + textOf(all[3]["flags"]),
             QByteArray(R"("path"["O_CLOEXEC","O_PATH"])"));
    QCOMPARE(all[4]["fd"], QJsonValue(11)); // in the order of numbers, not of names
    QCOMPARE(errorKind(all[4]["offset"]), QString("unsupported"));
    QCOMPARE(errorKind(all[4]["flags"]), QString("unsupported"));
    QCOMPARE(textOf(all[5]["target"]), QByteArray(R"({"base64":"eP8="})"));
}

void CliShowDescriptors::socketsAreLookedUp()
{
    const std::string info = "pos:\t0\nflags:\t02\n";
    for (int i = 0; i < 6; ++i)
        addFd(i, "socket:[" + std::to_string(100 + i) + "]", info);
    m_machine->write(
        "50/net/tcp",
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  0 0 100 1 x\n"
        "   1: 0100007F:1F90 0100007F:C000 08 00000000:00000000 00:00000000 00000000  0 0 101 1 x\n");
    m_machine->write("50/net/tcp6",
                     "  sl  local_address rem_address st\n"
                     "   0: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A "
                     "00000000:00000000 00:00000000 00000000 0 0 102 1 x\n");
    m_machine->write("50/net/unix",
                     "Num       RefCount Protocol Flags    Type St Inode Path\n"
                     "0000000000000000: 00000002 00000000 00010000 0001 01   103 /run/a socket\n"
                     "0000000000000000: 00000003 00000000 00000000 0001 03   999\n"
                     "0000000000000000: 00000003 00000000 00000000 0001 03   998\n"
                     "0000000000000000: 00000002 00000000 00000000 0002 03   104 @abstract\n");
    const auto socket = [&](int number) { return textOf(section("descriptors")[number]["socket"]); };
    const auto expected = [](const char *family, const QJsonValue &type, const QJsonValue &state,
                             const QJsonValue &local, const QJsonValue &remote) {
        return textOf(QJsonObject{
            {"family", family}, {"type", type}, {"state", state}, {"local", local}, {"remote", remote}});
    };
    QCOMPARE(socket(0), expected("inet", "stream", "LISTEN", "127.0.0.1:8080", {}));
    QCOMPARE(socket(1), expected("inet", "stream", "CLOSE_WAIT", "127.0.0.1:8080", "127.0.0.1:49152"));
    QCOMPARE(socket(2), expected("inet6", "stream", "LISTEN", "[::1]:80", {}));
    QCOMPARE(socket(3), expected("unix", "stream", "LISTEN", "/run/a socket", {}));
    QCOMPARE(socket(4), expected("unix", "dgram", "ESTABLISHED", "@abstract", {}));
    const auto unknown = section("descriptors")[5]["socket"]; // in no table: not without an address
    QCOMPARE(unknown["family"], QJsonValue("unknown"));
    QCOMPARE(errorKind(unknown["local"]), QString("unsupported"));
    QCOMPARE(errorKind(unknown["remote"]), QString("unsupported"));
}

static const forklore::TestClass<CliShowDescriptors> testClass(__FILE__);
#include "tst_cli_show_descriptors.moc"
