// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Lab in the window, over real processes: rows and fields are marked, the narration follows, promises are
// ticked off.
#include <csignal>

#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/linux_host.h"
#include "core/lab/catalogue/catalogue.h"
#include "tests/support/test_program.h"
#include "tests/ui/window_parts.h"
#include "ui/details/section_panes.h"
#include "ui/window/main_window.h"

using namespace forklore;
using Button = DemoPage::Button;

namespace {

constexpr int patience = 60'000; // ms

} // namespace

class TestLab : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("QT_LOGGING_RULES", "qt.qpa.*=false"); }
    void init();
    void cleanup();
    void theLayoutIsAsItWas();
    void theLayoutIsAsItWasAfterARestart();

    void rowsAreMarkedAndExpectationsTicked_data();
    void rowsAreMarkedAndExpectationsTicked();
    void stepsHoldAtEachMoment();
    void stopEndsIt();
    void anotherDemoEndsTheOneBefore();
    void predictionIsAnswered();
    void fieldIsMarkedInItsPane();
    void everyLookLeadsToAPane();
    void childrenOfOnesOwn();
    void demosAreInTheMenu();
    void whatWasDoneIsKept();

private:
    void open();
    LabView &lab() { return *labOf(*m_window); }
    DemoPage &page() { return lab().page(); }
    [[nodiscard]] bool isOver() { return page().observations().contains(QStringLiteral("all have ended")); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestLab::open()
{
    m_window.reset();
    const auto host = LinuxHost::open("/proc");
    QVERIFY(host);
    auto source = (*host)->openSource();
    QVERIFY(source);
    m_window = std::make_unique<MainWindow>(*host, std::move(*source), *m_settings);
    m_window->setLab(QStringLiteral(FORKLORE_LAB));
    m_window->openEvents([host = *host] { return host->openEvents(); });
    m_window->show();
    m_window->start();
    QTRY_VERIFY_WITH_TIMEOUT(modelOf(*m_window).sample(), patience);
}

void TestLab::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_directory->filePath(QStringLiteral("forklore.ini")));
    open();
    m_window->showLab({});
    lab().setPace(std::chrono::milliseconds(1));
}

void TestLab::cleanup()
{
    m_window.reset();
}

/// The strip of the system charts kept the half of the window that the Lab had taken.
void TestLab::theLayoutIsAsItWas()
{
    auto &charts = *m_window->findChild<QDockWidget *>(QStringLiteral("system-charts"));
    auto &dock = *m_window->findChild<QDockWidget *>(QStringLiteral("lab"));
    m_window->resize(1280, 800);
    charts.show(); // the screen may have been too small for it
    dock.close();
    QTRY_VERIFY(charts.isVisible() && !dock.isVisible());
    m_window->resizeDocks({&charts}, {330}, Qt::Horizontal);
    QTRY_COMPARE(charts.width(), 330);
    for (int round = 0; round < 3; ++round) {
        m_window->showLab({});
        QTRY_VERIFY(dock.isVisible() && dock.width() > 340);
        charts.raise(); // a look at the charts, and back
        dock.raise();
        dock.close();
        QTRY_COMPARE(charts.width(), 330);
    }
}

void TestLab::theLayoutIsAsItWasAfterARestart()
{
    const auto charts = [this] {
        return m_window->findChild<QDockWidget *>(QStringLiteral("system-charts"));
    };
    m_window->resize(1280, 800);
    auto *dock = m_window->findChild<QDockWidget *>(QStringLiteral("lab"));
    charts()->show(); // the screen may have been too small for it
    dock->close();
    m_window->resizeDocks({charts()}, {330}, Qt::Horizontal);
    QTRY_COMPARE(charts()->width(), 330);
    m_window->showLab({});
    QTRY_VERIFY(dock->width() > 340);
    m_window->close(); // with the Lab open
    open();
    dock = m_window->findChild<QDockWidget *>(QStringLiteral("lab"));
    QTRY_VERIFY(dock->isVisible() && dock->width() > 340);
    dock->close();
    QTRY_COMPARE(charts()->width(), 330);
    m_window->close();
    open();
    QTRY_COMPARE(charts()->width(), 330);
}

void TestLab::rowsAreMarkedAndExpectationsTicked_data()
{
    QTest::addColumn<QString>("name");
    for (const auto &demo : demos())
        QTest::newRow(demo.name.c_str()) << QString::fromStdString(demo.name);
}

void TestLab::rowsAreMarkedAndExpectationsTicked()
{
    QFETCH(QString, name);
    const auto &demo = *demoNamed(name.toStdString());
    lab().showDemo(name);
    QSignalSpy moments(&lab(), &LabView::momentCame);
    page().press(Button::Step);
    std::size_t seen = 0;
    for (const auto &moment : demo.text.moments) {
        ++seen;
        QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QString::fromStdString(moment.name)), patience);
        // Those to look at, and nobody else, each under its role.
        QStringList roles;
        for (const auto &look : moment.looks)
            roles += QString::fromStdString(look.role);
        roles.removeDuplicates();
        roles.sort();
        QStringList marked = viewOf(*m_window).marks().values();
        marked.sort();
        QCOMPARE(marked, roles);
        // The first of them is selected, with the pane to look at.
        const auto first = viewOf(*m_window).marks().key(QString::fromStdString(moment.looks.front().role));
        QTRY_COMPARE_WITH_TIMEOUT(detailsOf(*m_window).process(), std::optional(first), patience);
        QTRY_COMPARE_WITH_TIMEOUT(detailsOf(*m_window).shownPane(),
                                  QString::fromStdString(moment.looks.front().pane), patience);
        QVERIFY(page().narration().contains(QString::number(first.pid)));
        // And each field to look at is there, and stands out.
        for (int number = 0; number < static_cast<int>(moment.looks.size()); ++number) {
            const auto &look = moment.looks[static_cast<std::size_t>(number)];
            if (look.field.empty())
                continue;
            page().pointAt(number);
            const auto id = viewOf(*m_window).marks().key(QString::fromStdString(look.role));
            QTRY_COMPARE_WITH_TIMEOUT(detailsOf(*m_window).process(), std::optional(id), patience);
            QTRY_VERIFY2_WITH_TIMEOUT(detailsOf(*m_window).hasMark(), (look.pane + ' ' + look.field).c_str(),
                                      patience);
        }
        page().press(Button::Step);
    }
    QVERIFY(seen > 0);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
    const auto ticks = page().observations().count(QStringLiteral("✓"));
    QCOMPARE(static_cast<std::size_t>(ticks), demo.expectations.size() + 1);
    QTRY_VERIFY(viewOf(*m_window).marks().isEmpty());
    QVERIFY(lab().done().contains(name));
}

void TestLab::stepsHoldAtEachMoment()
{
    lab().showDemo(QStringLiteral("names"));
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("before")), patience);
    QCOMPARE(page().code().place(), -1);
    QVERIFY(!page().narration().contains(QStringLiteral("ballerina")));
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("renamed")), patience);
    QCOMPARE(page().code().place(), 0);
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("titled")), patience);
    QCOMPARE(page().code().place(), 1);
    page().press(Button::Run); // not while it runs
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
    QVERIFY(!page().observations().contains(QStringLiteral("✗")));
}

void TestLab::stopEndsIt()
{
    lab().showDemo(QStringLiteral("zombie"));
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("zombie")), patience);
    page().press(Button::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), patience);
    QVERIFY(!page().observations().contains(QStringLiteral("✗")));
    QVERIFY(page().observations().contains(QStringLiteral("waiting")));
    QVERIFY(!lab().done().contains(QStringLiteral("zombie")));
    page().press(Button::Run);
    QTRY_VERIFY_WITH_TIMEOUT(lab().done().contains(QStringLiteral("zombie")), patience);
}

void TestLab::anotherDemoEndsTheOneBefore()
{
    lab().showDemo(QStringLiteral("orphan"));
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("born")), patience);
    lab().showDemo(QStringLiteral("ids"));
    QTRY_VERIFY_WITH_TIMEOUT(viewOf(*m_window).marks().isEmpty(), patience);
    QVERIFY(page().narration().isEmpty());
    page().press(Button::Run);
    QTRY_VERIFY_WITH_TIMEOUT(lab().done().contains(QStringLiteral("ids")), patience);
}

void TestLab::predictionIsAnswered()
{
    lab().showDemo(QStringLiteral("ids"));
    page().predict(0);
    QVERIFY(page().answer().isEmpty());
    page().press(Button::Run);
    QTRY_VERIFY_WITH_TIMEOUT(page().answer().contains(QStringLiteral("✗")), patience);
    QVERIFY(page().answer().contains(QStringLiteral("the pid of the child")));
}

void TestLab::fieldIsMarkedInItsPane()
{
    lab().showDemo(QStringLiteral("limit-files"));
    page().press(Button::Step);
    QTRY_VERIFY_WITH_TIMEOUT(page().isHeldAt(QStringLiteral("limited")), patience);
    auto *limits = detailsOf(*m_window).findChild<LimitsPane *>();
    QTRY_VERIFY_WITH_TIMEOUT(limits->table()->markedRow().isValid(), patience);
    QCOMPARE(limits->table()->markedRow().data().toString(), QStringLiteral("Open files"));
    page().press(Button::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(!limits->table()->markedRow().isValid(), patience);
}

void TestLab::everyLookLeadsToAPane()
{
    const auto panes = detailsOf(*m_window).paneIds();
    for (const auto &demo : demos()) {
        for (const auto &moment : demo.text.moments) {
            for (const auto &look : moment.looks)
                QVERIFY2(panes.contains(QString::fromStdString(look.pane)),
                         (demo.name + ": " + look.pane).c_str());
        }
    }
}

void TestLab::childrenOfOnesOwn()
{
    lab().showTryPage();
    auto &page = lab().tryPage();
    page.start({3, Behaviour::Sleep, 0, 0, "mine"});
    QTRY_COMPARE_WITH_TIMEOUT(page.model().rowCount(), 3, patience);
    page.endChosen(22);
    QTRY_COMPARE_WITH_TIMEOUT(page.model().index(2, 3).data().toString(), QStringLiteral("exited 22"),
                              patience);
    page.start({1, Behaviour::Burn, 0, 0, "hot"});
    QTRY_COMPARE_WITH_TIMEOUT(page.model().rowCount(), 4, patience);
    page.killChosen(SIGKILL);
    QTRY_COMPARE_WITH_TIMEOUT(page.model().index(3, 3).data().toString(), QStringLiteral("killed by SIGKILL"),
                              patience);
}

void TestLab::demosAreInTheMenu()
{
    std::size_t found = 0;
    for (const auto *action : m_window->findChildren<QAction *>()) {
        found += std::ranges::any_of(demos(), [&](const Demo &demo) {
            return action->text() == QString::fromStdString(demo.text.title);
        });
    }
    QCOMPARE(found, demos().size());
}

void TestLab::whatWasDoneIsKept()
{
    lab().showDemo(QStringLiteral("arguments"));
    page().press(Button::Run);
    QTRY_VERIFY_WITH_TIMEOUT(lab().done().contains(QStringLiteral("arguments")), patience);
    m_window->close();
    open();
    m_window->showLab({});
    QCOMPARE(lab().done(), QStringList{QStringLiteral("arguments")});
}

static const forklore::TestClass<TestLab> testClass(__FILE__);
#include "tst_lab.moc"
