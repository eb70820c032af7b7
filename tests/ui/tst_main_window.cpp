// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window over a /proc of the test's own: it lives, and processes come, go and change parents in it.
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/control/linux_control.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"
#include "ui/details/panes/files_pane.h"
#include "ui/details/section_panes.h"
#include "ui/window/main_window.h"

using namespace forklore;

namespace {

std::string statText(Pid pid, Pid ppid, const char *comm, int start, char state = 'S')
{
    return QStringLiteral("%1 (%2) %3 %4 %1 %1 0 -1 4194304 0 0 0 0 5 5 0 0 20 0 1 0 %5 8388608 512 0 0 0 0 "
                          "0 0 0 0 0 0 0 0 0 "
                          "17 0 0 0 0 0 0 0 0 0 4096 4114 0 0 0\n")
        .arg(pid)
        .arg(QString::fromLatin1(comm))
        .arg(QLatin1Char(state))
        .arg(ppid)
        .arg(start)
        .toStdString();
}

/// One that no /proc of the test has ever had.
const ProcessRef passedBy = {{4242, 90'000}, "brief"};
const ProcessRef shell = {{120, 500}, "sh"};

/// All that a widget says in words that can be seen.
QStringList wordsOf(const QWidget &widget)
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            words += label->text();
    }
    return words;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_proc = std::make_unique<Fixture>("awkward.txt");
        m_settingsDir = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_settingsDir->filePath(QStringLiteral("forklore.ini")));
        open();
        m_window->start();
        QTRY_VERIFY(m_window->model().sample() && m_window->details().isFilled());
    }
    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
        m_proc.reset();
    }

    void itFillsItself()
    {
        QVERIFY(m_window->model().rowCount() > 0);
        QCOMPARE(m_window->details().process(), std::optional(ProcessId{1, 3}));
        QVERIFY(m_window->statusBar()->findChildren<SteadyText *>().front()->text().contains(
            QLatin1String("processes")));
    }

    void theDetailsFollowTheArrowKeys()
    {
        QTest::keyClick(&m_window->view(), Qt::Key_Down);
        QCOMPARE(m_window->details().process(), std::optional(ProcessId{100, 500}));
        QTRY_VERIFY(m_window->details().isFilled());
    }

    void processesVanishAndAppear()
    {
        m_window->view().select({100, 500});
        m_proc->remove("104");
        m_proc->write("777/stat", statText(777, 120, "fresh", 99000));
        refresh();
        QVERIFY(dump(m_window->model()).filter(QStringLiteral("worker 104 ended")).size() == 1);
        QVERIFY(dump(m_window->model()).filter(QStringLiteral("fresh 777 new")).size() == 1);
        QCOMPARE(ProcessTreeModel::node(m_window->view().currentIndex()).id.pid, 100);
    }

    void aReparentedProcessStaysSelected()
    {
        m_window->view().select({113, 600});
        m_proc->write("113/stat", statText(113, 1, "passwd", 600));
        refresh();
        QCOMPARE(ProcessTreeModel::node(m_window->view().currentIndex()).id.pid, 113);
        QCOMPARE(m_window->view().currentIndex().parent(), m_window->model().indexOfPid(1));
    }

    void theSelectedProcessMayEnd()
    {
        m_window->view().select({104, 504});
        QTRY_VERIFY(m_window->details().isFilled());
        m_proc->remove("104");
        refresh();
        m_proc->write("uptime", "1100.00 1900.00\n");
        refresh();
        QVERIFY(!m_window->view().currentIndex().isValid());
        QCOMPARE(m_window->details().process(), std::optional(ProcessId{104, 504}));
    }

    void theFilterNarrowsAndEscapeWidens()
    {
        const auto all = dump(m_window->model()).size();
        QTest::keyClicks(&m_window->filterField(), QStringLiteral("passwd"));
        QTest::keyClick(&m_window->filterField(), Qt::Key_Return);
        QCOMPARE(dump(m_window->model()),
                 (QStringList{"init 1 no match", "  sh 120 no match", "    passwd 113"}));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QCOMPARE(dump(m_window->model()).size(), all);
        QVERIFY(m_window->filterField().text().isEmpty());
    }

    void oneKeySwitchesBetweenTreeAndList()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QCOMPARE(m_window->model().shape(), ProcessTreeModel::Shape::List);
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QCOMPARE(m_window->model().shape(), ProcessTreeModel::Shape::Tree);
    }

    void rowsAreCopiedAsShown()
    {
        m_window->view().select({113, 600});
        QTest::keyClick(&m_window->view(), Qt::Key_C, Qt::ControlModifier);
        const auto cells = QApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(cells.mid(0, 2), (QStringList{"passwd", "113"}));
        QCOMPARE(cells.size(),
                 m_window->view().header()->count() - m_window->view().header()->hiddenSectionCount());
    }

    void everyPaneIsFilled()
    {
        m_window->view().select({130, 700});
        for (const auto &pane : m_window->details().paneIds()) {
            m_window->details().showPane(pane);
            QTRY_VERIFY(m_window->details().isFilled());
        }
        QVERIFY(m_window->details().findChild<FilesPane *>()->table()->shownRows() > 20);
        QCOMPARE(m_window->details().findChild<LimitsPane *>()->table()->shownRows(), 16);
    }

    void everyProcessCanBeLookedAt()
    {
        const auto sample = m_window->model().sample();
        for (const auto &process : sample->snapshot->processes) {
            m_window->view().select(process.id);
            for (const auto &pane : m_window->details().paneIds()) {
                m_window->details().showPane(pane);
                QTRY_VERIFY(m_window->details().isFilled());
            }
        }
    }

    void pausedMeansStill()
    {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(m_window->sampler().isPaused());
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(!m_window->sampler().isPaused());
    }

    void theWindowRemembersHowItWasLeft()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        m_window->view().setColumnShown(processColumn("nice"), true);
        m_window->setAppearance(Appearance::Dark);
        m_window->details().showPane(QStringLiteral("environment"));
        m_window->close();
        open();
        QCOMPARE(m_window->model().shape(), ProcessTreeModel::Shape::List);
        QVERIFY(!m_window->view().isColumnHidden(processColumn("nice")));
        QCOMPARE(m_window->details().shownPane(), QStringLiteral("environment"));
        QVERIFY(m_window->palette().color(QPalette::Window).lightness() < 128);
        m_window->setAppearance(Appearance::Light);
    }

    void anIncompleteSourceSaysWhatItMisses()
    {
        const auto stage = listenTo({EventCoverage::Kind::Pidfd, "a right is missing",
                                     "processes that live shorter than a sample", "start it as root"});
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: pidfds"));
        const auto about = QStringLiteral(
            "Births are seen with the next sample, ends are heard at once (pidfds), because a right is "
            "missing. Not seen: processes that live shorter than a sample. To see all: start it as root.");
        QVERIFY(wordsOf(m_window->events()).contains(about));
        QVERIFY(sourceText()->toolTip().contains(about));
        stage->tellWithSample({}, "3 processes are not followed");
        refresh();
        QTRY_VERIFY(sourceText()->toolTip().contains(QLatin1String("3 processes are not followed. To see")));
        QVERIFY(wordsOf(m_window->events()).filter(QStringLiteral("3 processes are not followed")).size() ==
                1);
    }

    void aCompleteSourceNeedsNoWords()
    {
        const auto words = wordsOf(m_window->events());
        const auto stage = listenTo({EventCoverage::Kind::ProcConnector, "it is the best", {}, {}});
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: proc connector"));
        QCOMPARE(wordsOf(m_window->events()), words);
    }

    void whoHearsNothingSaysWhy()
    {
        m_window->listen([]() -> Result<std::unique_ptr<EventSource>> {
            return failure(ErrorKind::Denied, "no source of any kind");
        });
        QTRY_COMPARE(sourceText()->text(), QStringLiteral("events: none"));
        const auto text = QStringLiteral("Nothing is heard of what happens: no source of any kind");
        QVERIFY(sourceText()->toolTip().contains(text));
        QVERIFY(wordsOf(m_window->events()).contains(text));
    }

    void whatIsHeardReachesEveryRoom()
    {
        const auto stage = listenTo();
        m_window->findChild<QDockWidget *>(QStringLiteral("events"))->show();
        m_window->view().select({104, 504});
        m_window->details().showPane(QStringLiteral("life"));
        const auto *timeline = m_window->details().findChild<TimelinePane *>();
        QCOMPARE(timeline->model().rowCount(), 0);
        m_proc->remove("104");
        refresh();
        stage->tell({exitOf(bootClock(), {{104, 504}, "worker"}, exited(3), ProcessRef{{1, 3}, "init"})});
        QTRY_COMPARE(m_window->events().events().rowCount(), 1);
        QCOMPARE(timeline->model().rowCount(), 1);
        QCOMPARE(m_window->model().indexOf({104, 504}, processColumn("state")).data().toString(),
                 QStringLiteral("exited 3"));
        QVERIFY(wordsOf(m_window->details()).filter(QStringLiteral("exited 3 after 12 ms")).size() == 1);
    }

    void oneThatNoSampleHasShownHasItsProcessTimeline()
    {
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        QVERIFY(m_window->details().shownPane() != QLatin1String("life"));
        emit m_window->events().processLinked(passedBy.id);
        QCOMPARE(m_window->details().process(), std::optional(passedBy.id));
        QCOMPARE(m_window->details().shownPane(), QStringLiteral("life"));
        QVERIFY(m_window->details().isFilled());
        const auto *timeline = m_window->details().findChild<TimelinePane *>();
        QCOMPARE(timeline->shown(), std::optional(passedBy.id));
        QCOMPARE(timeline->line().marks().front().about, QStringLiteral("by sh 120"));
        QCOMPARE(timeline->line().marks().back().title, QStringLiteral("exited 3"));
        const auto words = wordsOf(m_window->details()).join(QLatin1Char('\n'));
        QVERIFY(words.contains(QLatin1String("brief")));
        QVERIFY(words.contains(QStringLiteral("4242 · exited 3 after 12 ms · at ")));
        refresh(); // which shows nothing of it either
        QCOMPARE(timeline->shown(), std::optional(passedBy.id));
        QCOMPARE(m_window->details().process(), std::optional(passedBy.id));
    }

    void theWayBackFromTheDeadIsOpen()
    {
        m_window->view().select({113, 600});
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        emit m_window->events().processLinked(passedBy.id);
        QVERIFY(m_window->view().selectionModel()->selectedRows().isEmpty()); // no operation hits another one
        emit m_window->events().processLinked({113, 600});
        QCOMPARE(m_window->details().process(), std::optional(ProcessId{113, 600}));
    }

    void theFilterMakesRoomOnlyForTheLiving()
    {
        const auto stage = listenTo();
        hearOfPassedBy(*stage);
        m_window->filterField().setFilter(QStringLiteral("passwd"));
        emit m_window->events().processLinked(passedBy.id);
        QCOMPARE(m_window->filterField().text(), QStringLiteral("passwd"));
        emit m_window->events().processLinked({100, 500});
        QCOMPARE(m_window->filterField().text(), QString());
        QCOMPARE(ProcessTreeModel::node(m_window->view().currentIndex()).id.pid, 100);
    }

    void oneBornSinceTheLastSampleHasNotEnded()
    {
        const auto stage = listenTo();
        stage->tell({eventOf(bootClock(), passedBy, Forked{shell})});
        QTRY_VERIFY(m_window->timelines().find(passedBy.id));
        emit m_window->events().processLinked(passedBy.id);
        const auto words = [this] { return wordsOf(m_window->details()).join(QLatin1Char('\n')); };
        QVERIFY(words().contains(QStringLiteral("4242 · born since the last sample")));
        QVERIFY(!words().contains(QLatin1String("has ended")));
        m_proc->write("4242/stat", statText(4242, 120, "brief", 90'000));
        refresh();
        QVERIFY(!words().contains(QLatin1String("born since")));
        QVERIFY(!words().contains(QLatin1String("has ended")));
    }

    void readOnlyIsSeenAndSaid()
    {
        m_window->view().select({100, 500});
        const auto *badge = m_window->statusBar()->findChild<QToolButton *>();
        QVERIFY(badge->isVisible());
        QVERIFY2(badge->toolTip().contains(QStringLiteral("not the processes of this machine")),
                 qPrintable(badge->toolTip()));
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Read-only")));
        QSignalSpy said(&m_window->actions(), &ProcessActions::said);
        QTest::keyClick(&m_window->view(), Qt::Key_Delete);
        QCOMPARE(said.count(), 1);
        QVERIFY(isSaid(QStringLiteral("Read-only: these are not the processes of this machine")));
    }

    void whatDoesNothingSaysWhy()
    {
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(isSaid(QStringLiteral("No process that has ended is shown")));
        m_window->view().selectionModel()->clearSelection();
        choose("Copy p&id");
        QVERIFY(isSaid(QStringLiteral("No process is selected")));
        choose("Copy command &line");
        QVERIFY(isSaid(QStringLiteral("No process is selected")));
        choose("Go to &parent");
        QVERIFY(isSaid(QStringLiteral("No process is selected")));
        choose("Flat list");
        choose("Expand all");
        QVERIFY(isSaid(QStringLiteral("A flat list has no branches: they are seen in the tree (F4)")));
    }

    void theLayoutIsReset()
    {
        auto &header = *m_window->view().header();
        const auto docks = m_window->findChildren<QDockWidget *>();
        QStringList visible;
        for (const auto *dock : docks) {
            if (!dock->isHidden())
                visible += dock->objectName();
        }
        const int width = header.sectionSize(1);
        header.resizeSection(1, width + 50);
        header.moveSection(1, 3);
        const bool shown = !m_window->view().isColumnHidden(2);
        m_window->view().setColumnShown(2, !shown);
        for (auto *dock : docks)
            dock->setVisible(dock->objectName() == QStringLiteral("events"));
        choose("Beside the tree");
        choose("Reset la&yout");
        QStringList afterwards;
        for (const auto *dock : docks) {
            if (!dock->isHidden())
                afterwards += dock->objectName();
        }
        QCOMPARE(afterwards, visible);
        QCOMPARE(header.sectionSize(1), width);
        QCOMPARE(header.visualIndex(1), 1);
        QCOMPARE(!m_window->view().isColumnHidden(2), shown);
        QCOMPARE(qobject_cast<QSplitter *>(m_window->view().parentWidget())->orientation(), Qt::Vertical);
    }

    void aFullDiskIsSaid()
    {
        emit m_settings->notKept(QStringLiteral("No space left on device"));
        QVERIFY(isSaid(QStringLiteral("Settings are not kept: No space left on device")));
    }

    void theEndedStayAsLongAsIsChosen()
    {
        choose("1 min");
        QVERIFY(m_window->model().endedStay() == std::chrono::minutes(1));
        choose("Until they are dismissed");
        QVERIFY(!m_window->model().endedStay());
        m_proc->remove("104");
        refresh();
        m_proc->write("uptime", "9999.00 1900.00\n");
        refresh();
        QVERIFY(m_window->model().indexOf({104, 504}).isValid());
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!m_window->model().indexOf({104, 504}).isValid());
        m_window->close();
        open();
        QVERIFY(!m_window->model().endedStay());
    }

private:
    void open()
    {
        m_window = std::make_unique<MainWindow>(*LinuxSource::create(m_proc->root()),
                                                *Inspector::create(m_proc->root()),
                                                std::make_shared<LinuxControl>(), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    std::shared_ptr<EventStage> listenTo(const EventCoverage &coverage = {
                                             EventCoverage::Kind::ProcConnector, {}, {}, {}})
    {
        auto stage = std::make_shared<EventStage>(coverage);
        m_window->listen(EventStage::sourceOf(stage));
        return stage;
    }

    /// Its birth and its end, between two samples.
    void hearOfPassedBy(EventStage &stage)
    {
        stage.tell(
            {eventOf(bootClock(), passedBy, Forked{shell}), exitOf(bootClock(), passedBy, exited(3), shell)});
        QTRY_VERIFY(m_window->timelines().find(passedBy.id));
    }

    [[nodiscard]] SteadyText *sourceText() const
    {
        for (auto *text : m_window->statusBar()->findChildren<SteadyText *>()) {
            if (text->text().startsWith(QLatin1String("events:")))
                return text;
        }
        return m_window->statusBar()->findChild<SteadyText *>();
    }

    void choose(const char *text)
    {
        for (auto *action : m_window->findChildren<QAction *>()) {
            if (action->text() == QLatin1String(text))
                return action->trigger();
        }
        QFAIL(text);
    }

    [[nodiscard]] bool isSaid(const QString &words) const
    {
        const auto texts = m_window->statusBar()->findChildren<SteadyText *>();
        return std::ranges::any_of(texts, [&](const SteadyText *text) { return text->text() == words; });
    }

    void refresh()
    {
        QSignalSpy sampled(&m_window->sampler(), &Sampler::sampled);
        m_window->sampler().refresh();
        QTRY_VERIFY(sampled.count() > 0);
        m_window->sampler().refresh(); // one may have been under way that had not seen the change
        QTRY_VERIFY(sampled.count() > 1);
    }

    std::unique_ptr<Fixture> m_proc;
    std::unique_ptr<QTemporaryDir> m_settingsDir;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

static const forklore::TestClass<TestMainWindow> testClass(__FILE__);
#include "tst_main_window.moc"
