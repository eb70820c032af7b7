// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cstdint>

#include "core/base/text_cursor.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class TextCursorTest : public QObject {
    Q_OBJECT

private slots:
    void until();
    void word();
    void numbers_data();
    void numbers();
    void numbersOfOtherTypes();
};

void TextCursorTest::until()
{
    TextCursor cursor("a:b::c");
    QCOMPARE(bytes(cursor.until(':')), raw("a"));
    QCOMPARE(bytes(cursor.until(':')), raw("b"));
    QCOMPARE(bytes(cursor.until(':')), raw(""));
    QVERIFY(!cursor.atEnd());
    QCOMPARE(bytes(cursor.until(':')), raw("c"));
    QVERIFY(cursor.atEnd());
    QCOMPARE(bytes(cursor.until(':')), raw(""));
}

void TextCursorTest::word()
{
    TextCursor cursor(" \t\na\xff b\n\n ");
    QCOMPARE(bytes(cursor.word()), raw("a\xff"));
    QCOMPARE(bytes(cursor.rest()), raw(" b\n\n "));
    QCOMPARE(bytes(cursor.word()), raw("b"));
    QCOMPARE(bytes(cursor.word()), raw(""));
    QVERIFY(cursor.atEnd());
}

void TextCursorTest::numbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::addColumn<int>("value");
    QTest::newRow("empty") << raw("") << false << 0;
    QTest::newRow("0") << raw("0") << true << 0;
    QTest::newRow("leading zeros") << raw("007") << true << 7;
    QTest::newRow("negative") << raw("-12") << true << -12;
    QTest::newRow("sign alone") << raw("-") << false << 0;
    QTest::newRow("plus") << raw("+1") << false << 0;
    QTest::newRow("blank before") << raw(" 1") << false << 0;
    QTest::newRow("blank after") << raw("1 ") << false << 0;
    QTest::newRow("more after it") << raw("1x") << false << 0;
    QTest::newRow("the largest") << raw("2147483647") << true << 2147483647;
    QTest::newRow("one more") << raw("2147483648") << false << 0;
    QTest::newRow("the smallest") << raw("-2147483648") << true << -2147483647 - 1;
}

void TextCursorTest::numbers()
{
    QFETCH(QByteArray, text);
    const auto number = TextCursor::toNumber<int>(view(text));
    QTEST(number.has_value(), "good");
    QTEST(number.value_or(0), "value");
}

void TextCursorTest::numbersOfOtherTypes()
{
    QVERIFY(!TextCursor::toNumber<unsigned>("-1"));
    QVERIFY(TextCursor::toNumber<std::uint64_t>("18446744073709551615") == UINT64_MAX);
    QVERIFY(!TextCursor::toNumber<std::uint64_t>("18446744073709551616"));
    QVERIFY(TextCursor::toNumber<std::uint32_t>("0fF", 16) == 255u);
    QVERIFY(!TextCursor::toNumber<std::uint32_t>("0x1", 16));
    QVERIFY(!TextCursor::toNumber<std::uint32_t>("8", 8));

    TextCursor cursor("12 x 34");
    QVERIFY(cursor.number<int>() == 12);
    QVERIFY(!cursor.number<int>()); // the word is passed over all the same
    QVERIFY(cursor.number<int>() == 34);
    QVERIFY(!cursor.number<int>());
}

static const forklore::TestClass<TextCursorTest> testClass(__FILE__);
#include "tst_text_cursor.moc"
