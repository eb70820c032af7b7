// SPDX-License-Identifier: GPL-3.0-or-later
//
// The threads: a sample at a time, an inspection at a time.
#include <csignal>
#include <future>

#include <QSignalSpy>
#include <QTest>

#include "core/codec/json.h"
#include "core/codec/sections.h"
#include "core/host/linux/linux_host.h"
#include "tests/support/fixture.h"
#include "tests/support/processes.h"
#include "tests/support/series_text.h"
#include "tests/support/test_program.h"
#include "ui/live/inspections.h"
#include "ui/live/sampler.h"
#include "ui/live/termination_signals.h"

using namespace forklore;
using namespace std::chrono_literals;

namespace {

/// A source whose samples the test chooses; it counts how often it was asked.
class ScriptedSource : public Source {
public:
    explicit ScriptedSource(std::shared_ptr<std::vector<SampleRequest>> asked) : m_asked(std::move(asked)) {}

    Result<Snapshot> sample(const SampleRequest &request, const Snapshot *) override
    {
        m_asked->push_back(request);
        if (m_asked->size() == 2)
            return failure(ErrorKind::Denied, "/proc: Permission denied");
        return snapshotOf({processOf(1, 0), processOf(static_cast<Pid>(1 + m_asked->size()), 1)});
    }
    const SystemInfo &system() const override { return m_system; }
    std::optional<std::string> terminal(std::uint32_t) const override { return std::nullopt; }

private:
    std::shared_ptr<std::vector<SampleRequest>> m_asked;
    SystemInfo m_system;
};

/// A second passes from each sample to the next.
class CountingSource : public Source {
public:
    Result<Snapshot> sample(const SampleRequest &, const Snapshot *) override
    {
        auto snapshot = snapshotOf({processOf(1, 0)});
        snapshot.sinceBoot = m_now += 1s;
        return snapshot;
    }
    const SystemInfo &system() const override { return m_system; }
    std::optional<std::string> terminal(std::uint32_t) const override { return std::nullopt; }

private:
    std::chrono::nanoseconds m_now{};
    SystemInfo m_system;
};

} // namespace

class TestLive : public QObject {
    Q_OBJECT

private slots:
    void samplesFollowEachOther()
    {
        auto asked = std::make_shared<std::vector<SampleRequest>>();
        Sampler sampler(std::make_unique<ScriptedSource>(asked), IdNames("user", nullptr),
                        std::make_shared<Session>());
        sampler.setPaused(true);
        sampler.setInterval(5s);
        sampler.setRequest([] { return SampleRequest{.ofView = {.commandLine = true}, .view = {7}}; });
        QSignalSpy failed(&sampler, &Sampler::failed);
        std::vector<SamplePtr> samples;
        connect(&sampler, &Sampler::sampled, this, [&](const SamplePtr &sample) {
            sampler.refresh(); // not before this one was taken over
            samples.push_back(sample);
        });

        sampler.refresh();
        sampler.refresh(); // one is under way: no second
        QTRY_COMPARE(samples.size(), 1U);
        QCOMPARE(asked->size(), 1U);
        QCOMPARE(asked->front().view, std::vector<Pid>{7});
        QVERIFY(asked->front().ofView.commandLine);
        QVERIFY(asked->front().interval == 5s); // how far apart two may be and still be joined
        QCOMPARE(samples.front()->delta.appeared.size(), 2U);

        sampler.refresh();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.first().first().toString().contains(QLatin1String("Permission denied")));
        sampler.refresh(); // a failure is no end
        QTRY_COMPARE(samples.size(), 2U);
        QCOMPARE(samples.back()->delta.ended.size(), 1U); // against the last good sample
    }

    /// Nothing is measured between a sample and a pause, whatever is read by hand meanwhile.
    void aPauseIsAGapForTheSession()
    {
        const auto session = std::make_shared<Session>();
        Sampler sampler(std::make_unique<CountingSource>(), IdNames("user", nullptr), session);
        std::vector<SamplePtr> samples;
        connect(&sampler, &Sampler::sampled, this,
                [&](const SamplePtr &sample) { samples.push_back(sample); });
        const auto sampleOnce = [&] {
            const auto before = samples.size();
            sampler.refresh();
            QTRY_COMPARE(samples.size(), before + 1);
            QCOMPARE(session->latest(), samples.back()->snapshot); // before anybody is told
        };
        sampler.setInterval(1h); // only those that are asked for
        sampleOnce();
        sampleOnce();
        sampler.setPaused(true);
        sampleOnce();
        sampleOnce();
        sampler.setPaused(false);
        sampleOnce();
        sampleOnce();
        QCOMPARE(textOf(session->series(Quantity::Processes)),
                 QByteArray("1:1 2:1 2.001:- 3:1 3.001:- 4:1 4.001:- 5:1 6:1"));
    }

    void aSampleBringsNamesAndItsPrice()
    {
        const Fixture fixture("awkward.txt");
        const auto host = *LinuxHost::open(fixture.root());
        Sampler sampler(*host->openSource(), host->userNames(), std::make_shared<Session>());
        sampler.setPaused(true);
        SamplePtr latest;
        connect(&sampler, &Sampler::sampled, this, [&](const SamplePtr &sample) { latest = sample; });
        sampler.refresh();
        QTRY_VERIFY(latest);
        QCOMPARE(latest->terminals.at(34819), QStringLiteral("pts/3"));
        QVERIFY(!latest->users.at(0).isEmpty());
        QVERIFY(latest->cost.residentBytes.value() > 1024 * 1024);
        QCOMPARE(latest->census.processes, latest->snapshot->processes.size());
    }

    void onlyTheLatestWishIsKept()
    {
        const Fixture fixture("awkward.txt");
        Inspections inspections(**LinuxHost::open(fixture.root()));
        std::vector<ProcessId> inspected;
        connect(&inspections, &Inspections::inspected, this,
                [&](const Inspection &inspection) { inspected.push_back(inspection.id); });
        const auto nobody = std::make_shared<const Snapshot>();
        const ProcessId first{1, 3};
        const ProcessId last{103, 503};
        inspections.ask({first, Section::Arguments, nobody});
        for (Pid pid = 100; pid < 103; ++pid)
            inspections.ask({{pid, static_cast<StartTicks>(400 + pid)}, Section::Arguments, nobody});
        inspections.ask({last, Section::Arguments, nobody});
        QTRY_COMPARE(inspected.size(), 2U);
        QCOMPARE(inspected, (std::vector<ProcessId>{first, last}));
    }

    /// As they come when a terminal closes, or a session of systemd ends.
    void aSecondHangUpEndsNothing()
    {
        signal(SIGHUP, SIG_DFL); // this test may run under nohup(1)
        TerminationSignals termination;
        const QSignalSpy received(&termination, &TerminationSignals::received);
        raise(SIGTERM);
        raise(SIGHUP);
        raise(SIGHUP);
        QTRY_COMPARE(received.count(), 3);
        QCOMPARE(received.front().front().toInt(), SIGTERM);
    }

    /// One that takes for ever holds up no other.
    void sectionsDoNotWaitForEachOther()
    {
        std::promise<void> letGo;
        const auto held = letGo.get_future().share();
        Inspections inspections([held](const InspectionRequest &request) -> SectionValue {
            if (request.section == Section::Mappings)
                held.wait();
            return Result<IoCounters>();
        });
        std::vector<Section> inspected;
        connect(&inspections, &Inspections::inspected, this,
                [&](const Inspection &inspection) { inspected.push_back(inspection.section); });
        inspections.ask({{1, 3}, Section::Mappings, {}});
        inspections.ask({{1, 3}, Section::Io, {}});
        QTRY_COMPARE(inspected, std::vector<Section>{Section::Io});
        letGo.set_value();
        QTRY_VERIFY(!inspections.isReading());
    }

    void everySectionIsRead_data()
    {
        QTest::addColumn<int>("section");
        for (const auto &section : sections())
            QTest::newRow(std::string(section.name).c_str()) << static_cast<int>(section.id);
    }
    /// And is what its row makes a document of.
    void everySectionIsRead()
    {
        const Fixture fixture("awkward.txt");
        const auto host = LinuxHost::open(fixture.root()).value();
        Inspections inspections(*host);
        std::optional<Inspection> answer;
        connect(&inspections, &Inspections::inspected, this,
                [&](const Inspection &inspection) { answer = inspection; });
        QFETCH(int, section);
        inspections.ask({{130, 700}, static_cast<Section>(section), std::make_shared<const Snapshot>()});
        QTRY_VERIFY(answer);
        QCOMPARE(static_cast<int>(answer->section), section);
        const auto &row = traits(answer->section);
        if (row.document == nullptr)
            return;
        const SectionReader reader{host->inspector(), host->userNames(), host->groupNames()};
        QVERIFY(!row.document(answer->value, reader).is_null());
    }
};

static const forklore::TestClass<TestLive> testClass(__FILE__);
#include "tst_live.moc"
