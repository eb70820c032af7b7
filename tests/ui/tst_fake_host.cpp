// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window over a machine that is made up: it needs a Host, and nothing else.
#include <QAction>
#include <QLabel>
#include <QTest>

#include "tests/support/processes.h"
#include "tests/support/test_program.h"
#include "tests/ui/fake_host.h"
#include "tests/ui/samples.h"
#include "tests/ui/window_parts.h"
#include "ui/details/section_panes.h"
#include "ui/window/main_window.h"

using namespace forklore;

namespace {

constexpr Uid ada = 1000;
const ProcessId shell{50, 500};

Process ofUser(Process process, Uid uid)
{
    process.credentials = Credentials{.uid = {uid, uid, uid, uid}, .gid = {}};
    return process;
}

std::vector<Process> threeProcesses()
{
    return {ofUser(processOf(1, 0, 1, "first"), 0), ofUser(processOf(50, 1, 500, "shell"), ada),
            ofUser(processOf(60, 50, 600, "child"), ada)};
}

} // namespace

class FakeHostTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theTreeIsTheHosts();
    void whoLooksIsTheHostsViewer();
    void sectionsAreReadThroughTheHost();
    void whatIsDeniedIsSaidForThisViewer();
    void eventsAreTheHosts();
    void nothingCanBeDoneWhereTheHostCannot();

private:
    void open(const Viewer &viewer);
    void refresh();
    [[nodiscard]] QString textOf(const QWidget &widget) const;

    Settings m_settings;
    std::shared_ptr<FakeHost> m_host;
    std::unique_ptr<MainWindow> m_window;
};

void FakeHostTest::init()
{
    open({.uid = ada});
}

void FakeHostTest::cleanup()
{
    m_window.reset();
}

void FakeHostTest::open(const Viewer &viewer)
{
    m_window.reset();
    m_host = std::make_shared<FakeHost>(viewer);
    m_host->setProcesses(threeProcesses());
    m_window = std::make_unique<MainWindow>(m_host, *m_host->openSource(), m_settings);
    m_window->openEvents([host = m_host] { return host->openEvents(); });
    m_window->show();
    m_window->start();
    QTRY_VERIFY(modelOf(*m_window).sample());
    samplerOf(*m_window).setPaused(true);
}

void FakeHostTest::refresh()
{
    const auto before = modelOf(*m_window).sample();
    QTRY_VERIFY((samplerOf(*m_window).refresh(), modelOf(*m_window).sample() != before));
}

QString FakeHostTest::textOf(const QWidget &widget) const
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            words += label->text();
    }
    return words.join(QLatin1Char('\n'));
}

void FakeHostTest::theTreeIsTheHosts()
{
    QCOMPARE(dump(modelOf(*m_window)), (QStringList{"first 1", "  shell 50", "    child 60"}));
    auto fewer = threeProcesses();
    fewer.pop_back();
    fewer.push_back(ofUser(processOf(70, 1, 700, "late"), ada));
    m_host->setProcesses(std::move(fewer));
    refresh();
    QCOMPARE(dump(modelOf(*m_window)),
             (QStringList{"first 1", "  shell 50", "    child 60 ended", "  late 70 new"}));
}

void FakeHostTest::whoLooksIsTheHostsViewer()
{
    const auto isOwn = [&](const ProcessId &id) {
        return ProcessTreeModel::node(modelOf(*m_window).indexOf(id)).own;
    };
    QVERIFY(isOwn(shell));
    QVERIFY(!isOwn({1, 1}));
    open({.uid = 0});
    QVERIFY(!isOwn(shell));
    QVERIFY(isOwn({1, 1}));
}

void FakeHostTest::sectionsAreReadThroughTheHost()
{
    viewOf(*m_window).select(shell);
    detailsOf(*m_window).showPane(QStringLiteral("environment"));
    QTRY_VERIFY(detailsOf(*m_window).isFilled());
    const auto *table = detailsOf(*m_window).findChild<EnvironmentPane *>()->findChild<SectionTable *>();
    QTRY_COMPARE(table->shownRows(), 1);
}

void FakeHostTest::whatIsDeniedIsSaidForThisViewer()
{
    const auto reasonFor = [&](const ProcessId &id) {
        viewOf(*m_window).select(id);
        detailsOf(*m_window).showPane(QStringLiteral("environment"));
        return detailsOf(*m_window).findChild<EnvironmentPane *>();
    };
    QTRY_VERIFY(textOf(*reasonFor({1, 1})).contains(QLatin1String("start Forklore as root")));
    open({.uid = 0});
    QTRY_VERIFY(textOf(*reasonFor(shell)).contains(QLatin1String("CAP_SYS_PTRACE")));
}

void FakeHostTest::eventsAreTheHosts()
{
    const ProcessRef brief{{77, 7700}, "brief"};
    emitEvents(*m_window, m_host->stage(),
               {eventOf(std::chrono::hours(1), brief, Forked{ProcessRef{shell, "shell"}})});
    emit eventsOf(*m_window).processLinked(brief.id);
    QCOMPARE(detailsOf(*m_window).process(), std::optional(brief.id));
}

void FakeHostTest::nothingCanBeDoneWhereTheHostCannot()
{
    QVERIFY(actionsOf(*m_window).isReadOnly());
    viewOf(*m_window).select(shell);
    QVERIFY(actionsOf(*m_window).whyNoneSelected().isEmpty());
    QVERIFY(textOf(*m_window).contains(QLatin1String("this machine is made up")) ||
            m_window->windowTitle().contains(QLatin1String("Read-only")));
}

static const forklore::TestClass<FakeHostTest> testClass(__FILE__);
#include "tst_fake_host.moc"
