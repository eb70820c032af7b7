// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/host/linux/proc/pid_limits.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

QByteArray table()
{
    const Fixture fixture("awkward.txt");
    return bytes(Directory::open(fixture.pathOf("130")).value().read("limits").value());
}

} // namespace

class PidLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void allSixteen();
    void orderAndBlanksDoNotMatter();
    void anOddLineLosesItselfAlone_data();
    void anOddLineLosesItselfAlone();
    void aTextThatIsCutKeepsWhatIsWhole();
    void malformed_data();
    void malformed();
};

void PidLimitsTest::allSixteen()
{
    const auto limits = parsePidLimits(view(table()));
    QVERIFY2(limits, why(limits));
    constexpr auto none = std::nullopt;
    const std::vector<Limit> expected = {
        {Resource::CpuTime, 60, none},
        {Resource::FileSize, none, none},
        {Resource::Data, none, none},
        {Resource::Stack, 8388608, none},
        {Resource::CoreSize, 0, none},
        {Resource::ResidentSet, none, none},
        {Resource::Processes, 15000, 15000},
        {Resource::OpenFiles, 1024, 1048576},
        {Resource::LockedMemory, 8388608, 8388608},
        {Resource::AddressSpace, none, none},
        {Resource::FileLocks, none, none},
        {Resource::PendingSignals, 15000, 15000},
        {Resource::MessageQueues, 819200, 819200},
        {Resource::Nice, 0, 0},
        {Resource::RealtimePriority, 0, 0},
        {Resource::RealtimeTimeout, none, none},
    };
    QCOMPARE(limits->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(limits->at(i) == expected[i]);
}

void PidLimitsTest::orderAndBlanksDoNotMatter()
{
    auto lines = table().split('\n');
    std::ranges::reverse(lines);
    auto text = lines.join('\n');
    while (text.contains("  "))
        text.replace("  ", " ");
    const auto limits = parsePidLimits(view(text));
    QVERIFY2(limits, why(limits));
    QVERIFY(limits == parsePidLimits(view(table())));
}

void PidLimitsTest::anOddLineLosesItselfAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("missing");
    const auto openFiles = static_cast<int>(Resource::OpenFiles);
    QTest::newRow("a line is missing")
        << table().replace("Max stack size", "Max stuck size") << static_cast<int>(Resource::Stack);
    QTest::newRow("letters for a number") << table().replace("1048576", "many   ") << openFiles;
    QTest::newRow("negative") << table().replace("1048576", "-1     ") << openFiles;
    QTest::newRow("beyond 64 bits") << table().replace("1048576", "18446744073709551616") << openFiles;
    QTest::newRow("one side alone") << table().replace("1024                 1048576", "1024") << openFiles;
}

void PidLimitsTest::anOddLineLosesItselfAlone()
{
    QFETCH(QByteArray, text);
    QFETCH(int, missing);
    QVERIFY(text != table());
    const auto whole = parsePidLimits(view(table()));
    const auto limits = parsePidLimits(view(text));
    QVERIFY2(limits, why(limits));
    QCOMPARE(limits->size(), resourceCount);
    for (std::size_t i = 0; i < resourceCount; ++i) {
        if (static_cast<int>(i) == missing)
            QCOMPARE(kindOf(limits->at(i)), raw("malformed"));
        else
            QVERIFY(limits->at(i) == whole->at(i));
    }
}

void PidLimitsTest::aTextThatIsCutKeepsWhatIsWhole()
{
    const auto limits = parsePidLimits(view(table().left(table().indexOf("1048576"))));
    QVERIFY2(limits, why(limits));
    QVERIFY(limits->at(static_cast<std::size_t>(Resource::Processes)).has_value());
    for (auto i = static_cast<std::size_t>(Resource::OpenFiles); i < resourceCount; ++i)
        QCOMPARE(kindOf(limits->at(i)), raw("malformed"));
}

void PidLimitsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("heading alone") << table().left(table().indexOf('\n') + 1);
    QTest::newRow("other text") << raw("no limits at all\n");
}

void PidLimitsTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidLimits(view(text))), raw("malformed"));
}

static const forklore::TestClass<PidLimitsTest> testClass(__FILE__);
#include "tst_pid_limits.moc"
