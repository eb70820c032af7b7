// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fact: one thing that is known of every process. The tree's columns, the filter's words and the fields of
// the command line are made from the registry, processFacts(). A new fact is one more row in one of its
// tables.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts/fact_value.h"
#include "core/host/source.h"
#include "core/host/system_info.h"
#include "core/process/process.h"

namespace forklore {

enum class FactKind {
    Text,     ///< compared without regard to capitals: user = root
    Word,     ///< one, or several, of a few known words: state = zombie
    Number,   ///< pid = 1
    Bytes,    ///< with a unit of 1024: mem > 1 GB; of a rate: per second
    Duration, ///< with a unit of time: age < 5m
    Share,    ///< in percent: cpu > 5
    Time,     ///< seconds since 1970; a filter asks for a duration instead
};

/// A value that can be named.
struct FactWord {
    std::string_view word;
    std::string_view alias; ///< another spelling, the kernel's letter for instance; compared to the letter
    std::string_view meaning;
};

/// What must be known beside a process to tell its facts.
struct FactContext {
    const SystemInfo &system;
    std::chrono::nanoseconds sinceBoot; ///< the moment of the sample
    Uid ownUid;                         ///< whose processes are "mine"
    std::function<std::string(Uid)> userName;
    std::function<std::string(std::uint32_t)> terminalName; ///< of a device number; empty: it has none
    std::string_view key = {};                              ///< of a fact that is keyed: env.NAME
};

struct Fact {
    std::string_view id;
    std::string_view title;
    std::string_view meaning; ///< one sentence
    FactKind kind = FactKind::Number;
    std::vector<std::string_view> aliases = {};
    std::vector<std::string_view> examples = {}; ///< values, as one would type them
    std::vector<FactWord> words = {};            ///< of FactKind::Word: all there are
    std::string_view wholeOf = {}; ///< what 100 % is, where a share can be asked for: fds > 80%; else empty
    std::string_view keyedBy = {}; ///< what stands behind the dot: env.NAME; else empty
    std::string_view right = {};   ///< needed to read it of another user's process; empty: none
    bool changesByItself = false;  ///< from one moment to the next, though nothing was read
    bool isRate = false;           ///< not known from one sample alone
    bool isProposed = false;       ///< the values there are just now are worth proposing
    bool isOfLiving = false;       ///< a measure of a process that runs: not known of one that has ended
    bool FactNeeds::*needs = nullptr;         ///< what must be sampled for it; null: nothing more
    bool FactNeeds::*needsForShare = nullptr; ///< what must be sampled for a share of it
    FactValue (*value)(const Process &, const FactContext &) = nullptr; ///< see valueOf()
};

/// The registry: every fact once.
[[nodiscard]] const std::vector<Fact> &processFacts();

/// The fact with the id or alias, whatever the capitals; null: there is none.
[[nodiscard]] const Fact *factNamed(std::string_view name);
/// The id or alias that is nearest to a misspelt one; empty when none is near.
[[nodiscard]] std::string_view nearestFact(std::string_view name);

/// What the fact is of a process; a measure is not known of one that has ended.
[[nodiscard]] FactValue valueOf(const Fact &fact, const Process &process, const FactContext &context);

enum class Unit { None, Bytes, BytesPerSecond, Seconds, Percent };
[[nodiscard]] Unit unitOf(FactKind kind, bool isRate = false);
[[nodiscard]] inline Unit unitOf(const Fact &fact)
{
    return unitOf(fact.kind, fact.isRate);
}

} // namespace forklore
