// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/source/linux/pid_limits.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"

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
    void malformed_data();
    void malformed();
};

void PidLimitsTest::allSixteen()
{
    const auto limits = parsePidLimits(view(table()));
    QVERIFY2(limits, why(limits));
    constexpr auto none = std::nullopt;
    const Limits expected = {
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
    QVERIFY(*limits == expected);
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

void PidLimitsTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << raw("");
    QTest::newRow("heading alone") << table().left(table().indexOf('\n') + 1);
    QTest::newRow("a line is missing") << table().replace("Max stack size", "Max stuck size");
    QTest::newRow("letters for a number") << table().replace("1048576", "many   ");
    QTest::newRow("negative") << table().replace("1048576", "-1     ");
    QTest::newRow("beyond 64 bits") << table().replace("1048576", "18446744073709551616");
    QTest::newRow("unlimited in capitals") << table().replace("unlimited", "UNLIMITED");
    QTest::newRow("cut before a hard limit") << table().left(table().indexOf("1048576"));
}

void PidLimitsTest::malformed()
{
    QFETCH(QByteArray, text);
    QCOMPARE(kindOf(parsePidLimits(view(text))), raw("malformed"));
}

QTEST_APPLESS_MAIN(PidLimitsTest)
#include "tst_pid_limits.moc"
