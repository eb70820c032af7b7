// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names of processes are never blank.
#include <QTest>

#include "core/process/names/name_text.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class NameTextTest : public QObject {
    Q_OBJECT

private slots:
    void names_data()
    {
        QTest::addColumn<QByteArray>("comm");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a name") << raw("sleep") << raw("sleep");
        QTest::newRow("none") << raw("") << raw("(no name)");
        QTest::newRow("blanks") << raw("   ") << raw("\"   \"");
        for (const int blank : {0x00a0, 0x2003, 0x2800, 0x3000}) {
            const auto text = QString(3, QChar(static_cast<char16_t>(blank))).toUtf8();
            QTest::addRow("blanks of U+%04x", blank) << text << '"' + text + '"';
        }
        QTest::newRow("cut within a blank")
            << QByteArray("\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0").left(15)
            << QByteArray("\"\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\"");
        QTest::newRow("blanks around") << raw(" a ") << raw(" a ");
        QTest::newRow("a line end") << raw("\n") << raw("\\n");
        QTest::newRow("cut within a character") << raw("abcdefghijklm\xe4\xb8") << raw("abcdefghijklm");
    }
    void names()
    {
        QFETCH(const QByteArray, comm);
        QFETCH(const QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(nameText(view(comm))), text);
    }
};

static const forklore::TestClass<NameTextTest> testClass(__FILE__);
#include "tst_name_text.moc"
