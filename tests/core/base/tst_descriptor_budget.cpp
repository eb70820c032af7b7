// SPDX-License-Identifier: GPL-3.0-or-later
//
// The limit of open files: raised for this program, put back for its children, and never used up by what
// holds processes.
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/descriptor_budget.h"
#include "core/host/linux/events/pidfd_watch.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

rlimit limitNow()
{
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit;
}

void setSoft(rlim_t soft)
{
    const rlimit limit{soft, limitNow().rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/// What a child has as its soft limit once the work was done in it; it must not be more than a byte.
template <class Work>
int inChild(Work work)
{
    const auto child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

class DescriptorBudgetTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_before = limitNow();
        QVERIFY2(m_before.rlim_max >= 300, "the tests need a hard limit of 300 open files");
    }
    void cleanup() { QCOMPARE(setrlimit(RLIMIT_NOFILE, &m_before), 0); }

    void theSoftLimitIsRaisedAndPutBackForChildren()
    {
        setSoft(100);
        raiseDescriptorLimit();
        QCOMPARE(limitNow().rlim_cur, m_before.rlim_max);
        QCOMPARE(descriptorLimit(), static_cast<std::uint64_t>(m_before.rlim_max));
        QCOMPARE(inChild([] {
                     restoreDescriptorLimit();
                     return static_cast<int>(limitNow().rlim_cur);
                 }),
                 100);
        raiseDescriptorLimit(); // once more: what was there at the start is not forgotten
        QCOMPARE(inChild([] {
                     restoreDescriptorLimit();
                     return static_cast<int>(limitNow().rlim_cur);
                 }),
                 100);
    }

    void aChildThatWasStartedGetsItToo()
    {
        setSoft(100);
        raiseDescriptorLimit();
        const auto child = fork();
        if (child == 0) {
            raise(SIGSTOP);
            _exit(static_cast<int>(limitNow().rlim_cur));
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, WUNTRACED), child);
        restoreDescriptorLimitOf(child);
        kill(child, SIGCONT);
        QCOMPARE(waitpid(child, &status, 0), child);
        QCOMPARE(WEXITSTATUS(status), 100);
    }

    void thereIsAReserve_data()
    {
        QTest::addColumn<qulonglong>("limit");
        QTest::addColumn<qulonglong>("forHolders");
        QTest::newRow("none") << 0ULL << 0ULL;
        QTest::newRow("odd") << 21ULL << 10ULL;
        QTest::newRow("few") << 64ULL << 32ULL;
        QTest::newRow("usual") << 1024ULL << 768ULL;
        QTest::newRow("many") << 1048576ULL << 1048320ULL;
    }
    void thereIsAReserve()
    {
        QFETCH(const qulonglong, limit);
        QTEST(static_cast<qulonglong>(descriptorsForHolders(limit)), "forHolders");
    }

    void whatHoldsProcessesStaysOutOfTheReserve()
    {
        setSoft(300);
        std::vector<FileDescriptor> others;
        while (others.empty() || others.back().get() < 149) // as many as were inherited, for instance
            others.emplace_back(open("/", O_PATH | O_CLOEXEC));
        QVERIFY(mayHold(others.back()));
        others.emplace_back(open("/", O_PATH | O_CLOEXEC));
        QVERIFY(!mayHold(others.back()));
        QVERIFY(!mayHold(FileDescriptor()));
    }

    void eventsLeaveSomeToOperations()
    {
        setSoft(300);
        QCOMPARE(PidfdWatch::capacity(), std::size_t(75));
        if (PidfdWatch::ability() == PidfdWatch::Ability::None)
            return qInfo("this kernel has no pidfds: that the reserve is kept is not tested");
        PidfdWatch watch;
        std::vector<FileDescriptor> others;
        while (others.empty() || others.back().get() < 149)
            others.emplace_back(open("/", O_PATH | O_CLOEXEC));
        const auto held = watch.hold({getpid(), 1});
        QVERIFY(!held);
        QCOMPARE(held.error().kind, ErrorKind::Io);
        QVERIFY2(held.error().message.find("ulimit -n") != std::string::npos, held.error().message.c_str());
        others.clear();
        QVERIFY(watch.hold({getpid(), 1}));
    }

    void whatIsFreeIsCounted()
    {
        setSoft(60);
        const auto all = freeDescriptors(1000);
        QVERIFY(all > 10 && all < 60);
        const FileDescriptor one(open("/", O_PATH | O_CLOEXEC));
        QCOMPARE(freeDescriptors(1000), all - 1);
        QCOMPARE(freeDescriptors(5), std::size_t(5));
    }

private:
    rlimit m_before{};
};

static const forklore::TestClass<DescriptorBudgetTest> testClass(__FILE__);
#include "tst_descriptor_budget.moc"
