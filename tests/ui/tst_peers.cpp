// SPDX-License-Identifier: GPL-3.0-or-later
//
// The other ends in the Files, and the window that finds who has something open.
#include <memory>

#include <QAbstractItemModelTester>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include "core/host/linux/linux_host.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/details/panes/files_pane.h"
#include "ui/find/who_has_window.h"
#include "ui/models/text/peer_text.h"
#include "ui/models/text/quantities.h"

Q_DECLARE_METATYPE(forklore::OtherEnd)

using namespace forklore;

namespace {

std::shared_ptr<const Inspector> inspectorOf(const std::string &root)
{
    return (*LinuxHost::open(root))->inspector();
}

Holder holderOf(Pid pid, std::string comm, int number, std::string role = {})
{
    return {{{pid, 100}, std::move(comm)},
            number,
            std::move(role),
            DescriptorKind::Pipe,
            Access::Write,
            "pipe:[7]",
            {}};
}

OtherEnd endOf(int number, std::vector<Holder> holders, std::string incomplete = {}, bool elsewhere = false)
{
    return {number, DescriptorKind::Pipe, std::move(holders), std::move(incomplete), elsewhere};
}

Descriptor pipeAt(int number)
{
    return {number, DescriptorKind::Pipe, "pipe:[7]", Access::Read, 0, 0, 7, {}};
}

Inspection files(const ProcessId &id)
{
    return {id, Section::Descriptors, Result<Descriptors>(Descriptors{pipeAt(0), pipeAt(3), pipeAt(4)})};
}

Inspection peersOf(const ProcessId &id)
{
    return {id, Section::Peers,
            Result<Peers>(
                Peers{endOf(0, {holderOf(40, "cat", 1)}),
                      endOf(3, {holderOf(40, "cat", 1), holderOf(40, "cat", 2), holderOf(41, "tee", 1)}),
                      endOf(4, {}, "the files of 12 processes may not be seen")})};
}

constexpr int otherEndColumn = 4;
constexpr int patience = 120'000; // the window rests in proportion to the cost: long, on a busy machine

QString otherEndAt(const FilesPane &pane, int row)
{
    return pane.table()->model()->index(row, otherEndColumn).data().toString();
}

} // namespace

class TestPeers : public QObject {
    Q_OBJECT

private slots:
    void anOtherEndIsAFewWords_data()
    {
        QTest::addColumn<OtherEnd>("end");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tip");
        const auto row = [](const char *name, const OtherEnd &end, const char *text, const char *tip) {
            QTest::newRow(name) << end << QString::fromUtf8(text) << QString::fromUtf8(tip);
        };
        row("one", endOf(0, {holderOf(4711, "bash", 1)}), "bash 4711 · fd 1", "bash 4711 · fd 1");
        row("three",
            endOf(0, {holderOf(990, "nginx", 5), holderOf(991, "nginx", 5), holderOf(992, "a\nb", 6)}),
            "nginx 990 · fd 5, and 2 more", "nginx 990 · fd 5\nnginx 991 · fd 5\na\\nb 992 · fd 6");
        row("itself", endOf(0, {holderOf(7, "self", 8)}), "itself · fd 8", "self 7 · fd 8");
        row("itself and another", endOf(0, {holderOf(7, "self", 8), holderOf(9, "other", 3)}),
            "other 9 · fd 3, and 1 more", "self 7 · fd 8\nother 9 · fd 3");
        row("nobody", endOf(0, {}), "nobody", "The other end was closed, or has not been opened yet.");
        row("elsewhere", endOf(0, {}, "on another machine", true), "elsewhere", "On another machine.");
        row("unseen", endOf(0, {}, "the files of 1 process may not be seen"), "not visible",
            "The files of 1 process may not be seen.");
    }
    void anOtherEndIsAFewWords()
    {
        QFETCH(OtherEnd, end);
        QTEST(otherEndText(end, {7, 100}), "text");
        QTEST(otherEndTip(end), "tip");
    }

    void theFilesSayWhoIsAtTheOtherEnd()
    {
        FilesPane pane;
        pane.apply(files({7, 70}));
        QCOMPARE(otherEndAt(pane, 0), QString());
        pane.applyAddition(peersOf({7, 70}));
        QCOMPARE(otherEndAt(pane, 0), QString::fromUtf8("cat 40 · fd 1"));
        QCOMPARE(otherEndAt(pane, 1), QString::fromUtf8("cat 40 · fd 1, and 2 more"));
        QCOMPARE(otherEndAt(pane, 2), QStringLiteral("not visible"));
        pane.apply(files({7, 70})); // the descriptors come more often than the other ends
        QCOMPARE(otherEndAt(pane, 0), QString::fromUtf8("cat 40 · fd 1"));
        pane.applyAddition(peersOf({8, 80})); // an answer about somebody else
        pane.apply(files({8, 80}));
        QCOMPARE(otherEndAt(pane, 0), QString());
    }

    void anOtherEndLeadsThere()
    {
        FilesPane pane;
        pane.resize(1200, 300);
        pane.QWidget::show();
        pane.apply(files({7, 70}));
        pane.applyAddition(peersOf({7, 70}));
        QSignalSpy linked(&pane, &FilesPane::processLinked);
        auto *table = pane.table();
        const auto cell = [&](int row) {
            return table->visualRect(table->model()->index(row, otherEndColumn)).center();
        };
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell(0));
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked.takeFirst().first().value<ProcessId>(), (ProcessId{40, 100}));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell(2));      // nobody to go to
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::ControlModifier, cell(0)); // rows are chosen
        QCOMPARE(linked.count(), 0);
    }

    void theSecondClickGoesNowhereElse()
    {
        FilesPane pane;
        pane.resize(1200, 300);
        pane.QWidget::show();
        pane.apply(files({7, 70}));
        pane.applyAddition(peersOf({7, 70}));
        QSignalSpy linked(&pane, &FilesPane::processLinked);
        auto *table = pane.table();
        const auto cell = table->visualRect(table->model()->index(0, otherEndColumn)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, cell);
        QCOMPARE(linked.count(), 1);
    }

    void enterGoesToTheOtherEndOfTheRow()
    {
        FilesPane pane;
        pane.QWidget::show();
        pane.apply(files({7, 70}));
        pane.applyAddition(peersOf({7, 70}));
        QSignalSpy linked(&pane, &FilesPane::processLinked);
        pane.table()->setCurrentIndex(pane.table()->model()->index(0, 0));
        QTest::keyClick(pane.table(), Qt::Key_Return);
        QCOMPARE(linked.count(), 1);
    }

    void severalAreAskedWhichOne()
    {
        FilesPane pane;
        pane.QWidget::show();
        pane.apply(files({7, 70}));
        pane.applyAddition(peersOf({7, 70}));
        QSignalSpy linked(&pane, &FilesPane::processLinked);
        pane.table()->setCurrentIndex(pane.table()->model()->index(1, 0));
        QTest::keyClick(pane.table(), Qt::Key_Return);
        QCOMPARE(linked.count(), 0);
        auto *menu = pane.findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 2); // each process once
        QCOMPARE(menu->actions().last()->text(), QStringLiteral("Go to tee 41"));
        menu->actions().last()->trigger();
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked.first().first().value<ProcessId>(), (ProcessId{41, 100}));
    }

    void holdersAreATable()
    {
        WhoHas held;
        held.holders = {holderOf(40, "cat", 0, "cwd"), holderOf(40, "cat", 1), holderOf(50, "tee", 3)};
        held.holders[1].socket = "LISTEN [::]:22";
        held.below = {holderOf(9, "first", 2)};
        held.incomplete = "the files of 12 processes may not be seen";
        const std::unique_ptr<HoldersModel> model(makeHoldersModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(holderRows(held));
        QCOMPARE(dumpCells(*model),
                 (QStringList{"cat | 40 | cwd | pipe | w | pipe:[7]",
                              "cat | 40 | 1 | pipe | w | LISTEN [::]:22  pipe:[7]",
                              "tee | 50 | 3 | pipe | w | pipe:[7]", "first | 9 | 2 | pipe | w | pipe:[7]"}));
        QCOMPARE(
            holdersNote(held),
            QString::fromUtf8("2 processes have it open; 1 process has files below it open · the files of 12 "
                              "processes may not be seen"));
        QCOMPARE(holdersNote({}), QStringLiteral("Nobody has it open"));
    }

    void aPortInUseIsNotShownAsFree()
    {
        WhoHas held;
        held.unheld = {{{"inet", "stream", "LISTEN", "0.0.0.0:80", ""}, 1, 0, 77, "of nobody seen"},
                       {{"inet", "stream", "TIME_WAIT", "127.0.0.1:80", ""}, 1200, {}, 0, "closed"}};
        held.incomplete = "the files of 12 processes may not be seen";
        const std::unique_ptr<HoldersModel> model(makeHoldersModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(holderRows(held));
        QCOMPARE(dumpCells(*model),
                 (QStringList{"(none seen) |  |  | socket |  | inet stream LISTEN 0.0.0.0:80: of nobody seen",
                              QString::fromUtf8("(none seen) |  |  | socket |  | inet stream TIME_WAIT "
                                                "127.0.0.1:80 × %1: closed")
                                  .arg(countText(1200))}));
        QCOMPARE(holdersNote(held),
                 QString::fromUtf8("In use, but no process is seen to have it open · the files of 12 "
                                   "processes may not be seen"));
        QVERIFY(!model->index(0, 0).data(LinkRole).toBool()); // there is nobody to go to
    }

    void theWindowFindsWhoHasItOpen()
    {
        const QTemporaryDir directory;
        WhoHasWindow window(inspectorOf("/proc"));
        window.show();
        QVERIFY(window.note().contains(QLatin1String("tcp:8080"))); // what can be typed
        QTest::keyClicks(&window.field(), directory.path());
        QTRY_COMPARE_WITH_TIMEOUT(
            window.note().section(QLatin1Char(';'), 0, 0).section(QString::fromUtf8(" ·"), 0, 0),
            QStringLiteral("Nobody has it open"), patience);
        QFile file(directory.filePath(QStringLiteral("held")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(window.note().contains(QLatin1String("files below it")),
                                 patience); // it looks again by itself
        QSignalSpy linked(&window, &WhoHasWindow::processLinked);
        QTest::keyClick(&window.field(), Qt::Key_Return);
        QTest::keyClick(&window.table(), Qt::Key_Return);
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked.first().first().value<ProcessId>().pid, getpid());
    }

    void theWindowSaysWhatItDoesNotUnderstand()
    {
        WhoHasWindow window(inspectorOf("/proc"));
        window.show();
        window.field().setText(QStringLiteral("tcp:99999"));
        QTRY_VERIFY_WITH_TIMEOUT(window.problem().contains(QLatin1String("from 1 to 65535")), patience);
        QCOMPARE(window.table().shownRows(), 0);
        window.field().setText(QStringLiteral("/"));
        QTRY_VERIFY_WITH_TIMEOUT(window.table().shownRows() > 0, patience);
        QCOMPARE(window.problem(), QString());
        window.field().clear();
        QTRY_COMPARE_WITH_TIMEOUT(window.table().shownRows(), 0, patience);
        QCOMPARE(window.problem(), QString());
    }

    void aRootThatIsGoneIsSaid()
    {
        auto directory = std::make_unique<QTemporaryDir>();
        const auto root = directory->path().toStdString();
        WhoHasWindow window(inspectorOf(root));
        directory.reset();
        window.show();
        window.field().setText(QStringLiteral("/tmp"));
        QTRY_VERIFY_WITH_TIMEOUT(window.note().contains(QString::fromStdString(root)), patience);
    }
};

static const forklore::TestClass<TestPeers> testClass(__FILE__);
#include "tst_peers.moc"
