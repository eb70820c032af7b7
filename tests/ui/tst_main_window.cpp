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
        QVERIFY(modelOf(*m_window).rowCount() > 0);
        QCOMPARE(detailsOf(*m_window).process(), std::optional(ProcessId{1, 3}));
        QVERIFY(m_window->statusBar()->findChildren<SteadyText *>().front()->text().contains(
            QLatin1String("processes")));
    }

    void theDetailsFollowTheArrowKeys()
    {
        QTest::keyClick(&viewOf(*m_window), Qt::Key_Down);
        QCOMPARE(detailsOf(*m_window).process(), std::optional(ProcessId{100, 500}));
        QTRY_VERIFY(detailsOf(*m_window).isFilled());
    }

    void processesVanishAndAppear()
    {
        viewOf(*m_window).select({100, 500});
        m_proc->remove("104");
        m_proc->write("777/stat", statText(777, 120, "fresh", 99000));
        refresh();
        QVERIFY(dump(modelOf(*m_window)).filter(QStringLiteral("worker 104 ended")).size() == 1);
        QVERIFY(dump(modelOf(*m_window)).filter(QStringLiteral("fresh 777 new")).size() == 1);
        QCOMPARE(ProcessTreeModel::node(viewOf(*m_window).currentIndex()).id.pid, 100);
    }

    void aReparentedProcessStaysSelected()
    {
        viewOf(*m_window).select({113, 600});
        m_proc->write("113/stat", statText(113, 1, "passwd", 600));
        refresh();
        QCOMPARE(ProcessTreeModel::node(viewOf(*m_window).currentIndex()).id.pid, 113);
        QCOMPARE(viewOf(*m_window).currentIndex().parent(), modelOf(*m_window).indexOfPid(1));
    }

    void theSelectedProcessMayEnd()
    {
        viewOf(*m_window).select({104, 504});
        QTRY_VERIFY(detailsOf(*m_window).isFilled());
        m_proc->remove("104");
        refresh();
        m_proc->write("uptime", "1100.00 1900.00\n");
        refresh();
        QVERIFY(!viewOf(*m_window).currentIndex().isValid());
        QCOMPARE(detailsOf(*m_window).process(), std::optional(ProcessId{104, 504}));
    }

    void theFilterNarrowsAndEscapeWidens()
    {
        const auto all = dump(modelOf(*m_window)).size();
        QTest::keyClicks(&filterFieldOf(*m_window), QStringLiteral("passwd"));
        QTest::keyClick(&filterFieldOf(*m_window), Qt::Key_Return);
        QCOMPARE(dump(modelOf(*m_window)),
                 (QStringList{"init 1 no match", "  sh 120 no match", "    passwd 113"}));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QCOMPARE(dump(modelOf(*m_window)).size(), all);
        QVERIFY(filterFieldOf(*m_window).text().isEmpty());
    }

    void oneKeySwitchesBetweenTreeAndList()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QCOMPARE(modelOf(*m_window).shape(), ProcessTreeModel::Shape::List);
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QCOMPARE(modelOf(*m_window).shape(), ProcessTreeModel::Shape::Tree);
    }

    void rowsAreCopiedAsShown()
    {
        viewOf(*m_window).select({113, 600});
        QTest::keyClick(&viewOf(*m_window), Qt::Key_C, Qt::ControlModifier);
        const auto cells = QApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(cells.mid(0, 2), (QStringList{"passwd", "113"}));
        QCOMPARE(cells.size(),
                 viewOf(*m_window).header()->count() - viewOf(*m_window).header()->hiddenSectionCount());
    }

    void everyPaneIsFilled()
    {
        viewOf(*m_window).select({130, 700});
        for (const auto &pane : detailsOf(*m_window).paneIds()) {
            detailsOf(*m_window).showPane(pane);
            QTRY_VERIFY(detailsOf(*m_window).isFilled());
        }
        QVERIFY(detailsOf(*m_window).findChild<FilesPane *>()->table()->shownRows() > 20);
        QCOMPARE(detailsOf(*m_window).findChild<LimitsPane *>()->table()->shownRows(), 16);
    }

    void everyProcessCanBeLookedAt()
    {
        const auto sample = modelOf(*m_window).sample();
        for (const auto &process : sample->snapshot->processes) {
            viewOf(*m_window).select(process.id);
            for (const auto &pane : detailsOf(*m_window).paneIds()) {
                detailsOf(*m_window).showPane(pane);
                QTRY_VERIFY(detailsOf(*m_window).isFilled());
            }
        }
    }

    void pausedMeansStill()
    {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(samplerOf(*m_window).isPaused());
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(!samplerOf(*m_window).isPaused());
    }

    void theWindowRemembersHowItWasLeft()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        viewOf(*m_window).setColumnShown(processColumn("nice"), true);
        m_window->setAppearance(Appearance::Dark);
        detailsOf(*m_window).showPane(QStringLiteral("environment"));
        m_window->close();
        open();
        QCOMPARE(modelOf(*m_window).shape(), ProcessTreeModel::Shape::List);
        QVERIFY(!viewOf(*m_window).isColumnHidden(processColumn("nice")));
        QCOMPARE(detailsOf(*m_window).shownPane(), QStringLiteral("environment"));
        QVERIFY(m_window->palette().color(QPalette::Window).lightness() < 128);
        m_window->setAppearance(Appearance::Light);
    }

    void readOnlyIsSeenAndSaid()
    {
        viewOf(*m_window).select({100, 500});
        const auto *badge = m_window->statusBar()->findChild<QToolButton *>();
        QVERIFY(badge->isVisible());
        QVERIFY2(badge->toolTip().contains(QStringLiteral("not the processes of this machine")),
                 qPrintable(badge->toolTip()));
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Read-only")));
        QSignalSpy said(&actionsOf(*m_window), &ProcessActions::messageWanted);
        QTest::keyClick(&viewOf(*m_window), Qt::Key_Delete);
        QCOMPARE(said.count(), 1);
        QVERIFY(isSaid(QStringLiteral("Read-only: these are not the processes of this machine")));
    }

    void whatDoesNothingSaysWhy()
    {
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(isSaid(QStringLiteral("No process that has ended is shown")));
        viewOf(*m_window).selectionModel()->clearSelection();
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
        auto &header = *viewOf(*m_window).header();
        const auto docks = m_window->findChildren<QDockWidget *>();
        QStringList visible;
        for (const auto *dock : docks) {
            if (!dock->isHidden())
                visible += dock->objectName();
        }
        const int width = header.sectionSize(1);
        header.resizeSection(1, width + 50);
        header.moveSection(1, 3);
        const bool shown = !viewOf(*m_window).isColumnHidden(2);
        viewOf(*m_window).setColumnShown(2, !shown);
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
        QCOMPARE(!viewOf(*m_window).isColumnHidden(2), shown);
        QCOMPARE(qobject_cast<QSplitter *>(viewOf(*m_window).parentWidget())->orientation(), Qt::Vertical);
    }

    void aFullDiskIsSaid()
    {
        emit m_settings->notKept(QStringLiteral("No space left on device"));
        QVERIFY(isSaid(QStringLiteral("Settings are not kept: No space left on device")));
    }

    void theEndedStayAsLongAsIsChosen()
    {
        choose("1 min");
        QVERIFY(modelOf(*m_window).endedStay() == std::chrono::minutes(1));
        choose("Until they are dismissed");
        QVERIFY(!modelOf(*m_window).endedStay());
        m_proc->remove("104");
        refresh();
        m_proc->write("uptime", "9999.00 1900.00\n");
        refresh();
        QVERIFY(modelOf(*m_window).indexOf({104, 504}).isValid());
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(!modelOf(*m_window).indexOf({104, 504}).isValid());
        m_window->close();
        open();
        QVERIFY(!modelOf(*m_window).endedStay());
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
