// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/process/resources/limit.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LimitTest : public QObject {
    Q_OBJECT

private slots:
    void tableIsComplete();
    void found_data();
    void found();
    void notFound_data();
    void notFound();
};

void LimitTest::tableIsComplete()
{
    for (std::size_t i = 0; i < resourceCount; ++i) {
        const auto &entry = resources().at(i);
        QCOMPARE(static_cast<std::size_t>(entry.resource), i);
        QVERIFY(!entry.name.empty() && !entry.procLabel.empty() && !entry.label.empty() &&
                !entry.meaning.empty());
        QVERIFY(&traits(entry.resource) == &entry);
        QVERIFY(resourceNamed(entry.name) == entry.resource);
    }
}

void LimitTest::found_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("capitals") << raw("NOFILE") << raw("NOFILE");
    QTest::newRow("small letters") << raw("nofile") << raw("NOFILE");
    QTest::newRow("as in getrlimit(2)") << raw("RLIMIT_AS") << raw("AS");
    QTest::newRow("so in small letters") << raw("rlimit_cpu") << raw("CPU");
}

void LimitTest::found()
{
    QFETCH(QByteArray, word);
    const auto resource = resourceNamed(view(word));
    QVERIFY(resource);
    QTEST(bytes(traits(*resource).name), "name");
}

void LimitTest::notFound_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("empty") << raw("");
    QTest::newRow("prefix alone") << raw("RLIMIT_");
    QTest::newRow("prefix twice") << raw("RLIMIT_RLIMIT_AS");
    QTest::newRow("the beginning of one") << raw("NOFIL");
    QTest::newRow("more than one") << raw("NOFILES");
    QTest::newRow("label of /proc") << raw("Max open files");
    QTest::newRow("bytes") << raw("\xff\0");
}

void LimitTest::notFound()
{
    QFETCH(QByteArray, word);
    QVERIFY(!resourceNamed(view(word)));
}

static const forklore::TestClass<LimitTest> testClass(__FILE__);
#include "tst_limit.moc"
