// SPDX-License-Identifier: GPL-3.0-or-later
//
// Children that a person starts: what they do, and how they end.
#include <QTest>

#include <algorithm>
#include <csignal>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/lab/sandbox.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LabSandbox : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        auto sandbox = Sandbox::open(FORKLORE_LAB);
        QVERIFY2(sandbox, why(sandbox));
        m_sandbox.emplace(std::move(*sandbox));
    }
    void cleanup() { m_sandbox.reset(); }

    void childrenDoAsTheyAreTold();
    void childEndsWithTheCodeThatItIsTold();
    void childDiesByTheSignal();
    void stubbornOneIgnoresSigterm();
    void zombieStays();
    void nameIsMadeToFit();
    void thereIsAMost();
    void strangersAreNotReached();
    void nobodyOutlivesTheSandbox();

private:
    const std::vector<SandboxProcess> &mates()
    {
        m_sandbox->proceed();
        return m_sandbox->sandboxProcesses();
    }
    /// Waits for one child of that kind.
    SandboxProcess started(Behaviour behaviour, int amount = 0, int code = 0)
    {
        const auto before = mates().size();
        m_sandbox->start({1, behaviour, amount, code, "mine"});
        if (!QTest::qWaitFor([&] { return mates().size() == before + 1; }, 60'000))
            qFatal("no child was started");
        return mates().back();
    }
    std::optional<ExitStatus> endOf(const SandboxProcess &mate) { return mates()[mate.number].end; }
    State stateOf(const SandboxProcess &mate) { return m_inspector->identity(mate.id)->stat.state; }

    std::optional<Sandbox> m_sandbox;
    Result<LinuxInspector> m_inspector = LinuxInspector::create();
};

void LabSandbox::childrenDoAsTheyAreTold()
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

void LabSandbox::childEndsWithTheCodeThatItIsTold()
{
    const auto sleeper = started(Behaviour::Sleep);
    const auto burner = started(Behaviour::Burn);
    m_sandbox->end(sleeper.id.pid, 22);
    m_sandbox->end(burner.id.pid, 255);
    QTRY_VERIFY(endOf(sleeper) && endOf(burner));
    QCOMPARE(bytes(text(*endOf(sleeper))), QByteArray("exited 22"));
    QCOMPARE(bytes(text(*endOf(burner))), QByteArray("exited 255"));
}

void LabSandbox::childDiesByTheSignal()
{
    const auto sleeper = started(Behaviour::Sleep);
    m_sandbox->kill(sleeper.id.pid, SIGHUP);
    QTRY_VERIFY(endOf(sleeper));
    QCOMPARE(bytes(text(*endOf(sleeper))), QByteArray("killed by SIGHUP"));
}

void LabSandbox::stubbornOneIgnoresSigterm()
{
    const auto stubborn = started(Behaviour::Stubborn);
    QTRY_VERIFY(m_inspector->signalReading(stubborn.id, {})->main.ignored->contains(SIGTERM));
    m_sandbox->kill(stubborn.id.pid, SIGTERM);
    m_sandbox->kill(stubborn.id.pid, SIGKILL);
    QTRY_VERIFY(endOf(stubborn));
    QCOMPARE(bytes(text(*endOf(stubborn))), QByteArray("killed by SIGKILL"));
}

void LabSandbox::zombieStays()
{
    const auto zombie = started(Behaviour::Zombie, 0, 7);
    QTRY_COMPARE(stateOf(zombie), State::Zombie);
    const auto status = m_inspector->identity(zombie.id)->exitStatus;
    QVERIFY(status && *status);
    QCOMPARE(bytes(text(**status)), QByteArray("exited 7"));
    QVERIFY(!endOf(zombie));
}

void LabSandbox::nameIsMadeToFit()
{
    m_sandbox->start({1, Behaviour::Sleep, 0, 0, "a name\nof mine that is long"});
    QTRY_COMPARE(mates().size(), std::size_t(1));
    QCOMPARE(bytes(mates().front().name), QByteArray("anameofmin"));
    m_sandbox->start({1, Behaviour::Sleep, 0, 0, ""});
    QTRY_COMPARE(mates().size(), std::size_t(2));
    QCOMPARE(bytes(mates().back().name), QByteArray("child"));
}

void LabSandbox::thereIsAMost()
{
    constexpr auto most = static_cast<std::size_t>(Sandbox::maxChildren);
    m_sandbox->start({Sandbox::maxChildren + 50, Behaviour::Sleep, 0, 0, "mine"});
    QTRY_COMPARE_WITH_TIMEOUT(mates().size(), most, 60'000);
    m_sandbox->kill(mates().back().id.pid, SIGKILL);
    QTRY_VERIFY(mates().back().end); // so all orders before were read
    QCOMPARE(mates().size(), most);
}

void LabSandbox::strangersAreNotReached()
{
    const auto sleeper = started(Behaviour::Sleep);
    m_sandbox->kill(getpid(), SIGKILL);
    m_sandbox->end(sleeper.id.pid, 1);
    QTRY_VERIFY(endOf(sleeper)); // the order before was read, too
}

void LabSandbox::nobodyOutlivesTheSandbox()
{
    const auto stubborn = started(Behaviour::Stubborn);
    const auto burner = started(Behaviour::Burn);
    m_sandbox.reset();
    const auto isGone = [&](const SandboxProcess &mate) {
        const auto identity = m_inspector->identity(mate.id);
        return !identity || identity->stat.isZombie();
    };
    QTRY_VERIFY(isGone(stubborn) && isGone(burner));
}

static const forklore::TestClass<LabSandbox> testClass(__FILE__);
#include "tst_lab_sandbox.moc"
