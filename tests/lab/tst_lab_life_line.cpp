// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever a demo does, and at whichever moment: when its watcher is killed, nothing of it is left within a
// second. And never are there more of its processes than its scenario may start.
#include <QProcess>
#include <QTest>

#include <signal.h>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/lab/catalogue/catalogue.h"
#include "core/lab/wire.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// Who hangs on the same life line: the pipe that is open under its number. A zombie has let go of it.
std::vector<int> hangingOn(const std::string &pipe)
{
    const auto proc = Directory::open("/proc");
    std::vector<int> pids;
    for (const auto pid : proc->numbersIn(".").value_or(std::vector<int>())) {
        const auto line = fmt::format("{}/fd/{}", pid, static_cast<int>(lab::lifeLine));
        if (proc->readLink(line.c_str()).value_or("") == pipe)
            pids.push_back(pid);
    }
    return pids;
}

/// The stage is the holder's child.
std::string lifeLineOf(qint64 holder)
{
    const auto proc = Directory::open("/proc");
    const auto children = proc->read(fmt::format("{0}/task/{0}/children", holder).c_str()).value_or("");
    const auto stage = std::atoi(children.c_str());
    const auto line = fmt::format("{}/fd/{}", stage, static_cast<int>(lab::lifeLine));
    return proc->readLink(line.c_str()).value_or("");
}

} // namespace

class LabLifeLine : public QObject {
    Q_OBJECT

private slots:
    void nothingOutlivesTheWatcher_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &demo : demos())
            QTest::newRow(demo.name.c_str()) << QString::fromStdString(demo.name);
    }

    void nothingOutlivesTheWatcher()
    {
        QFETCH(QString, name);
        constexpr std::size_t maxProcesses = 65; // of a fork bomb, with its stage
        for (int moment = 0;; ++moment) {
            QProcess holder;
            holder.start(QStringLiteral(FORKLORE_HOLDER),
                         {QStringLiteral(FORKLORE_LAB), name, QString::number(moment)});
            QByteArray said;
            while (!said.contains('\n') && holder.waitForReadyRead(60'000))
                said += holder.readAllStandardOutput();
            QVERIFY2(said.startsWith("held\n") || said.startsWith("over\n"), said);
            const auto pipe = lifeLineOf(holder.processId());
            QVERIFY2(pipe.starts_with("pipe:"), pipe.c_str());
            const auto before = hangingOn(pipe);
            QVERIFY(!before.empty());
            QVERIFY(before.size() <= maxProcesses);
            ::kill(static_cast<pid_t>(holder.processId()), SIGKILL);
            static_cast<void>(QTest::qWaitFor([&] { return hangingOn(pipe).empty(); }, 1000));
            const auto left = hangingOn(pipe);
            QVERIFY2(left.empty(), QByteArray::number(left.empty() ? 0 : left.front()) + " is left of " +
                                       name.toLatin1() + " at moment " + QByteArray::number(moment));
            holder.waitForFinished(-1);
            if (said.startsWith("over"))
                return;
            constexpr int mostMoments = 20;
            QVERIFY(moment < mostMoments);
        }
    }
};

static const forklore::TestClass<LabLifeLine> testClass(__FILE__);
#include "tst_lab_life_line.moc"
