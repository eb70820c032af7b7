// SPDX-License-Identifier: GPL-3.0-or-later
//
// The panes Signals and Credentials, and the grid of facts that one of them is.
#include <QCheckBox>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

#include "core/host/linux/linux_host.h"
#include "tests/support/test_program.h"
#include "ui/details/fact_grid.h"
#include "ui/details/panes/credentials_pane.h"
#include "ui/details/panes/signals_pane.h"
#include "ui/live/inspections.h"

using namespace forklore;

namespace {

Inspection signalsOf(const SignalReading &reading)
{
    return {{1, 1}, Section::Signals, Result<SignalReading>(reading)};
}

QStringList wordsOf(const QWidget &widget)
{
    QStringList words;
    for (const auto *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            words += label->text();
    }
    return words;
}

std::vector<FactGroup> threeGroups()
{
    return {{QStringLiteral("A"), {{QStringLiteral("one"), QStringLiteral("1"), QStringLiteral("a<b\nc")}}},
            {QStringLiteral("B"), {{QStringLiteral("two"), QStringLiteral("2"), {}}}},
            {QStringLiteral("C"),
             {{QStringLiteral("three"), QStringLiteral("3"), {}}, {{}, QStringLiteral("4"), {}}}}};
}

QLabel *labelOf(const QWidget &widget, const char *text)
{
    for (auto *label : widget.findChildren<QLabel *>()) {
        if (label->text() == QLatin1String(text))
            return label;
    }
    return nullptr;
}

} // namespace

class TestRightsPanes : public QObject {
    Q_OBJECT

private slots:
    void allSignalsOrOnlyThoseSet()
    {
        SignalsPane pane;
        SignalReading reading;
        reading.main.caught = SignalSet{1u << 14};
        pane.apply(signalsOf(reading));
        QCOMPARE(pane.table()->shownRows(), 64);
        auto *onlySet = pane.findChild<QCheckBox *>();
        onlySet->setChecked(true);
        QCOMPARE(pane.table()->shownRows(), 1);
        reading.main.ignored = SignalSet{1};
        pane.apply(signalsOf(reading));
        QCOMPARE(pane.table()->shownRows(), 2);
        onlySet->setChecked(false);
        QCOMPARE(pane.table()->shownRows(), 64);
    }

    void signalsThatAreGoneSaySo()
    {
        SignalsPane pane;
        pane.apply(
            {{1, 1}, Section::Signals, Result<SignalReading>(failure(ErrorKind::Gone, "it has ended"))});
        QVERIFY(wordsOf(pane).join(u' ').contains(QLatin1String("It has ended")));
        QVERIFY(!pane.table()->isVisibleTo(&pane));
    }

    void credentialsAreFacts()
    {
        CredentialsPane pane;
        const Rights rights{FourIds<Uid>{},      FourIds<Gid>{}, std::vector<Gid>{}, Capabilities{},
                            knownCapabilities(), false,          Seccomp::Disabled};
        pane.apply({{1, 1},
                    Section::Rights,
                    CredentialsReading{rights, failure(ErrorKind::Gone, "ended"), {{0, "root"}}, {}}});
        QVERIFY(wordsOf(pane).contains(QLatin1String("root (0)")));
        QVERIFY(wordsOf(pane).contains(QLatin1String("possible")));
    }

    void credentialsThatAreDeniedSaySo()
    {
        CredentialsPane pane;
        const auto denied = failure(ErrorKind::Denied, "open status: Operation not permitted");
        pane.apply({{1, 1}, Section::Rights, CredentialsReading{denied, denied, {}, {}}});
        QVERIFY(wordsOf(pane).join(u' ').contains(QLatin1String("The rights cannot be read")));
    }

    void groupsStandBesideEachOtherWhereThereIsRoom()
    {
        FactGrid grid;
        grid.setGroups(threeGroups());
        const auto placeOf = [&](const char *title) {
            auto *label = labelOf(grid, title);
            return label ? label->mapTo(grid.widget(), QPoint()) : QPoint(-1, -1);
        };
        grid.resize(1200, 300);
        grid.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&grid));
        QTRY_COMPARE(placeOf("<b>C</b>").y(), placeOf("<b>A</b>").y());
        QVERIFY(placeOf("<b>A</b>").x() < placeOf("<b>B</b>").x());
        grid.resize(700, 300);
        QTRY_VERIFY(placeOf("<b>C</b>").y() > placeOf("<b>A</b>").y());
        QCOMPARE(placeOf("<b>C</b>").x(), placeOf("<b>A</b>").x());
        grid.resize(350, 300);
        QTRY_COMPARE(placeOf("<b>B</b>").x(), placeOf("<b>A</b>").x());
    }

    void factsKeepTheirWidgets()
    {
        FactGrid grid;
        auto groups = threeGroups();
        grid.setGroups(groups);
        const auto *one = labelOf(grid, "1");
        QVERIFY(one);
        QCOMPARE(one->parentWidget()->toolTip(), QStringLiteral("<qt>a&lt;b<br>c</qt>"));
        groups.front().facts.front().value = QStringLiteral("11");
        grid.setGroups(groups);
        QCOMPARE(labelOf(grid, "11"), one);
        groups.pop_back();
        grid.setGroups(groups);
        QVERIFY(!labelOf(grid, "3"));
    }

    void bothAreReadInTheInspectorsThread()
    {
        qRegisterMetaType<Inspection>();
        const auto host = LinuxHost::open("/proc");
        QVERIFY(host);
        const auto id = (*host)->inspector()->idOf(getpid());
        QVERIFY(id);
        Inspections inspections(**host);
        QSignalSpy inspected(&inspections, &Inspections::inspected);
        const auto nothing = std::make_shared<const Snapshot>();
        inspections.ask({*id, Section::Signals, nothing});
        QTRY_COMPARE(inspected.count(), 1);
        const auto signalsRead = inspected.first().first().value<Inspection>();
        QVERIFY(std::get<Result<SignalReading>>(signalsRead.value)->threads > 1);
        inspections.ask({*id, Section::Rights, nothing});
        QTRY_COMPARE(inspected.count(), 2);
        const auto read = std::get<CredentialsReading>(inspected.last().first().value<Inspection>().value);
        QVERIFY(read.rights && read.location);
        QCOMPARE(read.rights->uid->real, getuid());
        QVERIFY(read.users.contains(getuid()) && read.groups.contains(getgid()));
    }
};

static const forklore::TestClass<TestRightsPanes> testClass(__FILE__);
#include "tst_rights_panes.moc"
