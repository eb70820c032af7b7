// SPDX-License-Identifier: GPL-3.0-or-later
//
// Names of processes are never blank.
#include <QTest>

#include "core/process/name_text.h"
#include "tests/support/bytes.h"

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
        QTest::newRow("blanks around") << raw(" a ") << raw(" a ");
        QTest::newRow("a line end") << raw("\n") << raw("\\n");
    }
    void names()
    {
        QFETCH(const QByteArray, comm);
        QFETCH(const QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(nameText(view(comm))), text);
    }
};

QTEST_GUILESS_MAIN(NameTextTest)
#include "tst_name_text.moc"
