// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: where the facts about all processes come from.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/host/system_info.h"
#include "core/snapshot/snapshot.h"

namespace forklore {

/// What a sample shall read though it costs a further system call a process.
struct FactNeeds {
    bool commandLine = false;
    bool credentials = false;
    bool descriptorCount = false;
    bool io = false;
    bool contextSwitches = false; ///< a call for each thread: of a process with several, never in turn
    bool descriptorLimit = false;
    bool environment = false;
    bool controlGroups = false;
    bool oomScore = false;
    bool swap = false;

    FactNeeds &operator|=(const FactNeeds &other);
    bool operator==(const FactNeeds &) const = default;
};

/// Those that are not carried over from sample to sample: what requestedFacts needs.
inline constexpr std::array needsOfRequested = {
    &FactNeeds::io,          &FactNeeds::contextSwitches, &FactNeeds::descriptorLimit,
    &FactNeeds::environment, &FactNeeds::controlGroups,   &FactNeeds::oomScore,
    &FactNeeds::swap};
inline constexpr std::array needsCarriedOver = {&FactNeeds::commandLine, &FactNeeds::credentials,
                                                &FactNeeds::descriptorCount};

inline FactNeeds &FactNeeds::operator|=(const FactNeeds &other)
{
    const auto add = [&](bool FactNeeds::*fact) { this->*fact = this->*fact || other.*fact; };
    std::ranges::for_each(needsOfRequested, add);
    std::ranges::for_each(needsCarriedOver, add);
    return *this;
}

/// What a sample shall hold beside each process's stat. A fact that is not due is carried over from the
/// sample before; at first sight the command line and the credentials are read in any case, and the
/// descriptor count where it is asked for of those in view, so that a row that comes into view has one.
struct SampleRequest {
    FactNeeds ofAll = {};
    FactNeeds ofView = {};
    FactNeeds inTurn =
        {}; ///< read for a sixteenth of the processes in each sample, so that all of them have a past
    std::vector<Pid> view = {}; ///< the processes somebody looks at just now
    bool viewsAll = false;      ///< all of them are looked at, whoever that is
    std::optional<ProcessId> watched =
        {};               ///< the one whose history is drawn: every fact that makes it up is read
    bool machine = false; ///< the counters of the machine as a whole
    std::chrono::nanoseconds interval{}; ///< to the next sample; 0: nobody knows when there is one

    /// What is read in turn is read once in so many samples.
    static constexpr unsigned turns = 16;

    /// What a list of all processes shows: for tools that sample once.
    [[nodiscard]] static SampleRequest everything()
    {
        SampleRequest request;
        request.ofAll.commandLine = request.ofAll.credentials = request.ofAll.descriptorCount = true;
        return request;
    }
};

class Source {
public:
    Source() = default;
    Source(const Source &) = delete;
    Source &operator=(const Source &) = delete;
    virtual ~Source() = default;

    /// All processes as they are now. Fails only when the machine cannot be listed at all: a process that
    /// vanishes or cannot be read never ends a sample.
    /// @param previous the sample before, for CPU shares and facts that are carried over; may be null
    [[nodiscard]] virtual Result<Snapshot> sample(const SampleRequest &request, const Snapshot *previous) = 0;

    [[nodiscard]] virtual const SystemInfo &system() const = 0;
    /// The name of a terminal's device number, Stat::ttyDevice; nothing for none.
    [[nodiscard]] virtual std::optional<std::string> terminal(std::uint32_t device) const = 0;
};

} // namespace forklore
