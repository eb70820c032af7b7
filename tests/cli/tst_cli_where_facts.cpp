// SPDX-License-Identifier: GPL-3.0-or-later
//
// list --where by facts that are read for the sake of a filter alone: a soft limit, an environment.
#include <QTest>

#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/file.h"
#include "tests/cli/command.h"
#include "tests/live/stage/staged.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

bool isListed(Pid pid, const QString &expression)
{
    const auto where = QStringLiteral("pid = %1 and %2").arg(pid).arg(expression);
    const auto run = runCommand({"list", "--json", "--where", where});
    return run.status == 0 && run.json()["processes"].toArray().size() == 1;
}

} // namespace

class CliWhereFacts : public QObject {
    Q_OBJECT

private slots:
    void descriptorsAreAShareOfTheSoftLimit()
    {
        constexpr rlim_t soft = 100;
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        std::vector<FileDescriptor> open;
        do
            open.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        while (open.back().get() < 85);
        const rlimit lower{soft, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &lower), 0);
        const bool near = isListed(getpid(), QStringLiteral("fds > 80%"));
        const bool full = isListed(getpid(), QStringLiteral("fds > 99%"));
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(near);
        QVERIFY(!full);
    }

    void theEnvironmentIsThatOfItsStart()
    {
        const Subject subject({"plain"}, {"FORKLORE_MARK=Yes indeed", "PATH=/usr/bin:/bin"});
        QVERIFY2(subject.stands(), subject.complaint());
        QVERIFY(isListed(subject.pid(), QStringLiteral("env.FORKLORE_MARK = \"yes indeed\"")));
        QVERIFY(isListed(subject.pid(), QStringLiteral("env.FORKLORE_MARK ~ /^yes/")));
        QVERIFY(!isListed(subject.pid(), QStringLiteral("env.FORKLORE_MARK = no")));
        QVERIFY(isListed(subject.pid(), QStringLiteral("env.FORKLORE_NOT_SET = none")));
    }

    void readingCounts()
    {
        QVERIFY(isListed(getpid(), QStringLiteral("read >= 0 and switches >= 0")));
        QVERIFY(!isListed(getpid(), QStringLiteral("switches = none")));
    }
};

static const forklore::TestClass<CliWhereFacts> testClass(__FILE__);
#include "tst_cli_where_facts.moc"
