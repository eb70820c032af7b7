// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chains: pipelines as a shell makes them, asked from each of their members, and a hub.
#include <QTest>

#include "core/host/linux/inspect/chain.h"
#include "tests/live/live.h"
#include "tests/live/stage/staged.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

Result<Chain> chainOf(Pid pid)
{
    return inspectorOfMachine().and_then([&](const Inspector &inspector) {
        return inspector.idOf(pid).and_then([&](const ProcessId &id) { return inspector.chain(id); });
    });
}

using Pipes = QList<QPair<int, int>>; ///< from, to

/// "stage 0 | stage 1"
QByteArray line(const Chain &chain)
{
    QByteArrayList names;
    for (const auto &process : chain.processes)
        names += bytes(process.comm);
    return names.join(" | ");
}

/// "0:1 > 1:0 pipe"; "=" both ways
QByteArrayList jointsOf(const Chain &chain)
{
    QByteArrayList joints;
    for (const auto &joint : chain.joints)
        joints += QByteArray::number(static_cast<int>(joint.from)) + ':' +
                  QByteArray::number(joint.fromNumber) + (joint.bothWays ? " = " : " > ") +
                  QByteArray::number(static_cast<int>(joint.to)) + ':' + QByteArray::number(joint.toNumber) +
                  ' ' + bytes(name(joint.kind));
    return joints;
}

} // namespace

class LiveChain : public QObject {
    Q_OBJECT

private slots:
    void everyMemberSeesTheSamePipeline();
    void aLongOneIsCutAroundTheAsker();
    void aHubIsNotWalkedThrough();
    void aHubTellsOfItsFirstPartners();
    void oneAloneIsAChainOfOne();
    void theFlowDecidesTheOrder_data();
    void theFlowDecidesTheOrder();
};

void LiveChain::everyMemberSeesTheSamePipeline()
{
    const Subject subject({"pipeline", "4"});
    QVERIFY2(subject.stands(), subject.complaint());
    for (const auto *stage : {"stage0", "stage1", "stage2", "stage3"}) {
        const auto chain = chainOf(subject.fact(stage).toInt());
        QVERIFY2(chain, why(chain));
        QCOMPARE(line(*chain), QByteArray("stage 0 | stage 1 | stage 2 | stage 3"));
        QCOMPARE(jointsOf(*chain), (QByteArrayList{"0:1 > 1:0 pipe", "1:1 > 2:0 pipe", "2:1 > 3:0 pipe"}));
        QVERIFY(!chain->cut);
    }
}

void LiveChain::aLongOneIsCutAroundTheAsker()
{
    const Subject subject({"pipeline", "12"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto first = chainOf(subject.fact("stage0").toInt());
    QVERIFY2(first, why(first));
    QCOMPARE(line(*first),
             QByteArray("stage 0 | stage 1 | stage 2 | stage 3 | stage 4 | stage 5 | stage 6 | stage 7"));
    QVERIFY(first->cut);
    const auto middle = chainOf(subject.fact("stage6").toInt());
    QVERIFY2(middle, why(middle));
    QCOMPARE(middle->processes.size(), std::size_t(8));
    QCOMPARE(middle->joints.size(), std::size_t(7));
    QVERIFY(middle->cut);
}

void LiveChain::aHubIsNotWalkedThrough()
{
    const Subject subject({"hub", "12"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto chain = chainOf(subject.fact("partner3").toInt());
    QVERIFY2(chain, why(chain));
    QCOMPARE(line(*chain), QByteArray("stage 3 | forklore-subjec"));
    QCOMPARE(chain->joints.size(), std::size_t(1));
    QVERIFY(chain->joints.front().bothWays);
    QCOMPARE(chain->joints.front().kind, DescriptorKind::Socket);
    QVERIFY(chain->cut);
}

void LiveChain::aHubTellsOfItsFirstPartners()
{
    const Subject subject({"hub", "12"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto chain = chainOf(subject.fact("hub").toInt());
    QVERIFY2(chain, why(chain));
    QCOMPARE(chain->processes.size(), std::size_t(8));
    QCOMPARE(chain->joints.size(), std::size_t(7));
    QVERIFY(chain->cut);
}

void LiveChain::oneAloneIsAChainOfOne()
{
    const Subject subject({"pipeline", "1"});
    QVERIFY2(subject.stands(), subject.complaint());
    const auto isCut = [&] { return chainOf(subject.fact("stage0").toInt()).value().cut; };
    QTRY_VERIFY(!isCut()); // it lets go of the pipe over which it told its parent that it stands
    const auto chain = chainOf(subject.fact("stage0").toInt());
    QVERIFY2(chain, why(chain));
    QCOMPARE(line(*chain), QByteArray("stage 0"));
    QVERIFY(chain->joints.empty());
}

void LiveChain::theFlowDecidesTheOrder_data()
{
    QTest::addColumn<Pipes>("pipes");
    QTest::addColumn<QByteArray>("order");
    QTest::newRow("nothing") << Pipes{} << QByteArray("a | b | c");
    QTest::newRow("as it is") << Pipes{{0, 1}, {1, 2}} << QByteArray("a | b | c");
    QTest::newRow("backwards") << Pipes{{2, 1}, {1, 0}} << QByteArray("c | b | a");
    QTest::newRow("from the middle") << Pipes{{1, 0}, {0, 2}} << QByteArray("b | a | c");
    QTest::newRow("a circle") << Pipes{{0, 1}, {1, 0}, {1, 2}} << QByteArray("a | b | c");
    QTest::newRow("to itself") << Pipes{{1, 1}, {1, 0}} << QByteArray("b | a | c");
}

void LiveChain::theFlowDecidesTheOrder()
{
    QFETCH(Pipes, pipes);
    QFETCH(QByteArray, order);
    Chain chain{{{{1, 1}, "a"}, {{2, 1}, "b"}, {{3, 1}, "c"}}, {}, true};
    for (const auto &[from, to] : pipes)
        chain.joints.push_back({static_cast<std::size_t>(from), static_cast<std::size_t>(to), false,
                                DescriptorKind::Pipe, 1, 0});
    const auto sorted = alongTheFlow(chain);
    QCOMPARE(line(sorted), order);
    QCOMPARE(sorted.joints.size(), chain.joints.size());
    for (const auto &joint : sorted.joints) { // each still joins the same two
        const auto same = [&](const Chain::Joint &old) {
            return chain.processes[old.from] == sorted.processes[joint.from] &&
                   chain.processes[old.to] == sorted.processes[joint.to];
        };
        QVERIFY(std::ranges::any_of(chain.joints, same));
    }
    QVERIFY(sorted.cut);
}

static const forklore::TestClass<LiveChain> testClass(__FILE__);
#include "tst_live_chain.moc"
