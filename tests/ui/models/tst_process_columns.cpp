// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSet>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/models/text/state_text.h"

using namespace forklore;

namespace {

QString cell(const Process &process, const char *column, const SamplePtr &sample,
             CpuScale scale = CpuScale::OneCore)
{
    return processColumns()[static_cast<std::size_t>(processColumn(column))].text(process, {*sample, scale});
}

} // namespace

class TestProcessColumns : public QObject {
    Q_OBJECT

private slots:
    void idsAreUnique()
    {
        QSet<QByteArray> ids;
        for (const auto &column : processColumns())
            ids.insert(column.id);
        QCOMPARE(ids.size(), static_cast<qsizetype>(processColumns().size()));
        QCOMPARE(processColumn("process"), 0);
    }

    /// One that needs a key, env.NAME, has no column.
    void everyFactHasAColumn()
    {
        for (const auto &fact : processFacts()) {
            const auto found = std::ranges::find(processColumns(), &fact, &ProcessColumn::fact);
            QCOMPARE(found == processColumns().end(), !fact.keyedBy.empty());
        }
        const auto &column = processColumns()[static_cast<std::size_t>(processColumn("processor"))];
        QVERIFY(!column.shown);
        QCOMPARE(column.title, QStringLiteral("Processor"));
        auto process = processOf(42, 1);
        process.stat->processor = 3;
        QCOMPARE(cell(process, "processor", sampleOf({process})), QStringLiteral("3"));
    }

    void everyColumnBearsAProcessThatCannotBeRead()
    {
        const auto sample = sampleOf({unreadable(7)});
        const auto &process = sample->snapshot->processes.front();
        for (const auto &column : processColumns()) {
            const auto text = column.text(process, {*sample, CpuScale::OneCore});
            const bool honest =
                text == QLatin1String("?") || text.isEmpty() || std::string_view(column.id) == "pid";
            QVERIFY2(honest, column.id);
            if (std::string_view(column.id) != "pid")
                QVERIFY2(!column.key(process, {*sample, CpuScale::OneCore}).known, column.id);
        }
        QCOMPARE(cell(process, "pid", sample), QStringLiteral("7"));
        QCOMPARE(cell(process, "user", sample), QStringLiteral("?")); // not root
    }

    void factsAreWritten()
    {
        auto process = processOf(42, 1, 50'000, "a\nb");
        process.stat->residentPages = 3;
        process.stat->userTicks = 456;
        process.stat->nice = -5;
        process.commandLine = std::string("prog\0--opt\0", 11);
        process.descriptorCount = Result<std::uint64_t>(12);
        process.cpuShare = 0.5;
        auto sample = sampleOf({process});
        QCOMPARE(cell(process, "process", sample), QStringLiteral("a\\nb"));
        QCOMPARE(cell(process, "user", sample), QStringLiteral("root"));
        QCOMPARE(cell(process, "memory", sample), QStringLiteral("12.0 KiB"));
        QCOMPARE(cell(process, "cpu-time", sample), QStringLiteral("0:04.56"));
        QCOMPARE(cell(process, "nice", sample), QStringLiteral("-5"));
        QCOMPARE(cell(process, "command", sample), QStringLiteral("prog --opt"));
        QCOMPARE(cell(process, "descriptors", sample), QStringLiteral("12"));
        QCOMPARE(cell(process, "age", sample), QStringLiteral("8 min 20 s"));
        QCOMPARE(cell(process, "cpu", sample), QStringLiteral("50.0"));
    }

    void ofTheMachineIsLessThanOfACore()
    {
        auto process = processOf(42, 1);
        process.cpuShare = 1.0;
        auto sample = std::make_shared<Sample>(*sampleOf({process}));
        sample->system.processors = 4;
        QCOMPARE(cell(process, "cpu", sample, CpuScale::Machine), QStringLiteral("25.0"));
    }

    void aZeroThatMeansNothingIsBlank()
    {
        auto zombie = processOf(43, 1);
        zombie.stat->state = State::Zombie;
        zombie.exitStatus = Result<ExitStatus>(ExitStatus{ExitStatus::Kind::Exited, 3, false});
        auto worker = processOf(44, 2);
        worker.stat->flags = 0x00200000;
        const auto sample = sampleOf({zombie, worker});
        for (const auto &process : {zombie, worker}) {
            QCOMPARE(cell(process, "memory", sample), QString());
            QCOMPARE(cell(process, "descriptors", sample), QString());
        }
        QCOMPARE(cell(zombie, "state", sample), QString::fromUtf8("zombie · 3"));
    }

    void theFrozenAreNotAsleep()
    {
        auto process = processOf(43, 1);
        process.frozen = Freeze{Freeze::Version::V2, "/jobs", true};
        const auto sample = sampleOf({process});
        QCOMPARE(cell(process, "state", sample), QStringLiteral("frozen"));
        process.stat->state = State::Zombie; // what is frozen can be killed
        QCOMPARE(stateText(process), QStringLiteral("zombie"));
    }

    void aMissingForegroundGroupHasItsReason()
    {
        auto process = processOf(43, 1);
        process.stat->ttyDevice = 34819;
        process.stat->ttyForegroundGroup.reset();
        const auto sample = sampleOf({process});
        const auto &column = processColumns()[static_cast<std::size_t>(processColumn("foreground"))];
        QCOMPARE(cell(process, "foreground", sample), QStringLiteral("?"));
        QVERIFY(column.reason(process, {*sample, CpuScale::OneCore}).contains(QLatin1String("tpgid")));
        process.stat->ttyForegroundGroup = 43;
        QCOMPARE(column.reason(process, {*sample, CpuScale::OneCore}), QString());
    }

    void aLeaderThatEndedIsNoZombie()
    {
        auto process = processOf(43, 1);
        process.stat->state = State::Zombie;
        process.stat->threads = 2;
        QCOMPARE(stateText(process), QStringLiteral("leader ended"));
    }
};

static const forklore::TestClass<TestProcessColumns> testClass(__FILE__);
#include "tst_process_columns.moc"
