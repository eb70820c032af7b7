// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cerrno>

#include "core/base/result.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class ResultTest : public QObject {
    Q_OBJECT

private slots:
    void errnoKinds_data();
    void errnoKinds();
};

void ResultTest::errnoKinds_data()
{
    QTest::addColumn<int>("errnoValue");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("EACCES") << EACCES << raw("denied") << raw("open x: Permission denied");
    QTest::newRow("EPERM") << EPERM << raw("denied") << raw("open x: Operation not permitted");
    QTest::newRow("ENOENT") << ENOENT << raw("gone") << raw("open x: No such file or directory");
    QTest::newRow("ESRCH") << ESRCH << raw("gone") << raw("open x: No such process");
    QTest::newRow("ENOSYS") << ENOSYS << raw("unsupported") << raw("open x: Function not implemented");
    QTest::newRow("EOPNOTSUPP") << EOPNOTSUPP << raw("unsupported") << raw("open x: Operation not supported");
    QTest::newRow("ENOTTY") << ENOTTY << raw("unsupported") << raw("open x: Inappropriate ioctl for device");
    QTest::newRow("EIO") << EIO << raw("io") << raw("open x: Input/output error");
    QTest::newRow("EMFILE") << EMFILE << raw("io") << raw("open x: Too many open files");
}

void ResultTest::errnoKinds()
{
    QFETCH(int, errnoValue);
    const Result<int> result = failureOf(errnoValue, "open x");
    QTEST(kindOf(result), "kind");
    QTEST(bytes(result.error().message), "message");
}

static const forklore::TestClass<ResultTest> testClass(__FILE__);
#include "tst_result.moc"
