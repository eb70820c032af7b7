// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/base/printable.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class PrintableTest : public QObject {
    Q_OBJECT

private slots:
    void escapes_data();
    void escapes();
    void otherScriptsStay_data();
    void otherScriptsStay();
    void aNameCutWithinACharacter_data();
    void aNameCutWithinACharacter();
    void inJson_data();
    void inJson();
    void columns_data();
    void columns();
    void utf8_data();
    void utf8();
};

void PrintableTest::escapes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("newline, tab, return") << raw("a\nb\tc\r") << raw("a\\nb\\tc\\r");
    QTest::newRow("escape") << raw("\x1b[31m") << raw("\\x1b[31m");
    QTest::newRow("delete") << raw("\x7f") << raw("\\x7f");
    QTest::newRow("the C1 that begins a command") << raw("\xc2\x9b") << raw("\\u009b");
    QTest::newRow("the byte of that number alone") << raw("\x9b") << raw("\\x9b");
    QTest::newRow("backslash") << raw("\\n") << raw("\\\\n");
    QTest::newRow("not UTF-8") << raw("a\xff\xfe") << raw("a\\xff\\xfe");
    QTest::newRow("one byte is not, the rest stays") << raw("\xff\xc3\xa4") << raw("\\xff\xc3\xa4");
    QTest::newRow("surrogate") << raw("\xed\xa0\x80") << raw("\\xed\\xa0\\x80");
    QTest::newRow("right-to-left override") << QByteArray("evil\u202egnp.exe") << raw("evil\\u202egnp.exe");
    for (const int mark : {0x00ad, 0x034f, 0x061c, 0x115f, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a,
                           0x2060, 0x2066, 0x2069, 0x3164, 0xfeff, 0xffa0, 0xfff9}) {
        const auto number = QByteArray::number(mark, 16).rightJustified(4, '0');
        QTest::addRow("U+%s", number.constData())
            << (QString(QLatin1Char('a')) + QChar(static_cast<char16_t>(mark)) + QLatin1Char('b')).toUtf8()
            << QByteArray("a\\u" + number + 'b');
    }
    QTest::newRow("tag characters") << QByteArray("a\U000e0041\U000e007f") << raw("a\\U000e0041\\U000e007f");
    QTest::newRow("joiner in a Latin word") << QByteArray("ad\u200dmin") << raw("ad\\u200dmin");
    QTest::newRow("non-joiner in a Latin word") << QByteArray("ad\u200cmin") << raw("ad\\u200cmin");
    QTest::newRow("joiner alone") << QByteArray("\u200d") << raw("\\u200d");
    QTest::newRow("joiner at the end of a word") << QByteArray("می\u200c") << QByteArray("می\\u200c");
    QTest::newRow("joiner at its beginning") << QByteArray("\u200cمی") << QByteArray("\\u200cمی");
    QTest::newRow("two joiners") << QByteArray("می\u200c\u200cخ") << QByteArray("می\\u200c\\u200cخ");
    QTest::newRow("joiner behind a picture")
        << QByteArray("\U0001f468\u200da") << QByteArray("\U0001f468\\u200da");
    QTest::newRow("selector behind a letter") << QByteArray("bash\ufe0f") << raw("bash\\ufe0f");
}

void PrintableTest::escapes()
{
    QFETCH(QByteArray, bytes);
    QTEST(QByteArray::fromStdString(printable(view(bytes))), "expected");
}

void PrintableTest::otherScriptsStay_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << raw("sshd: /usr/sbin/sshd -D [listener]");
    QTest::newRow("umlauts") << QByteArray("päckchen-größe");
    QTest::newRow("composed from marks") << QByteArray("a\u0308u\u0308");
    QTest::newRow("Chinese") << QByteArray("世界世界世");
    QTest::newRow("Arabic") << QByteArray("مرحبا");
    QTest::newRow("Hebrew") << QByteArray("שלום");
    QTest::newRow("Persian with a non-joiner") << QByteArray("می\u200cخواهم");
    QTest::newRow("Devanagari with a joiner") << QByteArray("क्\u200dष");
    QTest::newRow("sign of Arabic numbers") << QByteArray("\u06dd١");
    QTest::newRow("picture") << QByteArray("\U0001f980");
    QTest::newRow("family") << QByteArray("\U0001f468\u200d\U0001f469\u200d\U0001f467");
    QTest::newRow("heart with its selector, and fire") << QByteArray("\u2764\ufe0f\u200d\U0001f525");
    QTest::newRow("skin") << QByteArray("\U0001f469\U0001f3fd\u200d\U0001f4bb");
    QTest::newRow("keycap") << QByteArray("1\ufe0f\u20e3");
}

void PrintableTest::otherScriptsStay()
{
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(printable(view(text))), text);
}

void PrintableTest::aNameCutWithinACharacter_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("whole") << QByteArray("世界世界世") << QByteArray("世界世界世");
    QTest::newRow("cut after one byte of two")
        << QByteArray("abcdefghijklmnö").left(15) << raw("abcdefghijklmn");
    QTest::newRow("cut after two bytes of three")
        << QByteArray("a世界世界世").left(15) << QByteArray("a世界世界");
    QTest::newRow("cut after three bytes of four")
        << QByteArray("\U0001f980\U0001f980\U0001f980\U0001f980").left(15)
        << QByteArray("\U0001f980\U0001f980\U0001f980");
    QTest::newRow("a byte that begins nothing") << raw("abcdefghijklmn\xff") << raw("abcdefghijklmn\\xff");
    QTest::newRow("a name of 14 bytes was not cut") << raw("abcdefghijklm\xc3") << raw("abcdefghijklm\\xc3");
    QTest::newRow("bytes that follow nothing")
        << raw("abcdefghijkl\x80\x80\x80") << raw("abcdefghijkl\\x80\\x80\\x80");
}

void PrintableTest::aNameCutWithinACharacter()
{
    QFETCH(QByteArray, name);
    QTEST(QByteArray::fromStdString(printableName(view(name))), "expected");
}

void PrintableTest::inJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << raw("{\"a\": [1, \"b\\n\"]}") << raw("{\"a\": [1, \"b\\n\"]}");
    QTest::newRow("other scripts") << QByteArray("\"世界 é\"") << QByteArray("\"世界 é\"");
    QTest::newRow("delete and C1") << raw("\"\x7f\xc2\x80\xc2\x9b\xc2\x9f\"")
                                   << raw("\"\\u007f\\u0080\\u009b\\u009f\"");
    QTest::newRow("override") << QByteArray("\"\u202e\"") << raw("\"\\u202e\"");
    QTest::newRow("a joiner at home") << QByteArray("\"می\u200cخ\"") << QByteArray("\"می\\u200cخ\"");
    QTest::newRow("tag character") << QByteArray("\"\U000e0041\"") << raw("\"\\udb40\\udc41\"");
}

void PrintableTest::inJson()
{
    QFETCH(QByteArray, json);
    QTEST(QByteArray::fromStdString(printableJson(view(json))), "expected");
}

void PrintableTest::columns_data()
{
    QTest::addColumn<uint>("code");
    QTest::addColumn<int>("columns");
    QTest::newRow("letter") << uint('a') << 1;
    QTest::newRow("umlaut") << uint(0xe4) << 1;
    QTest::newRow("combining mark") << uint(0x308) << 0;
    QTest::newRow("ideograph") << uint(0x4e16) << 2;
    QTest::newRow("full width") << uint(0xff21) << 2;
    QTest::newRow("picture") << uint(0x1f980) << 2;
    QTest::newRow("picture of Unicode 15") << uint(0x1fae8) << 2;
    QTest::newRow("joiner") << uint(0x200d) << 0;
    QTest::newRow("selector") << uint(0xfe0f) << 0;
    QTest::newRow("line of the tree") << uint(0x251c) << 1;
}

void PrintableTest::columns()
{
    QFETCH(uint, code);
    QTEST(static_cast<int>(columnsOf(static_cast<char32_t>(code))), "columns");
}

void PrintableTest::utf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::newRow("empty") << raw("") << true;
    QTest::newRow("the last character") << raw("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("beyond it") << raw("\xf4\x90\x80\x80") << false;
    QTest::newRow("NUL in two bytes") << raw("\xc0\x80") << false;
    QTest::newRow("slash in three bytes") << raw("\xe0\x80\xaf") << false;
    QTest::newRow("surrogate") << raw("\xed\xbf\xbf") << false;
    QTest::newRow("cut") << raw("a\xe4\xb8") << false;
    QTest::newRow("NUL") << raw("a\0b") << true;
}

void PrintableTest::utf8()
{
    QFETCH(QByteArray, bytes);
    QTEST(isUtf8(view(bytes)), "good");
}

static const forklore::TestClass<PrintableTest> testClass(__FILE__);
#include "tst_printable.moc"
