// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/models/sections/rows_model.h"

using namespace forklore;

namespace {

struct Row {
    int key;
    int value;
    bool operator==(const Row &) const = default;
};

using Model = RowsModel<Row>;

std::vector<RowColumn<Row>> columns()
{
    return {{QStringLiteral("Key"),
             {},
             Qt::AlignRight,
             50,
             false,
             [](const Row &row) { return QString::number(row.key); },
             [](const Row &row) { return QVariant(row.key); },
             nullptr},
            {QStringLiteral("Value"),
             {},
             Qt::AlignLeft,
             50,
             true,
             [](const Row &row) { return QString::number(row.value); },
             nullptr,
             nullptr}};
}

std::int64_t keyOf(const Row &row)
{
    return row.key;
}

} // namespace

class TestRowsModel : public QObject {
    Q_OBJECT

private slots:
    void rowsThatStayKeepTheirIndex()
    {
        Model model(columns(), keyOf);
        model.setRows({{1, 10}, {3, 30}, {5, 50}});
        const QPersistentModelIndex three = model.index(1, 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows({{2, 20}, {3, 31}, {5, 50}, {6, 60}});
        QCOMPARE(three.row(), 1);
        QCOMPARE(three.data().toInt(), 3);
        QCOMPARE(changed.count(), 1); // 5 did not change
        QCOMPARE(dumpCells(model), (QStringList{"2 | 20", "3 | 31", "5 | 50", "6 | 60"}));
    }

    void anyRowsFollowAnyOthers()
    {
        Model model(columns(), keyOf);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::mt19937 random(7);
        for (int round = 0; round < 300; ++round) {
            std::vector<Row> rows;
            for (int key = 0; key < 30; ++key) {
                if (random() % 3 != 0)
                    rows.push_back({key, static_cast<int>(random() % 2)});
            }
            model.setRows(rows);
            QCOMPARE(model.rows(), rows);
        }
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    /// 150 000 descriptors of which every other is another one now: not one step for each.
    void manyChangesAreOne()
    {
        Model model(columns(), keyOf);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<Row> even;
        std::vector<Row> mixed;
        for (int key = 0; key < 2'000; ++key) {
            if (key % 2 == 0)
                even.push_back({key, 0});
            if (key % 2 == 1 || key % 4 == 0)
                mixed.push_back({key, 1});
        }
        model.setRows(even);
        const QPersistentModelIndex stays = model.index(2, 1); // key 4
        const QPersistentModelIndex goes = model.index(3, 0);  // key 6
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.setRows(mixed);
        QCOMPARE(model.rows(), mixed);
        QCOMPARE(inserted.count() + removed.count(), 0);
        QCOMPARE(model.rows()[static_cast<std::size_t>(stays.row())].key, 4);
        QCOMPARE(stays.column(), 1);
        QVERIFY(!goes.isValid());
    }
};

static const forklore::TestClass<TestRowsModel> testClass(__FILE__);
#include "tst_rows_model.moc"
