// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/filter/amount.h"
#include "core/filter/folding.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(forklore::FactKind)

class TestFilterAmount : public QObject {
    Q_OBJECT

private slots:
    void numbersHaveUnits_data()
    {
        QTest::addColumn<FactKind>("kind");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("step");
        const auto row = [](FactKind kind, const char *text, double value, double step) {
            QTest::addRow("%d %s", static_cast<int>(kind), text) << kind << QByteArray(text) << value << step;
        };
        constexpr double K = 1024;
        row(FactKind::Number, "5", 5, 1);
        row(FactKind::Number, "-5", -5, 1);
        row(FactKind::Number, "0.25", 0.25, 0.01);
        row(FactKind::Number, ".5", 0.5, 0.1);
        row(FactKind::Number, "007", 7, 1);
        row(FactKind::Share, "80%", 80, 1);
        row(FactKind::Share, "80.5%", 80.5, 0.1);
        for (const auto *unit : {"", "B", "b", "bytes"})
            row(FactKind::Bytes, (std::string("3") + unit).c_str(), 3, 1);
        for (const auto *unit : {"K", "k", "KB", "kb", "KiB"})
            row(FactKind::Bytes, (std::string("3") + unit).c_str(), 3 * K, K);
        row(FactKind::Bytes, "3MB", 3 * K * K, K * K);
        row(FactKind::Bytes, "1.5GiB", 1.5 * K * K * K, K * K * K * 0.1);
        row(FactKind::Bytes, "2T", 2 * K * K * K * K, K * K * K * K);
        row(FactKind::Bytes, "1P", K * K * K * K * K, K * K * K * K * K);
        row(FactKind::Duration, "90", 90, 1);
        row(FactKind::Duration, "90s", 90, 1);
        row(FactKind::Duration, "250ms", 0.25, 0.001);
        row(FactKind::Duration, "5M", 300, 60);
        row(FactKind::Duration, "5min", 300, 60);
        row(FactKind::Duration, "1h30m", 5400, 60);
        row(FactKind::Duration, "1d2h3m4s", 93784, 1);
        row(FactKind::Duration, "2weeks", 1'209'600, 604'800);
    }
    void numbersHaveUnits()
    {
        QFETCH(FactKind, kind);
        QFETCH(QByteArray, text);
        const auto amount = parseAmount(view(text), kind);
        QVERIFY(amount);
        QTEST(amount->value, "value");
        QTEST(amount->step, "step");
        QCOMPARE(amount->percent, text.endsWith('%'));
    }

    void whatIsNoNumberIsNone_data()
    {
        QTest::addColumn<FactKind>("kind");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](FactKind kind, const char *text) {
            QTest::addRow("%d %s", static_cast<int>(kind), text) << kind << QByteArray(text);
        };
        for (const auto *text : {"", "-", "--5", "+5", "abc", "5x", "1e9", "inf", "nan", "-inf", "0x10",
                                 "1,5", "1.2.3", ".", "5.", "5k", "%", "5%%"})
            row(FactKind::Number, text);
        for (const auto *text : {"5X", "5ibb", "5m2k", "1m5"})
            row(FactKind::Bytes, text);
        for (const auto *text : {"5y", "30m1h", "1h30", "5m5m", "1hm"})
            row(FactKind::Duration, text);
        const auto endless = QByteArray(5000, '9');
        row(FactKind::Number, endless.constData());
    }
    void whatIsNoNumberIsNone()
    {
        QFETCH(FactKind, kind);
        QFETCH(QByteArray, text);
        if (text == "5.") { // somebody is about to type a digit
            QVERIFY(parseAmount(view(text), kind));
            return;
        }
        QVERIFY(!parseAmount(view(text), kind));
    }

    void capitalsAreFolded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("folded");
        QTest::newRow("ASCII") << QByteArray("AbZ[@") << QByteArray("abz[@");
        QTest::newRow("Latin") << QByteArray("ÀÖØÞ×ß") << QByteArray("àöøþ×ß");
        QTest::newRow("pairs") << QByteArray("ĀāŁłŹźŽž") << QByteArray("āāłłźźžž");
        QTest::newRow("Greek") << QByteArray("ΑΣΩ") << QByteArray("ασω");
        QTest::newRow("Cyrillic") << QByteArray("ЁЖЯя") << QByteArray("ёжяя");
        QTest::newRow("others stay") << QByteArray("日本İ€") << QByteArray("日本İ€");
        QTest::newRow("no UTF-8 stays") << QByteArray("\xff\xc3"
                                                      "A\xc3")
                                        << QByteArray("\xff\xc3"
                                                      "a\xc3");
    }
    void capitalsAreFolded()
    {
        QFETCH(QByteArray, text);
        QTEST(bytes(folded(view(text))), "folded");
        QCOMPARE(folded(view(text)).size(), static_cast<std::size_t>(text.size()));
    }
};

static const forklore::TestClass<TestFilterAmount> testClass(__FILE__);
#include "tst_filter_amount.moc"
