// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/host/linux/proc/pid_environ.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(forklore::Environment)

class PidEnvironTest : public QObject {
    Q_OBJECT

private slots:
    void entries_data();
    void entries();
    void aLargeBlock();
};

void PidEnvironTest::entries_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<Environment>("expected");
    QTest::newRow("nothing") << raw("") << Environment{};
    QTest::newRow("one") << raw("A=1\0") << Environment{{"A", "1"}};
    QTest::newRow("the last lacks its NUL") << raw("A=1\0B=2") << Environment{{"A", "1"}, {"B", "2"}};
    QTest::newRow("empty value") << raw("A=\0") << Environment{{"A", ""}};
    QTest::newRow("no equals sign") << raw("A\0") << Environment{{"A", std::nullopt}};
    QTest::newRow("empty name") << raw("=1\0") << Environment{{"", "1"}};
    QTest::newRow("equals sign alone") << raw("=\0") << Environment{{"", ""}};
    QTest::newRow("empty entry") << raw("\0") << Environment{{"", std::nullopt}};
    QTest::newRow("empty entry between")
        << raw("A=1\0\0B=2\0") << Environment{{"A", "1"}, {"", std::nullopt}, {"B", "2"}};
    QTest::newRow("the first equals sign divides") << raw("A=b=c\0") << Environment{{"A", "b=c"}};
    QTest::newRow("duplicates in order")
        << raw("D=2\0A=1\0D=1\0") << Environment{{"D", "2"}, {"A", "1"}, {"D", "1"}};
    QTest::newRow("bytes") << raw("N\xff=\xfe\n\0") << Environment{{"N\xff", "\xfe\n"}};
    QTest::newRow("newline in the name") << raw("a\nb=c\0") << Environment{{"a\nb", "c"}};
}

void PidEnvironTest::entries()
{
    QFETCH(QByteArray, block);
    QFETCH(Environment, expected);
    QVERIFY(parsePidEnviron(view(block)) == expected);
}

void PidEnvironTest::aLargeBlock()
{
    const auto environment = parsePidEnviron(view(raw("NAME=value\0").repeated(100'000)));
    QCOMPARE(environment.size(), 100'000u);
    QVERIFY(environment.back() == (Variable{"NAME", "value"}));
}

static const forklore::TestClass<PidEnvironTest> testClass(__FILE__);
#include "tst_pid_environ.moc"
