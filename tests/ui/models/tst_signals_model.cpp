// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of signals as text.
#include <memory>

#include <QAbstractItemModelTester>
#include <QFont>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/models/sections/signals_model.h"

using namespace forklore;

namespace {

SignalSet setOf(std::initializer_list<int> numbers)
{
    SignalSet set;
    for (const auto number : numbers)
        set.bits |= std::uint64_t(1) << (number - 1);
    return set;
}

/// A process that catches TERM, ignores PIPE, blocks USR1 and one of whose threads blocks USR2.
SignalReading reading()
{
    SignalReading reading;
    reading.main.caught = setOf({15});
    reading.main.ignored = setOf({13});
    reading.main.blocked = setOf({10, 12});
    reading.blockedByAll = setOf({10});
    reading.blockedBySome = setOf({10, 12});
    reading.main.sharedPending = setOf({10});
    reading.main.pending = setOf({10});
    reading.pendingElsewhere = setOf({34});
    reading.threads = 3;
    return reading;
}

QStringList cells(const SignalReading &reading, bool onlySet)
{
    const std::unique_ptr<SignalsModel> model(makeSignalsModel(nullptr));
    const QAbstractItemModelTester tester(model.get());
    model->setRows(signalRows(reading, onlySet));
    return dumpCells(*model);
}

} // namespace

class TestSignalsModel : public QObject {
    Q_OBJECT

private slots:
    void allOfThemByNumber()
    {
        const auto lines = cells(SignalReading(), false);
        QCOMPARE(lines.size(), 64);
        QCOMPARE(lines.at(0), QString::fromUtf8("1 | SIGHUP | ends it | – |  |  | Ends it"));
        QCOMPARE(lines.at(2),
                 QString::fromUtf8("3 | SIGQUIT | ends it, core dump | – |  |  | Ends it, with a "
                                   "core dump where its limit allows one"));
        QCOMPARE(lines.at(16),
                 QString::fromUtf8("17 | SIGCHLD | nothing | – |  |  | Is ignored, by default"));
        QCOMPARE(lines.at(63), QString::fromUtf8("64 | SIGRTMIN+30 | ends it | – |  |  | Ends it"));
    }

    void onlyThoseOfWhichThereIsSomethingToSay()
    {
        QCOMPARE(cells(SignalReading(), true), QStringList());
        QCOMPARE(
            cells(reading(), true),
            (QStringList{
                QString::fromUtf8("10 | SIGUSR1 | ends it | – | blocked | process, main thread | Nothing "
                                  "more: one is pending already, and it does not queue"),
                QString::fromUtf8("12 | SIGUSR2 | ends it | – | by some threads |  | Ends it"),
                QStringLiteral(
                    "13 | SIGPIPE | ends it | ignored |  |  | Is ignored: the process wants it so"),
                QStringLiteral("15 | SIGTERM | ends it | caught |  |  | Runs its handler"),
                QString::fromUtf8("34 | SIGRTMIN | ends it | – |  | another thread | Ends it"),
            }));
    }

    void whatIsSetStandsOutByItsTypeToo()
    {
        const std::unique_ptr<SignalsModel> model(makeSignalsModel(nullptr));
        model->setRows(signalRows(reading(), false));
        const auto bold = [&](int signal, int column) {
            return model->index(signal - 1, column).data(Qt::FontRole).value<QFont>().bold();
        };
        const auto dim = [&](int signal) { return model->index(signal - 1, 1).data(DimRole).toBool(); };
        QVERIFY(bold(15, 1) && !dim(15));
        QVERIFY(!bold(15, 6));
        QVERIFY(!bold(14, 1) && dim(14));
    }

    void aRowSaysItsMeaning()
    {
        const std::unique_ptr<SignalsModel> model(makeSignalsModel(nullptr));
        model->setRows(signalRows(reading(), false));
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 0; column < 4; ++column)
                QVERIFY(!model->index(row, column).data(Qt::ToolTipRole).toString().isEmpty());
        }
        const auto tip = [&](int signal, int column) {
            return model->index(signal - 1, column).data(Qt::ToolTipRole).toString();
        };
        QCOMPARE(tip(15, 3), QStringLiteral("The process has a handler for it"));
        QCOMPARE(tip(10, 4), QStringLiteral("Every thread blocks it: it waits until one lets it through"));
        QCOMPARE(tip(12, 4), QStringLiteral("Some threads block it: another one takes it"));
    }

    void theSummaryCounts()
    {
        QCOMPARE(signalsSummary(reading()),
                 QString::fromUtf8("1 caught · 1 ignored · 1 blocked · 2 pending · 3 threads"));
        QCOMPARE(signalsSummary({}),
                 QString::fromUtf8("none caught · none ignored · none blocked · none pending"));
        auto many = reading();
        many.threads = 256;
        many.complete = false;
        QVERIFY(signalsSummary(many).endsWith(QLatin1String("the first 256 threads alone were asked")));
    }
};

static const forklore::TestClass<TestSignalsModel> testClass(__FILE__);
#include "tst_signals_model.moc"
