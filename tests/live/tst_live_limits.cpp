// SPDX-License-Identifier: GPL-3.0-or-later
//
// Resource limits: core beside the process's own getrlimit(2) and prlimit(1).
#include <QTest>

#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/live/stage/witness.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LiveLimits : public QObject {
    Q_OBJECT

private slots:
    void init();
    void areWhatTheProcessSays();
    void areWhatPrlimitSays();
    void usageIsCounted();
    void zombieHasLimitsAndNoMemory();

private:
    static QByteArray text(const std::optional<std::uint64_t> &value)
    {
        return value ? QByteArray::number(static_cast<qulonglong>(*value)) : QByteArray("unlimited");
    }
    static const LimitUsage &of(const std::vector<LimitUsage> &limits, Resource resource)
    {
        return limits.at(static_cast<std::size_t>(resource));
    }

    Result<LinuxInspector> m_inspector = inspectorOfMachine();
    Result<Snapshot> m_snapshot;

    Result<std::vector<LimitUsage>> limitsOf(Pid pid);
};

Result<std::vector<LimitUsage>> LiveLimits::limitsOf(Pid pid)
{
    m_snapshot = sampleNow();
    if (!m_snapshot)
        return Failure(m_snapshot.error());
    return m_inspector->idOf(pid).and_then(
        [&](const ProcessId &id) { return m_inspector->limits(id, *m_snapshot); });
}

void LiveLimits::init()
{
    QVERIFY2(m_inspector, why(m_inspector));
}

void LiveLimits::areWhatTheProcessSays()
{
    const Subject subject({"limits"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto limits = limitsOf(subject.pid());
    QVERIFY2(limits, why(limits));
    QCOMPARE(limits->size(), resourceCount);
    for (const auto &row : *limits) {
        QVERIFY2(row.limit, why(row.limit));
        const auto &limit = *row.limit;
        const auto said = subject.fact(std::string(traits(limit.resource).name).c_str());
        QCOMPARE(text(limit.soft) + ':' + text(limit.hard), said);
    }
    QCOMPARE(of(*limits, Resource::OpenFiles).limit->soft, std::optional<std::uint64_t>(200));
    QCOMPARE(of(*limits, Resource::OpenFiles).limit->hard, std::optional<std::uint64_t>(300));
    QCOMPARE(of(*limits, Resource::CoreSize).limit->soft, std::optional<std::uint64_t>(0));
}

void LiveLimits::areWhatPrlimitSays()
{
    const Subject subject({"limits"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto limits = limitsOf(subject.pid());
    QVERIFY2(limits, why(limits));
    const auto said = witness::prlimit(subject.pid());
    QVERIFY2(said, why(said));
    QCOMPARE(said->size(), static_cast<qsizetype>(resourceCount));
    for (const auto &row : *limits) {
        QVERIFY2(row.limit, why(row.limit));
        const auto &limit = *row.limit;
        QCOMPARE(text(limit.soft) + ':' + text(limit.hard), said->value(bytes(traits(limit.resource).name)));
    }
}

void LiveLimits::usageIsCounted()
{
    const Subject subject({"limits"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto limits = limitsOf(subject.pid());
    QVERIFY2(limits, why(limits));
    const auto usage = [&](Resource resource) {
        const auto &told = of(*limits, resource).usage;
        return told && *told ? QByteArray::number(static_cast<qulonglong>(**told)) : QByteArray("none");
    };
    const auto *process = m_snapshot->withPid(subject.pid());
    QVERIFY(process && process->stat && process->descriptorCount && *process->descriptorCount);

    QCOMPARE(usage(Resource::OpenFiles), QByteArray("3"));
    QCOMPARE(**process->descriptorCount, std::uint64_t(3));
    QCOMPARE(usage(Resource::LockedMemory), subject.fact("locked"));
    QVERIFY(usage(Resource::PendingSignals).toInt() >= subject.fact("queued").toInt()); // all of the user's
    QCOMPARE(usage(Resource::AddressSpace),
             QByteArray::number(static_cast<qulonglong>(process->stat->virtualBytes.value())));
    QCOMPARE(usage(Resource::Nice), QByteArray::number(20 - process->stat->nice.value()));
    QCOMPARE(usage(Resource::RealtimePriority), QByteArray("0"));
    for (const auto resource : {Resource::FileSize, Resource::CoreSize, Resource::FileLocks,
                                Resource::MessageQueues, Resource::RealtimeTimeout})
        QVERIFY(!of(*limits, resource).usage);

    std::uint64_t threads = 0;
    for (const auto &other : m_snapshot->processes) {
        if (other.credentials && other.stat && other.credentials->uid.real == process->credentials->uid.real)
            threads += other.stat->threads.value();
    }
    QCOMPARE(usage(Resource::Processes), QByteArray::number(static_cast<qulonglong>(threads)));
}

void LiveLimits::zombieHasLimitsAndNoMemory()
{
    const Subject subject({"zombie", "0"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto limits = limitsOf(subject.child());
    QVERIFY2(limits, why(limits));
    QCOMPARE(limits->size(), resourceCount);
    QVERIFY(!of(*limits, Resource::Stack).usage);
    QVERIFY(!of(*limits, Resource::Data).usage);
}

static const forklore::TestClass<LiveLimits> testClass(__FILE__);
#include "tst_live_limits.moc"
