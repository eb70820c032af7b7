// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panes on threads, memory and I/O: what they show, and what they say where there is nothing to show.
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/details/details_view.h"
#include "ui/details/panes/io_pane.h"
#include "ui/details/panes/memory_pane.h"
#include "ui/details/panes/threads_pane.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

constexpr ProcessId id{7, 7};
const auto threadsPane = QStringLiteral("threads");
const auto memoryPane = QStringLiteral("memory");

/// All that is said in words where it can be seen.
QString wordsOf(const QWidget &widget)
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            words += label->text();
    }
    return words.join(QLatin1Char('\n'));
}

Inspection threadsAt(std::chrono::seconds time, std::uint64_t ticks, const ProcessId &process = id)
{
    Stat stat;
    stat.pid = process.pid;
    stat.start = process.start;
    stat.threads = 1;
    stat.userTicks = ticks;
    stat.systemTicks = 0;
    const Thread thread{process.pid, stat, std::string(), {}, time};
    return {process, Section::Threads, Result<Threads>(Threads{time, {thread}})};
}

Inspection ioAt(std::chrono::seconds time, std::uint64_t read)
{
    IoCounters counters;
    counters.readBytes = read;
    return {id, Section::Io, Result<IoCounters>(counters), std::chrono::steady_clock::time_point(time), 1ms};
}

Inspection memoryOf(Result<Mappings> mappings)
{
    MemoryCounts counts;
    counts.resident = 20 << 20;
    return {id, Section::Mappings, MemoryUse{counts, std::move(mappings)}, {}, 12ms};
}

Mapping mapping(std::uint64_t start, const char *name, std::uint64_t resident)
{
    return {start, start + 4096, "r--p", 0, name, {resident, resident, resident, 0, 0}};
}

} // namespace

class TestResourcePanes : public QObject {
    Q_OBJECT

private slots:
    void sharesOfCpuNeedTwoReadings()
    {
        const auto sample = sampleOf({processOf(7, 0, 7)});
        ThreadsPane pane([&] { return sample; });
        const auto share = [&] { return pane.table()->model()->index(0, 4).data().toString(); };
        pane.apply(threadsAt(100s, 50));
        QCOMPARE(share(), QString());
        QVERIFY(wordsOf(pane).contains(QLatin1String("1 thread")));
        pane.apply(threadsAt(102s, 150));
        QCOMPARE(share(), QStringLiteral("50.0"));
        QVERIFY(wordsOf(pane).contains(QLatin1String("over the last 2.0 s")));
        pane.apply(threadsAt(103s, 900, {8, 8})); // another process: nothing to compare with
        QCOMPARE(share(), QString());
    }

    void ratesNeedTwoReadings()
    {
        IoPane pane;
        const auto rate = [&] { return pane.table()->model()->index(0, 2).data().toString(); };
        pane.apply(ioAt(100s, 1024));
        QCOMPARE(rate(), QString());
        QVERIFY(wordsOf(pane).contains(QLatin1String("second reading")));
        pane.apply(ioAt(104s, 5120));
        QCOMPARE(rate(), QStringLiteral("1.0 KiB/s"));
        QVERIFY(wordsOf(pane).contains(QLatin1String("over the last 4.0 s")));
        pane.apply(
            {id, Section::Io, Result<IoCounters>(failure(ErrorKind::Denied, "read io: Permission denied"))});
        QVERIFY(wordsOf(pane).contains(QLatin1String("The I/O counters cannot be read")));
        pane.apply(ioAt(105s, 5120)); // may be read again: the first reading of a new row
        QCOMPARE(rate(), QString());
    }

    void theLargestMappingComesFirst()
    {
        MemoryPane pane;
        pane.apply(memoryOf(Mappings{mapping(0x1000, "small", 4096), mapping(0x3000, "large", 8192)}));
        const auto *table = pane.mappings()->table();
        QCOMPARE(table->model()->index(0, 6).data().toString(), QStringLiteral("large"));
        QVERIFY(wordsOf(pane).contains(QLatin1String("2 mappings")));
        QVERIFY(wordsOf(pane).contains(QLatin1String("12 ms")));
        QVERIFY(wordsOf(pane).contains(QLatin1String("20.0 MiB")));
    }

    void deniedMappingsLeaveTheCounts()
    {
        MemoryPane pane;
        pane.apply(memoryOf(failure(ErrorKind::Denied, "open smaps: Permission denied")));
        const auto words = wordsOf(pane);
        QVERIFY(words.contains(QLatin1String("20.0 MiB")));
        QVERIFY(words.contains(QLatin1String("hidden")));
        QVERIFY(words.contains(QLatin1String("The memory map cannot be read")));
        QVERIFY(!pane.mappings()->table()->isVisibleTo(&pane));
    }

    void aKernelThreadHasNoMemory()
    {
        MemoryPane pane;
        const auto none =
            failure(ErrorKind::Unsupported, "a kernel thread has none: it runs inside the kernel");
        pane.apply({id, Section::Mappings, MemoryUse{none, none}});
        QVERIFY(wordsOf(pane).contains(QLatin1String("Not available")));
        QVERIFY(!wordsOf(pane).contains(QLatin1String("RSS")));
    }

    void theMeaningsGoWhereThereIsNoRoom()
    {
        MemoryPane pane;
        pane.resize(700, 400);
        pane.QWidget::show();
        pane.apply(memoryOf(Mappings{mapping(0x1000, "a", 4096)}));
        QVERIFY(wordsOf(pane).contains(QLatin1String("address space, used or not")));
        pane.resize(700, 200);
        QTRY_VERIFY(!wordsOf(pane).contains(QLatin1String("address space, used or not")));
    }

    /// An answer that comes late, when another pane is looked at, is no waste: its section rests now.
    void anAnswerReachesItsPaneThoughHidden()
    {
        const auto sample = sampleOf({processOf(1, 0, 1), processOf(7, 1, 7)});
        const Session session;
        ChartCursor cursor;
        DetailsView details(session, cursor);
        details.show();
        details.applySample(sample);
        details.showProcess(processOf(7, 1, 7));
        details.showPane(memoryPane);
        details.showPane(threadsPane);
        details.applyInspection(memoryOf(Mappings{mapping(0x1000, "kept", 4096)}));
        QVERIFY(!details.isFilled());
        details.showPane(memoryPane);
        QVERIFY(details.isFilled());
        QCOMPARE(details.findChild<MappingsPane *>()->table()->shownRows(), 1);
    }
};

static const forklore::TestClass<TestResourcePanes> testClass(__FILE__);
#include "tst_resource_panes.moc"
