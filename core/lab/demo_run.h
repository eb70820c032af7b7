// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoRun: one demo on the stage. It starts forklore-lab, follows the events of its processes, stops at
// each moment until what is expected of it has been looked for in the kernel, and leaves nothing behind.
//
// It has no thread: whoever uses it waits on its handles, and calls proceed().
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/host/linux/events/open_events.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/lab/catalogue/demo.h"
#include "core/lab/demo_context.h"
#include "core/lab/lab_process.h"
#include "core/lab/report.h"
#include "core/lab/transcript.h"
#include "core/session/session.h"

namespace forklore {

/// What was observed of an expectation.
struct Observation {
    std::string expectation;
    std::optional<bool> holds; ///< nothing: not looked for yet
    std::string seen;

    bool operator==(const Observation &) const = default;
};

/// All that there is to know of a run, for a face to show.
struct DemoState {
    enum class Phase {
        Playing,
        Looking, ///< at a moment: its expectations are being checked
        Held,    ///< all of that is known: the play waits for go()
        Over,
    };

    /// What is expected of every demo.
    static constexpr auto nothingLeft = "nothing is left when it is over";

    Phase phase = Phase::Playing;
    std::vector<Sentence> narration;
    std::vector<Observation> observations; ///< one for each expectation, and one that nothing was left
    std::map<std::string, ProcessId, std::less<>> roles;
    std::optional<DemoMoment> moment; ///< the latest
    std::string momentText;           ///< its text, with the pids of who plays
    int place = -1;                   ///< in the demo's code, where the play stands
    std::optional<std::string> cannotShow;
    bool isStopped = false; ///< by the person: what was not seen until then stays open

    /// Over, and all expectations were observed.
    [[nodiscard]] bool hasSucceeded() const;
    bool operator==(const DemoState &) const = default;
};

class DemoRun {
public:
    struct Options {
        std::string program;       ///< forklore-lab
        std::size_t megabytes = 0; ///< for a demo that asks; 0: as it proposes
        /// How long something may take to be seen, or to happen, before it counts as missing.
        std::chrono::milliseconds patience = std::chrono::seconds(20);
        EventProbes probes;
    };

    /// @param demo outlives it
    [[nodiscard]] static Result<std::unique_ptr<DemoRun>> start(const Demo &demo, const Options &options);

    /// What poll(2) finds readable when there is something to proceed with.
    [[nodiscard]] std::vector<int> handles() const;
    /// Proceed after so long at the latest.
    [[nodiscard]] std::chrono::milliseconds interval() const;
    /// Does not wait, but for the first process to be gone at the end.
    void proceed();
    /// The moment has been seen.
    void go();
    /// Ends everything that it started; it is over when that is gone.
    void stop();

    [[nodiscard]] const DemoState &state() const { return m_state; }

private:
    using Clock = std::chrono::steady_clock;

    DemoRun(const Demo &demo, const Options &options, LabProcess process, LinuxInspector inspector,
            std::unique_ptr<LinuxSource> machine, std::unique_ptr<EventSource> events);
    void handleReports();
    void handle(const RoleTaken &role);
    void handle(const MomentReached &moment);
    void handle(const ValueReported &value);
    void handle(const Ended &end);
    void handle(const Refused &refusal);
    void handle(const Broken &bound);
    void handle(const Confined &group);
    void listen();
    void handle(const Event &event);
    void look();
    void sample();
    void beginMoment(const std::string &name);
    [[nodiscard]] bool lookFor(Observation &observation, const Expectation &expectation);
    [[nodiscard]] bool isWholePlaySeen() const;
    void showMoment();
    void close(const std::string &why);
    void lookWhatIsLeft();
    [[nodiscard]] std::vector<Pid> left() const;
    void addLine(std::string text);
    void refuse(const std::string &why);
    [[nodiscard]] bool hasPatience() const { return Clock::now() < m_patienceEnds; }

    const Demo &m_demo;
    std::chrono::milliseconds m_patience;
    LabProcess m_process;
    DemoContext m_context;
    std::unique_ptr<LinuxSource> m_machine;
    std::unique_ptr<EventSource> m_events;
    Session m_session{Session::Keeps::Latest};
    DemoState m_state;
    std::vector<std::string> m_seenMoments;
    bool m_isAtAMoment = false; ///< a process waits for "go"
    bool m_hasFirstEnded = false;
    bool m_isCut = false;
    std::string m_group; ///< the control group of the play; empty: none
    std::string m_momentName;
    Clock::time_point m_patienceEnds;
    Clock::time_point m_nextLook; ///< no sooner: a look reads all processes
    Transcript m_transcript;
};

} // namespace forklore
