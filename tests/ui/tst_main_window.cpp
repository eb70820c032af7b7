// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window over a /proc of the test's own: it lives, and processes come, go and change parents in it.
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/source/linux/linux_source.h"
#include "tests/support/fixture.h"
#include "tests/ui/samples.h"
#include "ui/details/files_pane.h"
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

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_proc = std::make_unique<Fixture>("awkward.txt");
        m_settingsDir = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_settingsDir->filePath(QStringLiteral("forklore.ini")),
                                                 QSettings::IniFormat);
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

private:
    void open()
    {
        m_window = std::make_unique<MainWindow>(*LinuxSource::create(m_proc->root()),
                                                *Inspector::create(m_proc->root()), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
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
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
