// SPDX-License-Identifier: GPL-3.0-or-later
//
// The registry of facts: what holds of each row, and what a fact is of a process that cannot be read.
#include <QSet>
#include <QTest>

#include "core/facts/fact.h"
#include "tests/support/bytes.h"
#include "tests/support/processes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

FactValue told(const char *id, const Process &process)
{
    static const SystemInfo system;
    const FactContext context{system, std::chrono::seconds(1000), 0,
                              [](Uid uid) { return std::to_string(uid); },
                              [](std::uint32_t) { return std::string("pts/3"); }};
    return valueOf(*factNamed(id), process, context);
}

std::optional<Error> reasonOf(const FactValue &value)
{
    const auto *unknown = std::get_if<NotKnown>(&value);
    return unknown ? unknown->reason : std::nullopt;
}

} // namespace

class ProcessFactsTest : public QObject {
    Q_OBJECT

private slots:
    void everyRowIsComplete()
    {
        for (const auto &fact : processFacts()) {
            QVERIFY2(!fact.id.empty() && !fact.title.empty() && !fact.meaning.empty(), fact.id.data());
            QVERIFY2(fact.value != nullptr, fact.id.data());
            QVERIFY2((fact.kind == FactKind::Word) == !fact.words.empty(), fact.id.data());
        }
    }

    void aNameMeansOneFact()
    {
        QSet<QByteArray> names;
        for (const auto &fact : processFacts()) {
            QVERIFY2(!names.contains(bytes(fact.id)), fact.id.data());
            names.insert(bytes(fact.id));
            QCOMPARE(factNamed(fact.id), &fact);
            for (const auto alias : fact.aliases) {
                QVERIFY2(!names.contains(bytes(alias)), alias.data());
                names.insert(bytes(alias));
                QCOMPARE(factNamed(alias), &fact);
            }
        }
    }

    void namesAreFoundWhateverTheCapitals()
    {
        QCOMPARE(factNamed("Real-User"), factNamed("ruser"));
        QVERIFY(factNamed("Real-User") != nullptr);
        QVERIFY(factNamed("no-such-fact") == nullptr);
        QVERIFY(factNamed("") == nullptr);
        QCOMPARE(bytes(nearestFact("thraeds")), QByteArray("threads"));
        QCOMPARE(bytes(nearestFact("xyzzy-plugh")), QByteArray());
    }

    void unitsFollowTheKind()
    {
        QCOMPARE(unitOf(*factNamed("mem")), Unit::Bytes);
        QCOMPARE(unitOf(*factNamed("age")), Unit::Seconds);
        QCOMPARE(unitOf(*factNamed("started")), Unit::Seconds);
        QCOMPARE(unitOf(*factNamed("cpu")), Unit::Percent);
        QCOMPARE(unitOf(*factNamed("pid")), Unit::None);
        QCOMPARE(unitOf(FactKind::Bytes, true), Unit::BytesPerSecond);
    }

    void whatCannotBeReadIsNeverANumber()
    {
        const auto process = unreadable(7);
        for (const auto &fact : processFacts()) {
            const auto value = told(fact.id.data(), process);
            QCOMPARE(std::holds_alternative<NumberValue>(value), fact.id == "pid");
            QVERIFY2(!std::holds_alternative<TextValue>(value), fact.id.data());
        }
    }

    void aMissingFieldIsNamed_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("pgid") << QByteArray("pgid") << QByteArray("pgrp");
        QTest::newRow("tty") << QByteArray("tty") << QByteArray("tty_nr");
        QTest::newRow("foreground") << QByteArray("foreground") << QByteArray("tpgid");
        QTest::newRow("time") << QByteArray("time") << QByteArray("utime");
        QTest::newRow("threads") << QByteArray("threads") << QByteArray("num_threads");
        QTest::newRow("mem") << QByteArray("mem") << QByteArray("rss");
        QTest::newRow("faults") << QByteArray("faults") << QByteArray("minflt");
        QTest::newRow("virtual") << QByteArray("virtual") << QByteArray("vsize");
    }
    void aMissingFieldIsNamed()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, field);
        auto process = processOf(42, 1);
        auto &stat = *process.stat;
        stat.pgid.reset();
        stat.ttyForegroundGroup.reset();
        stat.ttyDevice = 0x8803;
        if (id == "tty")
            stat.ttyDevice.reset();
        stat.userTicks.reset();
        stat.threads.reset();
        stat.residentPages.reset();
        stat.virtualBytes.reset();
        const auto reason = reasonOf(told(id.constData(), process));
        QVERIFY(reason.has_value());
        QVERIFY2(bytes(reason->message).contains(field), reason->message.c_str());
        QVERIFY(reason->kind == ErrorKind::Malformed);
    }

    void measuresEndWithTheProcess()
    {
        auto process = processOf(42, 1);
        QVERIFY(std::holds_alternative<NumberValue>(told("nice", process)));
        process.hasEnded = true;
        QVERIFY(reasonOf(told("nice", process))->kind == ErrorKind::Gone);
        QVERIFY(std::holds_alternative<NumberValue>(told("ppid", process)));
    }

    void faultsOfBothKindsAreOneNumber()
    {
        auto process = processOf(42, 1);
        process.stat->minorFaults = 40;
        process.stat->majorFaults = 2;
        QCOMPARE(std::get<NumberValue>(told("faults", process)).value, 42.0);
    }

    void ratesComeWithTheSecondSample()
    {
        auto process = processOf(42, 1);
        process.io = IoCounters{.readBytes = 4096, .writeBytes = 4096};
        QVERIFY(std::holds_alternative<NotKnown>(told("disk-read", process)));
        QVERIFY(!reasonOf(told("disk-read", process)));
        process.ioRates = IoRates{1024.0, std::nullopt};
        QCOMPARE(std::get<NumberValue>(told("disk-read", process)).value, 1024.0);
        QVERIFY(std::holds_alternative<NotKnown>(told("disk-write", process)));
        process.io = failure(ErrorKind::Denied, "no");
        QVERIFY(reasonOf(told("disk-read", process))->kind == ErrorKind::Denied);
    }

    void theStartIsAMomentOfTheClock()
    {
        SystemInfo system;
        system.bootTime = WallTime(std::chrono::seconds(1'000'000));
        const FactContext context{system, std::chrono::seconds(1000), 0, {}, {}};
        const auto value = valueOf(*factNamed("started"), processOf(42, 1, 250), context);
        QCOMPARE(std::get<NumberValue>(value).value, 1'000'002.5);
        system.bootTime = failure(ErrorKind::Denied, "no");
        const auto unknown = valueOf(*factNamed("started"), processOf(42, 1, 250), context);
        QVERIFY(reasonOf(unknown)->kind == ErrorKind::Denied);
    }

    void theFrozenComeBeforeTheirState()
    {
        auto process = processOf(42, 1);
        process.frozen = Freeze{Freeze::Version::V2, "/jobs", true};
        const auto value = std::get<TextValue>(told("state", process));
        QCOMPARE(bytes(value.texts.front()), QByteArray("frozen"));
        QCOMPARE(bytes(value.texts.back()), QByteArray("sleeping"));
    }
};

static const forklore::TestClass<ProcessFactsTest> testClass(__FILE__);
#include "tst_process_facts.moc"
