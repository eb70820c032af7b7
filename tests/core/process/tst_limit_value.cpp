// SPDX-License-Identifier: GPL-3.0-or-later
//
// The value of a limit as a person writes it.
#include <QTest>

#include "core/operation/limit_change.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LimitValueTest : public QObject {
    Q_OBJECT

private slots:
    void values_data();
    void values();
};

void LimitValueTest::values_data()
{
    QTest::addColumn<Resource>("resource");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](Resource resource, const char *text, const char *value) {
        QTest::addRow("%s of %s", text, traits(resource).name.data())
            << resource << QByteArray(text) << QByteArray(value);
    };
    row(Resource::OpenFiles, "0", "0");
    row(Resource::OpenFiles, "512", "512");
    row(Resource::OpenFiles, "unlimited", "unlimited");
    row(Resource::OpenFiles, "18446744073709551614", "18446744073709551614");
    row(Resource::OpenFiles, "18446744073709551615", "none"); // the kernel's own word for unlimited
    row(Resource::OpenFiles, "64K", "none");                  // files are no bytes
    row(Resource::OpenFiles, "-1", "none");
    row(Resource::OpenFiles, "", "none");
    row(Resource::OpenFiles, " 5", "none");
    row(Resource::OpenFiles, "5.5", "none");
    row(Resource::Stack, "8388608", "8388608");
    row(Resource::Stack, "8M", "8388608");
    row(Resource::Stack, "8MB", "8388608");
    row(Resource::Stack, "8m", "8388608");
    row(Resource::Stack, "Unlimited", "unlimited");
    row(Resource::Stack, "64 MiB", "67108864");
    row(Resource::Stack, "12B", "12");
    row(Resource::Stack, "15E", "17293822569102704640");
    row(Resource::Stack, "16E", "none");
    row(Resource::Stack, "M", "none");
    row(Resource::Stack, "B", "none");
    row(Resource::Stack, "8MM", "none");
    row(Resource::Stack, "8Q", "none");
}

void LimitValueTest::values()
{
    QFETCH(Resource, resource);
    QFETCH(QByteArray, text);
    const auto value = parseLimitValue(view(text), resource);
    const auto told = !value   ? QByteArray("none")
                      : *value ? QByteArray::number(static_cast<qulonglong>(**value))
                               : QByteArray("unlimited");
    QTEST(told, "value");
}

static const forklore::TestClass<LimitValueTest> testClass(__FILE__);
#include "tst_limit_value.moc"
