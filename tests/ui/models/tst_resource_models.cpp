// SPDX-License-Identifier: GPL-3.0-or-later
//
// Threads, memory and I/O as tables: their cells as text.
#include <memory>

#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/models/sections/io_model.h"
#include "ui/models/sections/memory_model.h"
#include "ui/models/sections/threads_model.h"
#include "ui/models/text/machine_memory_text.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

Thread threadOf(Pid tid, const char *name, State state, Result<std::string> channel)
{
    Stat stat;
    stat.pid = tid;
    stat.comm = name;
    stat.state = state;
    stat.threads = 3;
    stat.userTicks = 150;
    stat.systemTicks = 0;
    stat.nice = 0;
    stat.processor = 0;
    return {tid, stat, std::move(channel), {}};
}

QString tipAt(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data(Qt::ToolTipRole).toString();
}

QStringList linesOf(const std::vector<MemoryFigure> &figures)
{
    QStringList lines;
    for (const auto &figure : figures)
        lines += figure.label + QLatin1Char(' ') + figure.value;
    return lines;
}

constexpr std::uint64_t mebibyte = 1 << 20;

Mapping mapping(std::uint64_t start, const char *permissions, const char *name, std::uint64_t resident)
{
    return {start, start + 8 * mebibyte, permissions, 0, name, {resident, resident / 2, 0, resident, 0}};
}

const MemoryCounts counts = {90 * mebibyte, 20 * mebibyte,  12 * mebibyte, 8 * mebibyte, 0,
                             30 * mebibyte, 100 * mebibyte, 3 * mebibyte,  48 * 1024};

} // namespace

class TestResourceModels : public QObject {
    Q_OBJECT

private slots:
    void threadsAreATable()
    {
        auto busy = threadOf(7, "busy\n", State::Running, std::string());
        busy.cpuShare = 0.984;
        busy.stat->nice = 5;
        busy.stat->processor = 3;
        const Threads threads{1s,
                              {threadOf(50, "main", State::Sleeping, std::string("futex_wait_queue")), busy,
                               threadOf(51, "io", State::DiskSleep, failure(ErrorKind::Denied, "hidden"))}};
        const std::unique_ptr<ThreadsModel> model(makeThreadsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(threadRows(threads, 50, {}));
        const QStringList expected = {
            "50 | leader | main | sleeping |  | 0:01.50 | 0 | 0 | futex_wait_queue",
            QString::fromUtf8("7 |  | busy\\n | running | 98.4 | 0:01.50 | 3 | 5 | –"),
            "51 |  | io | uninterruptible |  | 0:01.50 | 0 | 0 | ?"};
        QCOMPARE(dumpCells(*model), expected);
        QVERIFY(tipAt(*model, 0, 4).contains(QLatin1String("second reading")));
        QVERIFY(tipAt(*model, 0, 8).contains(QLatin1String("futex_wait_queue")));
        QCOMPARE(tipAt(*model, 1, 8), QStringLiteral("It waits for nothing"));
        QCOMPARE(tipAt(*model, 2, 8), QStringLiteral("hidden"));
        QVERIFY(tipAt(*model, 2, 3).contains(QLatin1String("no signal")));
    }

    void aThreadThatEndedBeforeOthersIsNoZombie()
    {
        auto alone = threadOf(51, "alone", State::Zombie, std::string());
        alone.stat->threads = 1;
        const Threads threads{1s, {threadOf(50, "main", State::Zombie, std::string()), alone}};
        const std::unique_ptr<ThreadsModel> model(makeThreadsModel(nullptr));
        model->setRows(threadRows(threads, 50, {}));
        QCOMPARE(model->index(0, 3).data().toString(), QStringLiteral("ended"));
        QCOMPARE(model->index(1, 3).data().toString(), QStringLiteral("zombie"));
    }

    void whatAThreadDoesNotTellIsUnknown()
    {
        auto odd = threadOf(51, "odd", State::Sleeping, std::string());
        odd.stat->nice.reset();
        odd.stat->userTicks.reset();
        auto malformed = threadOf(52, "gone", State::Sleeping, std::string());
        malformed.stat = failure(ErrorKind::Malformed, "stat: no process id");
        const std::unique_ptr<ThreadsModel> model(makeThreadsModel(nullptr));
        model->setRows(threadRows({1s, {odd, malformed}}, 50, {}));
        QCOMPARE(dumpCells(*model),
                 (QStringList{QString::fromUtf8("51 |  | odd | sleeping |  | ? | 0 | ? | –"),
                              QString::fromUtf8("52 |  | ? | ? |  | ? | ? | ? | –")}));
        QVERIFY(tipAt(*model, 0, 7).contains(QLatin1String("nice")));
        QCOMPARE(tipAt(*model, 1, 2), QStringLiteral("stat: no process id"));
    }

    void threadsThatStayKeepTheirRows()
    {
        const auto row = [](Pid tid) { return threadOf(tid, "t", State::Sleeping, std::string()); };
        const std::unique_ptr<ThreadsModel> model(makeThreadsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(threadRows({1s, {row(50), row(51), row(60)}}, 50, {}));
        const QPersistentModelIndex kept = model->index(2, 0);
        model->setRows(threadRows({2s, {row(50), row(7), row(60), row(61)}}, 50, {}));
        QCOMPARE(kept.data().toString(), QStringLiteral("60"));
        QCOMPARE(kept.row(), 2);
        QCOMPARE(model->rowCount(), 4);
    }

    void countersHaveNoRateAtFirst()
    {
        const IoReading now{{2048, 0, 0, 4096, 12, 3, 1}, {}};
        const std::unique_ptr<IoModel> model(makeIoModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(ioRows(now, std::nullopt));
        const auto lines = dumpCells(*model);
        QCOMPARE(lines.size(), 7);
        QVERIFY(
            lines.at(0).startsWith(QLatin1String("Read from storage | 2.0 KiB |  | read_bytes | Bytes ")));
        QVERIFY(lines.at(5).startsWith(QLatin1String("Read calls | 3 |  | syscr | How often ")));
        QVERIFY(tipAt(*model, 0, 2).contains(QLatin1String("second reading")));
        QCOMPARE(tipAt(*model, 0, 1), QString::fromUtf8("2\u2009048 bytes"));
    }

    void ratesAreBetweenTwoReadings()
    {
        const IoReading before{{0, 0, 0, 1000, 0, 10, 0}, {}};
        const IoReading now{{4096, 0, 0, 1000, 0, 15, 0}, before.at + 2s};
        const std::unique_ptr<IoModel> model(makeIoModel(nullptr));
        model->setRows(ioRows(now, before));
        const auto rate = [&](int row) { return model->index(row, 2).data().toString(); };
        QCOMPARE(rate(0), QStringLiteral("2.0 KiB/s"));
        QCOMPARE(rate(3), QStringLiteral("0 B/s"));
        QCOMPARE(rate(5), QStringLiteral("2.5 /s"));
        // Two readings at once, or a counter that fell: no rate, rather than a wrong one.
        QVERIFY(!ioRows(before, before).front().perSecond);
        QVERIFY(!ioRows({{}, before.at + 1s}, before).at(3).perSecond);
    }

    void figuresOfMemory()
    {
        const MemoryUse use{counts, Mappings{mapping(4096, "rw-p", "[heap]", 16 * mebibyte)}};
        const auto figures = memoryFigures(use);
        QCOMPARE(linesOf(figures), (QStringList{"RSS 20.0 MiB", "PSS 8.0 MiB", "USS 0 B", "Shared 16.0 MiB",
                                                "Swap 3.0 MiB", "Peak 30.0 MiB", "Virtual 90.0 MiB"}));
        for (const auto &figure : figures)
            QVERIFY2(!figure.meaning.isEmpty() && !figure.tip.isEmpty(), qPrintable(figure.label));
        QVERIFY(figures.front().tip.contains(QLatin1String("12.0 MiB anonymous")));
    }

    void hugePagesAreInNoRss()
    {
        MemoryCounts huge = counts;
        huge.hugePages = 4 * mebibyte;
        const auto figures = memoryFigures({huge, Mappings()});
        QCOMPARE(linesOf(figures).mid(0, 2), (QStringList{"RSS 20.0 MiB", "Huge pages 4.0 MiB"}));
        huge.hugePages = 0;
        QCOMPARE(linesOf(memoryFigures({huge, Mappings()})).at(1), QStringLiteral("PSS 0 B"));
    }

    void memoryOfTheMachine()
    {
        MemoryState memory{.total = 100 * mebibyte,
                           .free = 10 * mebibyte,
                           .available = 40 * mebibyte,
                           .cached = 60 * mebibyte,
                           .shared = 20 * mebibyte};
        QCOMPARE(machineMemoryText(memory).split('\n'),
                 (QStringList{"Used: 50.0 MiB, by programs and the kernel",
                              "Shared memory and tmpfs: 20.0 MiB, part of what is used",
                              "Cache: 40.0 MiB, which can be given back", "Free: 10.0 MiB",
                              "Available to programs, as the kernel estimates: 40.0 MiB"}));
        memory.swapTotal = 9 * mebibyte;
        memory.swapFree = 4 * mebibyte;
        QVERIFY(machineMemoryText(memory).endsWith(QLatin1String("Swap: 5.0 MiB, moved to disk")));
        memory.zramSwap = 3 * mebibyte;
        memory.zswapped = mebibyte;
        memory.hugePages = 8 * mebibyte;
        memory.hugePagesFree = 2 * mebibyte;
        memory.zfs = ZfsCache{6 * mebibyte, mebibyte};
        QCOMPARE(machineMemoryText(memory).split('\n').mid(5),
                 (QStringList{"Swap: 5.0 MiB, of which 1.0 MiB were moved to disk and 4.0 MiB are kept in "
                              "memory, compressed (zram, zswap)",
                              "Huge pages: 8.0 MiB set aside, 2.0 MiB of it unused; part of what is used, "
                              "and of no process's RSS",
                              "ZFS cache: 6.0 MiB, part of the cache down to 1.0 MiB"}));
    }

    /// What cannot be read is said so; what a kernel does not have is left out, but for what all have.
    void memoryOfTheMachineInPieces()
    {
        MemoryState memory{.total = 100 * mebibyte, .cached = 60 * mebibyte};
        memory.free = failure(ErrorKind::Malformed, "no MemFree");
        memory.available = failure(ErrorKind::Unsupported, "old");
        memory.zramSwap = failure(ErrorKind::Denied, "swaps");
        memory.swapTotal = mebibyte;
        QCOMPARE(
            machineMemoryText(memory).split('\n'),
            (QStringList{"Used: unknown (no MemFree), by programs and the kernel",
                         "Shared memory and tmpfs: 0 B, part of what is used",
                         "Cache: 60.0 MiB, which can be given back", "Free: unknown (no MemFree)",
                         "Swap: 1.0 MiB; how much of it is kept compressed in memory is unknown (swaps)"}));
        memory.swapTotal = failure(ErrorKind::Malformed, "no SwapTotal");
        QCOMPARE(machineMemoryText(memory).split('\n').last(),
                 QStringLiteral("Swap: unknown (no SwapTotal)"));
    }

    void whatIsHiddenOfMemoryIsNoZero()
    {
        MemoryCounts old;
        old.resident = mebibyte;
        const auto figures =
            memoryFigures({old, failure(ErrorKind::Denied, "open smaps: Permission denied")});
        QCOMPARE(linesOf(figures), (QStringList{"RSS 1.0 MiB", "PSS hidden", "USS hidden", "Shared hidden",
                                                "Swap ?", "Peak ?", "Virtual ?"}));
        QCOMPARE(figures.at(1).tip, QStringLiteral("open smaps: Permission denied"));
        QCOMPARE(figures.at(4).tip, QStringLiteral("status has no valid line VmSwap"));
    }

    void mappingsAreATable()
    {
        const std::unique_ptr<MappingsModel> model(makeMappingsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(mappingRows({mapping(0xffff'ffff'ff60'0000, "--xp", "[vsyscall]", 0),
                                    mapping(0x1000, "r-xp", "/lib/a\nb", 2 * mebibyte),
                                    mapping(0x90'0000, "rw-s", "", mebibyte)}));
        const QStringList expected = {"2.0 MiB | 1.0 MiB | 0 B | 0 B | 8.0 MiB | r-xp | /lib/a\\nb",
                                      "1.0 MiB | 512 KiB | 0 B | 0 B | 8.0 MiB | rw-s | (anonymous)",
                                      "0 B | 0 B | 0 B | 0 B | 8.0 MiB | --xp | [vsyscall]"};
        QCOMPARE(dumpCells(*model), expected);
        QVERIFY(tipAt(*model, 0, 5).startsWith(QLatin1String("may read, execute; private")));
        QVERIFY(tipAt(*model, 1, 5).contains(QLatin1String("shared")));
        QCOMPARE(tipAt(*model, 0, 6), QString::fromUtf8("/lib/a\\nb at 1000–801000, from its byte 0 on"));
    }

    void addressesKeepTheirRows()
    {
        const std::unique_ptr<MappingsModel> model(makeMappingsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        const auto vsyscall = mapping(0xffff'ffff'ff60'0000, "--xp", "[vsyscall]", 0);
        model->setRows(mappingRows({mapping(0x1000, "r--p", "a", 1), vsyscall}));
        const QPersistentModelIndex kept = model->index(1, 0);
        model->setRows(mappingRows({mapping(0x90'0000, "r--p", "b", 1), vsyscall}));
        QVERIFY(kept.isValid());
        QCOMPARE(dumpCells(*model).size(), 2);
    }
};

static const forklore::TestClass<TestResourceModels> testClass(__FILE__);
#include "tst_resource_models.moc"
