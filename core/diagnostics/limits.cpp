// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which limits a process is about to run into, getrlimit(2).
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "core/base/byte_size.h"
#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

/// Those that a process uses up. The others are ceilings of single requests, or without effect.
constexpr std::array<Resource, 8> usedUp = {
    Resource::OpenFiles, Resource::Processes,    Resource::AddressSpace, Resource::Data,
    Resource::Stack,     Resource::LockedMemory, Resource::CpuTime,      Resource::PendingSignals};

std::string amount(std::uint64_t value, LimitUnit unit)
{
    if (unit == LimitUnit::Seconds)
        return fmt::format("{} s", value);
    return unit == LimitUnit::Bytes ? byteSizeText(value) : fmt::format("{}", value);
}

/// "open files" of "Open files", but "CPU time".
std::string insideSentence(std::string_view label)
{
    std::string word(label);
    if (word.size() > 1 && std::islower(static_cast<unsigned char>(word[1])))
        word[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(word[0])));
    return word;
}

std::optional<Diagnostic> diagnose(const LimitUsage &limit, bool isRoots)
{
    if (!limit.limit)
        return std::nullopt;
    const auto &[resource, soft, hard] = *limit.limit;
    if (!soft || !limit.usage || !*limit.usage || std::ranges::find(usedUp, resource) == usedUp.end())
        return std::nullopt;
    const auto used = **limit.usage;
    if (used == 0 || static_cast<double>(used) < 0.8 * static_cast<double>(*soft))
        return std::nullopt;
    if (resource == Resource::Processes && isRoots)
        return std::nullopt; // the kernel does not hold root to it
    const auto &about = traits(resource);
    const bool reached = used >= *soft;
    const auto label = insideSentence(about.label);
    return Diagnostic{reached ? DiagnosticKind::AtLimit : DiagnosticKind::NearLimit,
                      reached ? Weight::Trouble : Weight::WorthKnowing,
                      sentenceOf(fmt::format("{} its limit on {}: {} of {}{}.", reached ? "At" : "Close to",
                                             label, amount(used, about.unit), amount(*soft, about.unit),
                                             reached ? "" : fmt::format(" ({} %)", used * 100 / *soft))),
                      fmt::format("is {} its limit on {}", reached ? "at" : "close to", label),
                      std::string(about.meaning),
                      "getrlimit(2)"};
}

} // namespace

void diagnoseLimits(const DiagnosticContext &context, Diagnostics &diagnostics)
{
    const auto &process = context.process;
    if (!context.look.limits || !process.hasProgram())
        return;
    const auto &now = context.look.credentials;
    const auto &credentials = now ? now : process.credentials;
    const bool isRoots = credentials && credentials->uid.real == 0;
    for (const auto &limit : *context.look.limits) {
        if (auto diagnostic = diagnose(limit, isRoots))
            diagnostics.push_back(std::move(*diagnostic));
    }
}

} // namespace forklore
