// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Overview: diagnostics, their explanations and links, and the picture of a chain.
#include <algorithm>

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/details/details_view.h"
#include "ui/details/panes/overview_pane.h"
#include "ui/models/text/overview_text.h"

using namespace forklore;

namespace {

Process member(Process process, Pid pgid, Pid sid)
{
    process.stat->pgid = pgid;
    process.stat->sid = sid;
    return process;
}

Process zombieOf(Pid pid, Pid ppid)
{
    auto process = member(processOf(pid, ppid, 70, "as"), ppid, ppid);
    process.stat->state = State::Zombie;
    process.exitStatus = ExitStatus::fromWaitStatus(0x300);
    return process;
}

SamplePtr sampleWith(const Process &process)
{
    return sampleOf(
        {member(processOf(1, 0, 1, "init"), 1, 1), member(processOf(20, 1, 20, "a<b>"), 20, 20), process});
}

Inspection overviewOf(const Process &process, const CloserLook &look = {})
{
    Identity identity{*process.stat, process.credentials, std::vector<Pid>{process.id.pid}, {}, {}};
    Names names{nameOf(process), std::optional<std::string>("x"), std::nullopt, Title::Original};
    return {process.id, Section::Overview, Overview{identity, names, look}};
}

CloserLook lookAtFiles(std::uint64_t used)
{
    CloserLook look;
    look.limits = std::vector{
        LimitUsage{Resource::OpenFiles, Limit{Resource::OpenFiles, 100, 100}, Result<std::uint64_t>(used)}};
    return look;
}

const Chain pipeline = {
    {{{11, 1}, "sleep"}, {{12, 1}, "grep"}, {{13, 1}, "sort"}},
    {{0, 1, false, DescriptorKind::Pipe, 1, 0}, {1, 2, false, DescriptorKind::Pipe, 1, 0}},
    false};

/// The labels that can be seen, from the top.
QStringList words(const QWidget &widget)
{
    QStringList all;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            all += label->text();
    }
    return all;
}

} // namespace

class TestOverview : public QObject {
    Q_OBJECT

private slots:
    void anOrdinaryProcessGetsOneCalmSentence()
    {
        Scene scene(member(processOf(70, 20, 70, "sleep"), 20, 20));
        const auto said = words(*scene.pane.findChild<DiagnosticList *>());
        QCOMPARE(said.size(), 1);
        QVERIFY(said[0].startsWith(QLatin1String("A child of <a ")));
        QVERIFY(said[0].contains(QLatin1String("a&lt;b&gt; 20</a>")));
        QVERIFY(!scene.pane.findChild<ChainView *>()->isVisible());
    }

    void troubleComesFirst()
    {
        Scene scene(member(processOf(70, 20, 70, "sleep"), 20, 20), lookAtFiles(100));
        const auto said = words(*scene.pane.findChild<DiagnosticList *>());
        QCOMPARE(said.size(), 2);
        QCOMPARE(said[0], QStringLiteral("At its limit on open files: 100 of 100."));
    }

    void anExplanationUnfoldsByKeyboardAndStays()
    {
        Scene scene(zombieOf(70, 20));
        auto *list = scene.pane.findChild<DiagnosticList *>();
        auto *button = list->findChild<QToolButton *>();
        QVERIFY(button->accessibleName().startsWith(QStringLiteral("trouble: explain “A zombie")));
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(words(*list).size(), 2);
        QVERIFY(words(*list)[1].contains(QLatin1String("Killing it does nothing")));
        QVERIFY(words(*list)[1].endsWith(QStringLiteral("· wait(2)")));
        scene.refresh();
        QCOMPARE(words(*list).size(), 2);
        QCOMPARE(list->findChild<QToolButton *>(), button); // with its focus
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(words(*list).size(), 1);
    }

    void anotherProcessIsFoldedAgain()
    {
        Scene scene(member(processOf(70, 20, 70, "sleep"), 20, 20));
        auto *list = scene.pane.findChild<DiagnosticList *>();
        QTest::mouseClick(list->findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(words(*list).size(), 2);
        scene.show(member(processOf(71, 20, 71, "sleep"), 20, 20));
        QCOMPARE(words(*list).size(), 1);
    }

    void niceCountsWithinItsAutogroup()
    {
        auto process = member(processOf(70, 20, 70, "sleep"), 20, 20);
        process.stat->nice = 5;
        const auto fact = [&](const CloserLook &look) {
            const auto overview = std::get<Overview>(overviewOf(process, look).value);
            for (const auto &group : overviewGroups(overview, *sampleWith(process))) {
                for (const auto &one : group.facts) {
                    if (one.label == QLatin1String("Nice"))
                        return one;
                }
            }
            return FactLine();
        };
        CloserLook look;
        QCOMPARE(fact(look).value, QStringLiteral("5")); // not known
        look.autogroup = std::nullopt;
        QCOMPARE(fact(look).value, QStringLiteral("5"));
        look.autogroup = Autogroup{12, -3};
        QCOMPARE(fact(look).value, QStringLiteral("5, within its session or control group"));
        QVERIFY(fact(look).tip.contains(QLatin1String("own nice value is -3")));
    }

    void namesLeadToProcesses()
    {
        Scene scene(zombieOf(70, 20));
        QSignalSpy linked(&scene.pane, &OverviewPane::processLinked);
        for (auto *label : scene.pane.findChild<DiagnosticList *>()->findChildren<QLabel *>()) {
            if (label->text().contains(QLatin1String("href=\"process:20:20\"")))
                emit label->linkActivated(QStringLiteral("process:20:20"));
        }
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked.first().first().value<ProcessId>(), (ProcessId{20, 20}));
    }

    void theChainIsAskedForAfterThePane()
    {
        const auto process = member(processOf(70, 20, 70, "sleep"), 20, 20);
        const Session session;
        ChartCursor cursor;
        DetailsView details(session, cursor);
        details.show();
        QSignalSpy wanted(&details, &DetailsView::inspectionWanted);
        details.applySample(sampleWith(process));
        details.showProcess(process);
        QCOMPARE(wanted.count(), 1);
        details.applyInspection(overviewOf(process));
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(wanted.last().first().value<InspectionRequest>().section, Section::Chain);
        details.applyInspection(overviewOf(process)); // and not again so soon: it is dear
        QCOMPARE(wanted.count(), 2);
        details.showPane(QStringLiteral("files"));
        details.applyInspection(overviewOf(process)); // late: nobody looks at it
        QCOMPARE(wanted.count(), 3);
        QCOMPARE(wanted.last().first().value<InspectionRequest>().section, Section::Descriptors);
    }

    void theChainComesAndGoes()
    {
        Scene scene(processOf(12, 20, 1, "grep"));
        auto *view = scene.pane.findChild<ChainView *>();
        scene.pane.applyAddition({{13, 1}, Section::Chain, Result<Chain>(pipeline)}); // of another process
        QVERIFY(!view->isVisible());
        scene.pane.applyAddition({{12, 1}, Section::Chain, Result<Chain>(pipeline)});
        QVERIFY(view->isVisible());
        scene.refresh();
        QVERIFY(view->isVisible());
        scene.pane.applyAddition(
            {{12, 1}, Section::Chain, Result<Chain>(failure(ErrorKind::Denied, "denied"))});
        QVERIFY(view->boxes().empty());
    }

    void theHeadingEndsWithWhatItIs()
    {
        const Session session;
        ChartCursor cursor;
        DetailsView details(session, cursor);
        details.applySample(sampleWith(zombieOf(70, 20)));
        details.showProcess(zombieOf(70, 20));
        const auto labels = details.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->text().contains(QLatin1String("as 70")) &&
                   label->text().contains(QLatin1String(">a zombie<"));
        }));
    }

    /// "Its parent has not waited for it" was true; its parent has, since.
    void aReapedZombieIsNoZombie()
    {
        const auto process = zombieOf(70, 20);
        const Session session;
        ChartCursor cursor;
        DetailsView details(session, cursor);
        details.show();
        const auto before = sampleWith(process);
        details.applySample(before);
        details.showProcess(process);
        details.applyInspection(overviewOf(process));
        auto *list = details.findChild<DiagnosticList *>();
        QVERIFY(words(*list).join(QLatin1Char(' ')).contains(QLatin1String("has not waited for it")));
        details.applySample(sampleOf({member(processOf(1, 0, 1, "init"), 1, 1)}, before, 1001));
        QCOMPARE(words(*list), QStringList{QStringLiteral("It has ended, and is no more: it exited 3.")});
        QVERIFY(!words(details).join(QLatin1Char(' ')).contains(QLatin1String("a zombie")));
        QVERIFY(details.isFilled());
    }

    void itStaysUsableWhereThereIsLittleRoom()
    {
        Scene scene(zombieOf(70, 20));
        scene.pane.resize(300, 120);
        scene.pane.applyAddition({{70, 70}, Section::Chain, Result<Chain>(pipeline)});
        auto *facts = scene.pane.findChild<FactGrid *>();
        QTRY_COMPARE(facts->widget()->width(), facts->viewport()->width()); // no scrolling to the side
        QVERIFY(facts->widget()->height() > facts->viewport()->height());
    }

private:
    /// The pane as it shows one process.
    struct Scene {
        explicit Scene(Process subject, CloserLook look = {}) : look(std::move(look))
        {
            pane.resize(700, 300);
            pane.QWidget::show();
            show(subject);
        }
        void show(const Process &subject)
        {
            process = subject;
            sample = sampleWith(process);
            refresh();
        }
        void refresh() { pane.apply(overviewOf(process, look)); }

        Process process;
        CloserLook look;
        SamplePtr sample;
        OverviewPane pane{[this] { return sample; }, [](const ProcessId &) { return Past(); }};
    };
};

static const forklore::TestClass<TestOverview> testClass(__FILE__);
#include "tst_overview.moc"
