// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/base/byte_size.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class ByteSizeTest : public QObject {
    Q_OBJECT

private slots:
    void threeFigures_data();
    void threeFigures();
};

void ByteSizeTest::threeFigures_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *what, quint64 size, const char *text) {
        QTest::newRow(what) << size << QByteArray(text);
    };
    const auto mega = quint64(1) << 20;
    row("none", 0, "0 B");
    row("bytes", 1023, "1023 B");
    row("kibibyte", 1024, "1.0 KiB");
    row("the last of a unit", 1023 * 1024 + 511, "1023 KiB");
    row("what would be 1024 of a unit", 1023 * 1024 + 512, "1.0 MiB");
    row("mebibytes", 13'002'342, "12.4 MiB");
    row("gibibytes", 1'406'611'456, "1.31 GiB");
    row("whole", 8 * mega, "8.0 MiB");
    row("hundreds", 412 * mega + 300'000, "412 MiB");
    row("most", std::numeric_limits<quint64>::max(), "16.0 EiB");
}

void ByteSizeTest::threeFigures()
{
    QFETCH(quint64, size);
    QTEST(bytes(byteSizeText(size)), "text");
}

static const forklore::TestClass<ByteSizeTest> testClass(__FILE__);
#include "tst_byte_size.moc"
