// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/details/details_view.h"
#include "ui/details/section_panes.h"

using namespace forklore;

namespace {

Inspection limitsOf(const ProcessId &id, std::uint64_t used)
{
    std::vector<LimitUsage> limits;
    for (const auto &about : resources())
        limits.push_back({about.resource, Limit{about.resource, 1000, 2000}, Result<std::uint64_t>(used)});
    return {id, Section::Limits, Result<std::vector<LimitUsage>>(limits)};
}

/// All that a pane says in words.
QString wordsOf(const QWidget &widget)
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>())
        words += label->text();
    return words.join(QLatin1Char('\n'));
}

} // namespace

class TestDetails : public QObject {
    Q_OBJECT

private slots:
    void aTableKeepsItsPlaceOnRefresh()
    {
        LimitsPane pane;
        pane.resize(700, 160);
        pane.QWidget::show();
        pane.apply(limitsOf({1, 1}, 1));
        auto *table = pane.table();
        table->sortByColumn(0, Qt::DescendingOrder);
        const QPersistentModelIndex chosen = table->model()->index(9, 0);
        const auto name = chosen.data().toString();
        table->setCurrentIndex(chosen);
        pane.apply(limitsOf({1, 1}, 900));
        QCOMPARE(table->currentIndex().data().toString(), name);
        QVERIFY(table->selectionModel()->isSelected(table->currentIndex()));
    }

    void aTableFiltersAndCopies()
    {
        LimitsPane pane;
        pane.apply(limitsOf({1, 1}, 12));
        auto *search = pane.findChild<QLineEdit *>();
        search->setText(QStringLiteral("open files"));
        QCOMPARE(pane.table()->shownRows(), 1);
        QTest::keyClick(pane.table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(),
                 QString::fromUtf8("Open files\t12\t1\u2009000\t2\u2009000\tNOFILE"));
    }

    void aSectionThatIsDeniedSaysTheRule()
    {
        EnvironmentPane pane;
        pane.apply({{1, 1},
                    Section::Environment,
                    Result<Environment>(failure(ErrorKind::Denied, "open environ: Permission denied"))});
        QVERIFY(wordsOf(pane).contains(QLatin1String("The environment cannot be read")));
        QVERIFY(wordsOf(pane).contains(QLatin1String("root")));
    }

    void anEmptySectionSpeaks()
    {
        ArgumentsPane pane;
        pane.apply({{2, 2}, Section::Arguments, Result<std::vector<std::string>>()});
        QVERIFY(wordsOf(pane).contains(QLatin1String("no arguments")));
    }

    void secretsAreShownOnDemand()
    {
        EnvironmentPane pane;
        const Environment environment = {{"API_TOKEN", "s3cret"}};
        pane.apply({{1, 1}, Section::Environment, Result<Environment>(environment)});
        const auto value = [&] { return pane.table()->model()->index(0, 2).data().toString(); };
        QVERIFY(!value().contains(QLatin1String("s3cret")));
        pane.findChild<QCheckBox *>()->setChecked(true);
        QCOMPARE(value(), QStringLiteral("s3cret"));
    }

    void onlyTheVisiblePaneIsAskedFor()
    {
        const auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        QSignalSpy wanted(&details, &DetailsView::inspectionWanted);
        details.applySample(sample);
        QCOMPARE(wanted.count(), 0); // nobody is selected
        details.showProcess(processOf(7, 1, 7, "seven"));
        QCOMPARE(wanted.count(), 1);
        details.showPane(QStringLiteral("limits"));
        QCOMPARE(wanted.count(), 2);
        QCOMPARE(wanted.last().first().value<InspectionRequest>().section, Section::Limits);
        details.applySample(sample);
        QCOMPARE(wanted.count(), 3);
        QVERIFY(wanted.last().first().value<InspectionRequest>().isAwaited);
        details.applyInspection(limitsOf({1, 1}, 1)); // an answer about somebody else
        QVERIFY(!details.isFilled());
        details.applyInspection(limitsOf({7, 7}, 1));
        QVERIFY(details.isFilled());
    }

    void theDeadKeepTheirDetails()
    {
        auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showProcess(processOf(7, 1, 7, "seven"));
        details.showPane(QStringLiteral("limits"));
        details.applyInspection(limitsOf({7, 7}, 1));
        QSignalSpy wanted(&details, &DetailsView::inspectionWanted);
        sample = sampleOf({processOf(1, 0, 1, "init")}, sample, 1001);
        details.applySample(sample);
        QCOMPARE(wanted.count(), 0);
        QVERIFY(wordsOf(details).contains(QLatin1String("has ended")));
        details.applyInspection(
            {{7, 7}, Section::Limits, Result<std::vector<LimitUsage>>(failure(ErrorKind::Gone, "gone"))});
        QCOMPARE(details.findChild<LimitsPane *>()->table()->shownRows(), 16);
    }

    void oneThatHasEndedIsNotTakenForAnother()
    {
        const auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showPane(QStringLiteral("limits"));
        details.showProcess(processOf(7, 1, 7, "seven"));
        details.applyInspection(limitsOf({7, 7}, 1));
        details.showProcess(processOf(8, 1, 8, "late")); // its row is still there, tinted
        QVERIFY(wordsOf(details).contains(QLatin1String("late")));
        QVERIFY(wordsOf(details).contains(QLatin1String("It ended before this was read.")));
        QVERIFY(!wordsOf(details).contains(QLatin1String("seven")));
        QVERIFY(!details.findChild<LimitsPane *>()->table()->isVisible());
    }

    /// The tree has shown it; nobody could look closer.
    void oneThatEndedBeforeItWasReadShowsWhatTheSampleShowed()
    {
        auto seven = processOf(7, 1, 7, "seven");
        seven.stat->pgid = 4711;
        seven.commandLine = std::string("seven\0--verbose\0", 16);
        auto sample = sampleOf({processOf(1, 0, 1, "init"), seven});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showProcess(seven);
        sample = sampleOf({processOf(1, 0, 1, "init")}, sample, 1001);
        details.applySample(sample);
        QVERIFY(details.isFilled());
        for (const auto *told : {"It ended before this was read.", "This is what the last sample showed.",
                                 "4711", "seven --verbose", "It has ended, and is no more"})
            QVERIFY2(wordsOf(details).contains(QLatin1String(told)), told);
        details.showPane(QStringLiteral("limits"));
        QVERIFY(wordsOf(details).contains(QLatin1String("stands in the Overview")));
        QVERIFY(!wordsOf(details).contains(QLatin1String("Nothing left to show")));
    }

    /// It ended while it was being read: the sample does not know yet.
    void whatWasReadStaysWhenItIsGoneAtTheNextReading()
    {
        auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showPane(QStringLiteral("limits"));
        details.showProcess(processOf(7, 1, 7, "seven"));
        const Inspection gone{
            {7, 7}, Section::Limits, Result<std::vector<LimitUsage>>(failure(ErrorKind::Gone, "gone"))};
        auto *pane = details.findChild<LimitsPane *>();
        details.applyInspection(limitsOf({7, 7}, 1));
        details.applyInspection(gone);
        QVERIFY(pane->table()->isVisible());
        QCOMPARE(pane->table()->shownRows(), 16);
        details.applySample(sampleOf({processOf(1, 0, 1, "init")}, sample, 1001));
        QVERIFY(pane->table()->isVisible());
    }

    void oneThatWasGoneAtTheFirstReadingIsToldSo()
    {
        auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showPane(QStringLiteral("limits"));
        details.showProcess(processOf(7, 1, 7, "seven"));
        details.applyInspection(
            {{7, 7}, Section::Limits, Result<std::vector<LimitUsage>>(failure(ErrorKind::Gone, "gone"))});
        details.applySample(sampleOf({processOf(1, 0, 1, "init")}, sample, 1001));
        QVERIFY(wordsOf(details).contains(QLatin1String("It ended before this was read.")));
        QVERIFY(!wordsOf(details).contains(QLatin1String("Nothing left to show")));
    }

    /// It was read in time; the sample that misses it was faster.
    void anAnswerThatComesLateIsShown()
    {
        auto sample = sampleOf({processOf(1, 0, 1, "init"), processOf(7, 1, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.show();
        details.applySample(sample);
        details.showPane(QStringLiteral("limits"));
        details.showProcess(processOf(7, 1, 7, "seven"));
        details.applySample(sampleOf({processOf(1, 0, 1, "init")}, sample, 1001));
        QVERIFY(wordsOf(details).contains(QLatin1String("It ended before this was read.")));
        details.applyInspection(limitsOf({7, 7}, 1));
        QVERIFY(details.findChild<LimitsPane *>()->table()->isVisible());
    }

    /// Its events came before the sample that will show it.
    void oneThatWasBornSinceTheSampleHasNotEnded()
    {
        Session session;
        session.append({{std::chrono::seconds(1000), {{7, 7}, "seven"}, Forked{ProcessRef{{1, 1}, "init"}}}});
        DetailsView details(session, m_cursor);
        details.show();
        details.applySample(sampleOf({processOf(1, 0, 1, "init")}));
        details.showUnsampled(processOf(7, 1, 7, "seven"));
        QVERIFY(wordsOf(details).contains(QLatin1String("born since the last sample")));
        QVERIFY(!wordsOf(details).contains(QLatin1String("ended")));
        QVERIFY(!details.isFilled());
    }

    void oneThatNoSampleHasShownHasOnlyItsProcessTimeline()
    {
        Session session;
        const ProcessRef seven{{7, 7}, "seven"};
        session.append({{std::chrono::seconds(1000), seven, Forked{ProcessRef{{1, 1}, "init"}}},
                        {std::chrono::seconds(1000), seven, Exited{ExitStatus(), {}, {}}}});
        DetailsView details(session, m_cursor);
        details.show();
        details.applySample(sampleOf({processOf(1, 0, 1, "init")}));
        details.showUnsampled(processOf(7, 1, 7, "seven"));
        QVERIFY(wordsOf(details).contains(QLatin1String("No sample has shown it")));
        QVERIFY(!wordsOf(details).contains(QLatin1String("what the last sample showed")));
    }

    void theAncestryLeadsUp()
    {
        const auto sample =
            sampleOf({processOf(1, 0, 1, "init"), processOf(5, 1, 5, "a<b>"), processOf(7, 5, 7, "seven")});
        DetailsView details(m_session, m_cursor);
        details.applySample(sample);
        details.showProcess(processOf(7, 5, 7, "seven"));
        QVERIFY(wordsOf(details).contains(QLatin1String("a&lt;b&gt; 5")));
        QSignalSpy linked(&details, &DetailsView::processLinked);
        for (auto *label : details.findChildren<QLabel *>()) {
            if (label->text().contains(QLatin1String("process:5:5")))
                emit label->linkActivated(QStringLiteral("process:5:5"));
        }
        QCOMPARE(linked.count(), 1);
        QCOMPARE(linked.first().first().value<ProcessId>(), (ProcessId{5, 5}));
    }

private:
    Session m_session;
    ChartCursor m_cursor;
};

static const forklore::TestClass<TestDetails> testClass(__FILE__);
#include "tst_details.moc"
