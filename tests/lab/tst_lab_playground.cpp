// SPDX-License-Identifier: GPL-3.0-or-later
//
// Children that a person starts: what they do, and how they end.
#include <QTest>

#include <algorithm>
#include <csignal>

#include "core/host/linux/inspect/inspector.h"
#include "core/lab/playground.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LabPlayground : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        auto playground = Playground::open(FORKLORE_LAB);
        QVERIFY2(playground, why(playground));
        m_playground.emplace(std::move(*playground));
    }
    void cleanup() { m_playground.reset(); }

    void childrenDoAsTheyAreTold();
    void childEndsWithTheCodeThatItIsTold();
    void childDiesByTheSignal();
    void stubbornOneIgnoresSigterm();
    void zombieStays();
    void nameIsMadeToFit();
    void thereIsAMost();
    void strangersAreNotReached();
    void nobodyOutlivesThePlayground();

private:
    const std::vector<Playmate> &mates()
    {
        m_playground->proceed();
        return m_playground->playmates();
    }
    /// Waits for one child of that kind.
    Playmate started(Behaviour behaviour, int amount = 0, int code = 0)
    {
        const auto before = mates().size();
        m_playground->start({1, behaviour, amount, code, "mine"});
        if (!QTest::qWaitFor([&] { return mates().size() == before + 1; }, 60'000))
            qFatal("no child was started");
        return mates().back();
    }
    std::optional<ExitStatus> endOf(const Playmate &mate) { return mates()[mate.number].end; }
    State stateOf(const Playmate &mate) { return m_inspector->identity(mate.id)->stat.state; }

    std::optional<Playground> m_playground;
    Result<Inspector> m_inspector = Inspector::create();
};

void LabPlayground::childrenDoAsTheyAreTold()
{
    const auto sleeper = started(Behaviour::Sleep);
    QTRY_COMPARE(stateOf(sleeper), State::Sleeping);
    const auto burner = started(Behaviour::Burn);
    QTRY_VERIFY(m_inspector->identity(burner.id)->stat.userTicks > 2);
    const auto holder = started(Behaviour::Hold, 64);
    QTRY_VERIFY(m_inspector->memory(holder.id)->pages->unique > 64u << 20);
    const auto opener = started(Behaviour::Files, 20);
    const auto sleepers = m_inspector->descriptors(sleeper.id)->size();
    QTRY_COMPARE_WITH_TIMEOUT(m_inspector->descriptors(opener.id)->size(), sleepers + 20, 60'000);
}

void LabPlayground::childEndsWithTheCodeThatItIsTold()
{
    const auto sleeper = started(Behaviour::Sleep);
    const auto burner = started(Behaviour::Burn);
    m_playground->end(sleeper.id.pid, 22);
    m_playground->end(burner.id.pid, 255);
    QTRY_VERIFY(endOf(sleeper) && endOf(burner));
    QCOMPARE(bytes(text(*endOf(sleeper))), QByteArray("exited 22"));
    QCOMPARE(bytes(text(*endOf(burner))), QByteArray("exited 255"));
}

void LabPlayground::childDiesByTheSignal()
{
    const auto sleeper = started(Behaviour::Sleep);
    m_playground->kill(sleeper.id.pid, SIGHUP);
    QTRY_VERIFY(endOf(sleeper));
    QCOMPARE(bytes(text(*endOf(sleeper))), QByteArray("killed by SIGHUP"));
}

void LabPlayground::stubbornOneIgnoresSigterm()
{
    const auto stubborn = started(Behaviour::Stubborn);
    QTRY_VERIFY(m_inspector->signalReading(stubborn.id)->main.ignored->contains(SIGTERM));
    m_playground->kill(stubborn.id.pid, SIGTERM);
    m_playground->kill(stubborn.id.pid, SIGKILL);
    QTRY_VERIFY(endOf(stubborn));
    QCOMPARE(bytes(text(*endOf(stubborn))), QByteArray("killed by SIGKILL"));
}

void LabPlayground::zombieStays()
{
    const auto zombie = started(Behaviour::Zombie, 0, 7);
    QTRY_COMPARE(stateOf(zombie), State::Zombie);
    const auto status = m_inspector->identity(zombie.id)->exitStatus;
    QVERIFY(status && *status);
    QCOMPARE(bytes(text(**status)), QByteArray("exited 7"));
    QVERIFY(!endOf(zombie));
}

void LabPlayground::nameIsMadeToFit()
{
    m_playground->start({1, Behaviour::Sleep, 0, 0, "a name\nof mine that is long"});
    QTRY_COMPARE(mates().size(), std::size_t(1));
    QCOMPARE(bytes(mates().front().name), QByteArray("anameofmin"));
    m_playground->start({1, Behaviour::Sleep, 0, 0, ""});
    QTRY_COMPARE(mates().size(), std::size_t(2));
    QCOMPARE(bytes(mates().back().name), QByteArray("child"));
}

void LabPlayground::thereIsAMost()
{
    constexpr auto most = static_cast<std::size_t>(Playground::mostChildren);
    m_playground->start({Playground::mostChildren + 50, Behaviour::Sleep, 0, 0, "mine"});
    QTRY_COMPARE_WITH_TIMEOUT(mates().size(), most, 60'000);
    m_playground->kill(mates().back().id.pid, SIGKILL);
    QTRY_VERIFY(mates().back().end); // so all orders before were read
    QCOMPARE(mates().size(), most);
}

void LabPlayground::strangersAreNotReached()
{
    const auto sleeper = started(Behaviour::Sleep);
    m_playground->kill(getpid(), SIGKILL);
    m_playground->end(sleeper.id.pid, 1);
    QTRY_VERIFY(endOf(sleeper)); // the order before was read, too
}

void LabPlayground::nobodyOutlivesThePlayground()
{
    const auto stubborn = started(Behaviour::Stubborn);
    const auto burner = started(Behaviour::Burn);
    m_playground.reset();
    const auto isGone = [&](const Playmate &mate) {
        const auto identity = m_inspector->identity(mate.id);
        return !identity || identity->stat.isZombie();
    };
    QTRY_VERIFY(isGone(stubborn) && isGone(burner));
}

static const forklore::TestClass<LabPlayground> testClass(__FILE__);
#include "tst_lab_playground.moc"
