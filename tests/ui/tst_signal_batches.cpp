// SPDX-License-Identifier: GPL-3.0-or-later
//
// A signal to more processes than there are descriptors to hold: all get it, and it is said that not all are
// held.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/descriptor_budget.h"
#include "core/host/linux/control/linux_control.h"
#include "core/host/linux/proc/pid_stat.h"
#include "tests/live/live.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"
#include "tests/ui/actions/dialog_parts.h"
#include "tests/ui/samples.h"
#include "ui/actions/signal_dialog.h"

using namespace forklore;

namespace {

constexpr std::size_t crowdSize = 80;
constexpr rlim_t lowLimit = 100; // half of it may hold processes

} // namespace

class TestSignalBatches : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void allGetItInBatches();
    void whereNoneCanBeHeldAllGetItToo();
    void whoIsAnotherByThenGetsNothing();
    void anotherChoiceFreesWhatWasHeld();
    void aCancelIsNotWaitedForByEachSurvivor();

private:
    [[nodiscard]] static std::vector<ProcessRef> refOf(const std::vector<ProcessId> &ids)
    {
        std::vector<ProcessRef> all;
        for (const auto &id : ids)
            all.push_back({id, "subject"});
        return all;
    }
    [[nodiscard]] std::unique_ptr<SignalDialog> dialogFor(std::vector<ProcessId> chosen, int signal) const
    {
        return std::make_unique<SignalDialog>(LinuxControl(), std::move(chosen), signal, Scope::Process,
                                              m_sample);
    }
    [[nodiscard]] std::size_t living() const
    {
        return static_cast<std::size_t>(std::ranges::count_if(m_ids, [](const ProcessId &id) {
            const auto proc = Directory::open("/proc");
            const auto stat = readPidStat(*proc, (std::to_string(id.pid) + "/stat").c_str());
            return stat && !stat->isZombie();
        }));
    }

    rlimit m_before{};
    std::vector<ProcessId> m_ids;
    SamplePtr m_sample;
};

void TestSignalBatches::init()
{
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &m_before), 0);
    const auto parent = getpid();
    std::vector<pid_t> children;
    while (children.size() < crowdSize) {
        const auto child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            signal(SIGTERM, SIG_DFL); // not the test's own handler
            while (getppid() == parent)
                pause();
            _exit(0);
        }
        QVERIFY(child > 0);
        children.push_back(child);
    }
    auto snapshot = sampleNow();
    QVERIFY2(snapshot, why(snapshot));
    for (const auto child : children)
        m_ids.push_back(snapshot->withPid(child)->id);
    m_sample = sampleOf(copiesOf(snapshot->processes));
    const rlimit low{lowLimit, m_before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);
}

void TestSignalBatches::cleanup()
{
    for (const auto &id : m_ids)
        kill(id.pid, SIGKILL);
    for (const auto &id : m_ids)
        waitpid(id.pid, nullptr, 0);
    m_ids.clear();
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &m_before), 0);
}

void TestSignalBatches::allGetItInBatches()
{
    const auto dialog = dialogFor(m_ids, SIGTERM);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_VERIFY_WITH_TIMEOUT(partOf<QPushButton>(*dialog, "send").isEnabled(), 60'000);
    QVERIFY2(textOf(*dialog, "heading").contains(QLatin1String(" of 80 cannot be held")),
             qPrintable(textOf(*dialog, "heading")));
    QVERIFY(textOf(*dialog, "warning").contains(QLatin1String("ulimit -n")));
    QCOMPARE(recipientsOf(*dialog).front().outcome, QStringLiteral("Ends it"));
    QCOMPARE(recipientsOf(*dialog).back().outcome, QStringLiteral("Ends it; in a later batch"));
    QVERIFY(freeDescriptors(1000) >= lowLimit / 2 - 10); // the reserve, but for what the threads read
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE_WITH_TIMEOUT(performed.count(), 1, 60'000);
    QCOMPARE(living(), std::size_t(0));
    const auto records = performed.front().front().value<std::vector<OperationRecord>>();
    QCOMPARE(records.size(), crowdSize);
    for (std::size_t at = 0; at < crowdSize; ++at) {
        QCOMPARE(records[at].process.id, m_ids[at]);
        QCOMPARE(records[at].outcome, QStringLiteral("Killed by SIGTERM"));
    }
}

void TestSignalBatches::whereNoneCanBeHeldAllGetItToo()
{
    std::vector<FileDescriptor> others;
    while (others.empty() || mayHold(others.back()))
        others.emplace_back(open("/", O_PATH | O_CLOEXEC));
    const auto dialog = dialogFor(m_ids, SIGKILL);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_VERIFY_WITH_TIMEOUT(partOf<QPushButton>(*dialog, "send").isEnabled(), 60'000);
    QVERIFY2(textOf(*dialog, "heading").endsWith(QLatin1String("80 of 80 cannot be held.")),
             qPrintable(textOf(*dialog, "heading")));
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE_WITH_TIMEOUT(performed.count(), 1, 60'000);
    QCOMPARE(living(), std::size_t(0));
    for (const auto &record : performed.front().front().value<std::vector<OperationRecord>>())
        QCOMPARE(record.outcome, QStringLiteral("Killed by SIGKILL"));
}

void TestSignalBatches::whoIsAnotherByThenGetsNothing()
{
    auto ids = m_ids; // the last ones cannot be held, and are others' by their start
    for (auto id = ids.end() - 5; id != ids.end(); ++id)
        ++id->start;
    const auto dialog = dialogFor(ids, SIGKILL);
    QSignalSpy performed(dialog.get(), &SignalDialog::performed);
    QTRY_VERIFY_WITH_TIMEOUT(partOf<QPushButton>(*dialog, "send").isEnabled(), 60'000);
    partOf<QPushButton>(*dialog, "send").click();
    QTRY_COMPARE_WITH_TIMEOUT(performed.count(), 1, 60'000);
    QCOMPARE(living(), std::size_t(5));
    const auto records = performed.front().front().value<std::vector<OperationRecord>>();
    QCOMPARE(records.back().outcome, QStringLiteral("Had ended before"));
}

void TestSignalBatches::anotherChoiceFreesWhatWasHeld()
{
    SignalSender sender{LinuxControl()};
    std::vector<SignalPreview> previews;
    connect(&sender, &SignalSender::held, this,
            [&](const std::vector<SignalPreview> &held) { previews = held; });
    const auto first = refOf(m_ids);
    sender.hold(first, m_sample);
    QTRY_COMPARE_WITH_TIMEOUT(previews.size(), first.size(), 60'000);
    QVERIFY(previews.back().waits);
    const auto last = refOf({m_ids.end() - 30, m_ids.end()});
    sender.hold(last, m_sample);
    QTRY_COMPARE_WITH_TIMEOUT(previews.size(), last.size(), 60'000);
    QVERIFY(std::ranges::none_of(previews, &SignalPreview::waits));
}

/// Each of the 80 was waited for, 100 ms long.
void TestSignalBatches::aCancelIsNotWaitedForByEachSurvivor()
{
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &m_before), 0); // in one batch
    SignalSender sender{LinuxControl()};
    QElapsedTimer sinceCancel;
    std::vector<SignalOutcome> outcomes;
    connect(&sender, &SignalSender::delivered, this, [&] {
        sinceCancel.start();
        sender.cancel();
    });
    connect(&sender, &SignalSender::done, this,
            [&](const std::vector<SignalOutcome> &all) { outcomes = all; });
    SignalOrder order{SIGCONT, refOf(m_ids)};
    order.patience = std::chrono::minutes(10);
    sender.send(order);
    QTRY_COMPARE_WITH_TIMEOUT(outcomes.size(), crowdSize, 60'000);
    QVERIFY2(sinceCancel.elapsed() < 5000, qPrintable(QString::number(sinceCancel.elapsed())));
    QVERIFY(std::ranges::all_of(outcomes,
                                [](const SignalOutcome &one) { return one.delivery.sent && !one.ended; }));
}

static const forklore::TestClass<TestSignalBatches> testClass(__FILE__);
#include "tst_signal_batches.moc"
