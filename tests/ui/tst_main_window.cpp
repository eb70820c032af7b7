// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window over a /proc of the test's own: it lives, and processes come, go and change parents in it.
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "tests/ui/window_over_proc.h"
#include "ui/details/panes/files_pane.h"
#include "ui/details/section_panes.h"

using namespace forklore;
using namespace forklore::window_over_proc;

class TestMainWindow : public WindowOverProc {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

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
    [[nodiscard]] bool isSaid(const QString &words) const
    {
        const auto texts = m_window->statusBar()->findChildren<SteadyText *>();
        return std::ranges::any_of(texts, [&](const SteadyText *text) { return text->text() == words; });
    }
};

static const forklore::TestClass<TestMainWindow> testClass(__FILE__);
#include "tst_main_window.moc"
