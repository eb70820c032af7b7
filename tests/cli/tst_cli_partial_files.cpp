// SPDX-License-Identifier: GPL-3.0-or-later
//
// A missing, short or odd line of a file below /proc loses its own field, which is an error then, and no
// other.
#include <QTest>

#include <memory>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CliPartialFiles : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aStatLineOfAnyLength_data();
    void aStatLineOfAnyLength();
    void anOddFieldOfStat_data();
    void anOddFieldOfStat();
    void aForegroundWithoutATerminal();
    void textShowsWhatIsMissingAsUnknown();
    void status();
    void statusWithoutAnySignal();
    void io();
    void limits();
    void descriptors();
    void controlGroups();
    void threads();
    void pages();
    void aLeaderThatEndedWithoutAThreadToAsk();
    void whatIsNoPidIsNoProcess();

private:
    QJsonValue listed(int pid = 50) const
    {
        for (const QJsonValue process :
             runCommand(m_machine->with({"--json", "list"})).json()["processes"].toArray()) {
            if (process["pid"].toInt() == pid)
                return process;
        }
        return {};
    }
    QJsonValue section(const char *name) const
    {
        return runCommand(m_machine->with({"--json", "show", "50", name}))
            .json()["sections"][QLatin1String(name)];
    }

    std::unique_ptr<ProcRoot> m_machine;
};

namespace {

const QByteArray wholeStat = "50 (demo) S 1 50 50 0 -1 4194304 0 0 0 0 100 23 0 0 20 5 2 0 700 8192000 300";

/// The members of an object that are errors, with their kinds.
QStringList errorsOf(const QJsonValue &value)
{
    QStringList errors;
    const auto object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (const auto kind = errorKind(member.value()); !kind.isEmpty())
            errors += member.key() + ": " + kind;
    }
    return errors;
}

} // namespace

void CliPartialFiles::init()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .start = 3});
    m_machine->add({.pid = 50, .ppid = 1, .comm = "demo"});
}

void CliPartialFiles::aStatLineOfAnyLength_data()
{
    QTest::addColumn<int>("fields");
    for (int fields = 22; fields <= 53; ++fields)
        QTest::addRow("%d", fields) << fields;
}

void CliPartialFiles::aStatLineOfAnyLength()
{
    QFETCH(int, fields);
    auto words = wholeStat.split(' ');
    while (words.size() < 53)
        words += "0";
    m_machine->write("50/stat", view(words.mid(0, fields).join(' ') + '\n'));
    const auto process = listed();
    QStringList expected;
    if (fields < 24)
        expected += "rss_bytes: malformed";
    if (fields < 23)
        expected += "vsize_bytes: malformed";
    QCOMPARE(errorsOf(process), expected);
    QCOMPARE(process["comm"], QJsonValue("demo"));
    QCOMPARE(process["nice"], QJsonValue(5));
    QCOMPARE(process["start_ticks"], QJsonValue(700));
}

void CliPartialFiles::anOddFieldOfStat_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QStringList>("errors");
    const auto row = [](int field, const QStringList &members) {
        QStringList errors;
        for (const auto &member : members)
            errors += member + ": malformed";
        QTest::addRow("field %d", field) << field << errors;
    };
    row(5, {"pgid"});
    row(6, {"sid"});
    row(7, {"tty"});
    row(8, {});
    row(9, {"kernel_thread"});
    row(14, {"cpu_seconds"});
    row(15, {"cpu_seconds"});
    row(19, {"nice"});
    row(20, {"threads"});
    row(23, {"vsize_bytes"});
    row(24, {"rss_bytes"});
}

void CliPartialFiles::anOddFieldOfStat()
{
    QFETCH(int, field);
    auto words = wholeStat.split(' ');
    words[field - 1] = "odd";
    m_machine->write("50/stat", view(words.join(' ') + '\n'));
    QTEST(errorsOf(listed()), "errors");
    QCOMPARE(errorKind(section("identity")), QString());
}

/// The error names the field that is missing.
void CliPartialFiles::aForegroundWithoutATerminal()
{
    for (const bool hasTerminal : {false, true}) {
        auto words = QByteArray(wholeStat).replace(" 50 0 -1 ", " 50 34816 50 ").split(' ');
        words[hasTerminal ? 7 : 6] = "odd"; // tpgid, tty_nr
        m_machine->write("50/stat", view(words.join(' ') + '\n'));
        const auto message = section("identity")["tty_foreground_pgid"]["error"]["message"].toString();
        QVERIFY2(message.contains(hasTerminal ? "tpgid" : "tty_nr"), qPrintable(message));
    }
}

void CliPartialFiles::textShowsWhatIsMissingAsUnknown()
{
    m_machine->write("50/stat", "50 (demo) S 1 50 50 0 -1 0 0 0 0 0 x 23 0 0 20 5 x 0 700\n");
    const auto list = runCommand(m_machine->with({"list"}));
    const auto line = list.lines()[2].simplified();
    QVERIFY2(line.startsWith("50 1 ") && line.contains(" sleeping ? ? ? 0 "), line.constData());
    const auto tree = runCommand(m_machine->with({"tree"}));
    QVERIFY2(tree.out.contains("50 demo"), tree.out.constData());
    QCOMPARE(runCommand(m_machine->with({"show", "50"})).status, 0);
}

void CliPartialFiles::status()
{
    m_machine->write("50/status",
                     "Uid:\t7\t8\t8\t8\nGid:\t7\t7\nGroups:\t4 x\nSigBlk:\tzz\nSigCgt:\t1\nSigIgn:\t2\n"
                     "SigPnd:\t0\nShdPnd:\t0\nCapEff:\tzz\nCapPrm:\t1\nCapInh:\t0\nCapBnd:\t1\n"
                     "CapAmb:\t0\nNoNewPrivs:\tmaybe\nSeccomp:\t0\nVmRSS:\tmuch\nVmSize:\t90 kB\n");
    QCOMPARE(errorsOf(listed()), QStringList());
    const auto rights = section("credentials");
    QCOMPARE(errorsOf(rights), (QStringList{"gid: malformed", "group: malformed", "groups: malformed",
                                            "no_new_privs: unsupported"}));
    QCOMPARE(errorsOf(rights["capabilities"]), QStringList{"effective: malformed"});
    QCOMPARE(rights["uid"]["effective"], QJsonValue(8));
    QCOMPARE(errorsOf(section("signals")),
             (QStringList{"blocked: malformed", "blocked_by_all_threads: malformed"}));
    const auto memory = section("memory");
    QCOMPARE(errorKind(memory["rss_bytes"]), QString("malformed"));
    QCOMPARE(memory["rss_bytes"]["error"]["message"], QJsonValue("status has no valid line VmRSS"));
    QCOMPARE(errorKind(memory["hugetlb_bytes"]), QString("unsupported")); // older kernels have none
    QCOMPARE(memory["vsize_bytes"], QJsonValue(90 * 1024));
}

void CliPartialFiles::statusWithoutAnySignal()
{
    const auto signalSets = section("signals").toObject(); // the stage's status says nothing of them
    QCOMPARE(errorsOf(signalSets).size(), 6);
    QCOMPARE(textOf(signalSets["pending_in_other_threads"]), QByteArray("[]")); // there is no other thread
    m_machine->write("50/status", "Gid:\t7\t7\t7\t7\n");
    QCOMPARE(errorsOf(listed()), (QStringList{"ruid: malformed", "uid: malformed", "user: malformed"}));
    m_machine->write("50/status", "no status at all");
    QCOMPARE(errorsOf(listed()), (QStringList{"ruid: malformed", "uid: malformed", "user: malformed"}));
}

void CliPartialFiles::io()
{
    m_machine->write("50/io", "rchar: 1\nwchar: many\nsyscr: 3\nread_bytes: 5\nwrite_bytes: 6\n");
    const auto io = section("io");
    QCOMPARE(errorsOf(io), (QStringList{"cancelled_write_bytes: malformed", "write_chars: malformed",
                                        "write_syscalls: malformed"}));
    QCOMPARE(io["read_bytes"], QJsonValue(5));
}

void CliPartialFiles::limits()
{
    m_machine->write("50/limits",
                     "Limit Soft Hard Units\nMax open files 10 20 files\nMax processes many 7 processes\n");
    const auto limits = section("limits").toArray();
    QCOMPARE(limits.size(), 16);
    for (const QJsonValue limit : limits) {
        const bool isWhole = limit["resource"] == QJsonValue("NOFILE");
        QCOMPARE(errorKind(limit["soft"]), isWhole ? QString() : QString("malformed"));
        QCOMPARE(errorKind(limit["hard"]), isWhole ? QString() : QString("malformed"));
    }
    const auto one = runCommand(m_machine->with({"--json", "limit", "50", "NPROC"}));
    QCOMPARE(one.status, 0);
    QCOMPARE(errorKind(one.json()["soft"]), QString("malformed"));
}

void CliPartialFiles::descriptors()
{
    m_machine->link("50/fd/0", "/srv/a");
    m_machine->link("50/fd/1", "/srv/b");
    m_machine->link("50/fd/2", "/srv/c");
    m_machine->write("50/fdinfo/0", "pos:\t7\n");
    m_machine->write("50/fdinfo/1", "flags:\t0100001\n");
    const auto all = section("descriptors").toArray();
    QCOMPARE(all.size(), 3);
    QCOMPARE(all[0]["offset"], QJsonValue(7));
    QCOMPARE(errorKind(all[0]["access"]), QString("malformed")); // a link of a copy says nothing
    QCOMPARE(errorKind(all[0]["flags"]), QString("malformed"));
    QCOMPARE(errorKind(all[1]["offset"]), QString("malformed"));
    QCOMPARE(all[1]["access"], QJsonValue("w"));
    for (const auto *member : {"access", "offset", "flags"})
        QVERIFY2(!errorKind(all[2][QLatin1String(member)]).isEmpty(), member);
}

void CliPartialFiles::controlGroups()
{
    m_machine->write("50/cgroup", "odd\n1:name=systemd:/system.slice/x.service\n");
    const auto location = section("location");
    QCOMPARE(textOf(location["cgroups"]), QByteArray(R"(["odd","1:name=systemd:/system.slice/x.service"])"));
    QCOMPARE(location["systemd_unit"], QJsonValue("x.service"));
}

void CliPartialFiles::threads()
{
    m_machine->write("50/task/50/stat", view(wholeStat + '\n'));
    m_machine->write("50/task/51/stat", "51 (odd\n");
    m_machine->write("50/task/52/stat",
                     view(QByteArray(wholeStat).replace("50 (", "52 (").replace(" 5 2 ", " x 2 ")));
    const auto threads = section("threads").toArray();
    QCOMPARE(threads.size(), 3);
    QCOMPARE(threads[1]["tid"], QJsonValue(51));
    QCOMPARE(errorKind(threads[1]["comm"]), QString("malformed"));
    QCOMPARE(errorKind(threads[1]["cpu_seconds"]), QString("malformed"));
    QCOMPARE(threads[2]["comm"], QJsonValue("demo"));
    QCOMPARE(errorKind(threads[2]["nice"]), QString("malformed"));
    QCOMPARE(errorKind(threads[2]["last_cpu"]), QString("malformed")); // the line ends before it
}

void CliPartialFiles::pages()
{
    m_machine->write("50/smaps_rollup",
                     "1000-7000 ---p 00000000 00:00 0 [rollup]\nRss: 20 kB\nPss: 14 kB\nShared_Clean: 8 kB\n"
                     "Private_Clean: 0 kB\nPrivate_Dirty: 12 kB\nSwap: some\n");
    const auto memory = section("memory");
    QCOMPARE(memory["pss_bytes"], QJsonValue(14336));
    QCOMPARE(memory["private_bytes"], QJsonValue(12288));
    QCOMPARE(errorKind(memory["shared_bytes"]), QString("malformed")); // half of it is missing
}

void CliPartialFiles::aLeaderThatEndedWithoutAThreadToAsk()
{
    m_machine->add({.pid = 50, .state = 'Z', .argv = {}, .threads = 2});
    const auto errors = errorsOf(listed());
    QVERIFY2(errors.contains("rss_bytes: malformed"), qPrintable(errors.join(", ")));
    QVERIFY2(errors.contains("vsize_bytes: malformed"), qPrintable(errors.join(", ")));
}

void CliPartialFiles::whatIsNoPidIsNoProcess()
{
    const auto stat = [](const char *pid) {
        return QByteArray(wholeStat).replace("50 (", QByteArray(pid) + " (");
    };
    for (const auto *name : {"0", "007", "050", "5x", "99999999999"})
        m_machine->write(std::string(name) + "/stat", view(stat(name)));
    m_machine->write("12", "a file");
    m_machine->directory("13"); // nothing in it
    const auto run = runCommand(m_machine->with({"--json", "list"}));
    QStringList pids;
    for (const QJsonValue process : run.json()["processes"].toArray())
        pids += QString::number(process["pid"].toInt());
    QCOMPARE(pids, (QStringList{"1", "50"}));
}

static const forklore::TestClass<CliPartialFiles> testClass(__FILE__);
#include "tst_cli_partial_files.moc"
