// SPDX-License-Identifier: GPL-3.0-or-later
//
// fork: who is who, what both have, what each has of its own.
#include "core/lab/catalogue/catalogue_parts.h"

#include <algorithm>

#include "core/base/byte_size.h"
#include "core/base/printable.h"
#include "core/lab/catalogue/checks.h"
#include "core/process/missing_line.h"

namespace forklore {
namespace {

using namespace find;

Result<Check> isOfTheSameGroupAndSession(const DemoContext &context)
{
    const auto group = groupOf(context, "child");
    const auto session = sessionOf(context, "child");
    const auto groupOfParent = groupOf(context, "parent");
    const auto sessionOfParent = sessionOf(context, "parent");
    for (const auto *id : {&group, &session, &groupOfParent, &sessionOfParent}) {
        if (!*id)
            return Failure(id->error());
    }
    return check(*group == *groupOfParent && *session == *sessionOfParent, "group {}, session {}", *group,
                 *session);
}

Result<Check> runTheSameProgram(const DemoContext &context)
{
    const auto child = context.ask("child", &Inspector::names);
    const auto parent = context.ask("parent", &Inspector::names);
    if (!child || !parent)
        return Failure(child ? parent.error() : child.error());
    if (!child->executable)
        return Failure(child->executable.error());
    const auto path = *child->executable ? (*child->executable)->path : std::string("none");
    return check(child->executable == parent->executable, "{}", printable(path));
}

/// One of the page figures, and the lines of smaps that have it.
struct PageFigure {
    std::optional<std::uint64_t> PageFigures::*value;
    std::string_view lines;
};
constexpr PageFigure uniquePages{&PageFigures::unique, "Private_Clean or Private_Dirty"};
constexpr PageFigure proportionalPages{&PageFigures::proportional, "Pss"};

struct Pages {
    std::uint64_t own = 0;    ///< the figure, in bytes
    std::uint64_t filled = 0; ///< bytes that the parent has filled
};

Result<Pages> pagesOf(const DemoContext &context, std::string_view role, const PageFigure &figure)
{
    const auto bytes = context.reported("parent", "bytes");
    const auto memory = context.ask(role, &Inspector::memory);
    if (!bytes || !memory)
        return Failure(bytes ? memory.error() : bytes.error());
    if (!memory->pages)
        return Failure(memory->pages.error());
    const auto own = (*memory->pages).*figure.value;
    if (!own) // and not 0, which would be few
        return Failure(missingLine("smaps", figure.lines));
    return Pages{*own, static_cast<std::uint64_t>(*bytes)};
}

/// A figure of its pages is a share of the memory that the parent has filled, give or take a tenth of it.
Find pagesAre(const std::string &role, const PageFigure &figure, double share)
{
    return [=](const DemoContext &context) {
        return pagesOf(context, role, figure).map([&](const Pages &pages) {
            const auto actual = static_cast<double>(pages.own);
            const auto all = static_cast<double>(pages.filled);
            constexpr double own = 4 << 20; // program, stack and libraries
            const bool isNear = actual >= all * (share - 0.1) && actual <= all * (share + 0.1) + own;
            return check(isNear, "{}: {}", *context.id(role).map([](const ProcessId &id) { return id.pid; }),
                         byteSizeText(pages.own));
        });
    };
}

/// A few pages of the stack and of what the C library keeps.
Find hasHardlyAny(const std::string &role)
{
    return [role](const DemoContext &context) {
        return pagesOf(context, role, uniquePages).map([](const Pages &pages) {
            constexpr std::uint64_t few = 1 << 20;
            return check(pages.own < few, "{} of its own", byteSizeText(pages.own));
        });
    };
}

struct Share {
    double largest = 0; ///< of one child
    double all = 0;
    double seconds = 0;
};

constexpr auto busyRoles = {"busy-1", "busy-2", "busy-3", "busy-4"};

/// Of a processor's time since the moment began; Gone: too little time has gone by to tell.
Result<Share> shareOfProcessors(const DemoContext &context)
{
    const auto elapsed = context.snapshot().sinceBoot - context.beginning().sinceBoot;
    if (elapsed < std::chrono::seconds(1))
        return failure(ErrorKind::Gone, "it is being measured");
    Share share;
    share.seconds = seconds(elapsed);
    for (const auto *role : busyRoles) {
        const auto process = context.process(role);
        const auto *before = process ? context.beginning().find((*process)->id) : nullptr;
        if (!process || !before || !before->stat || !(*process)->stat)
            return failure(ErrorKind::Gone, "it is being measured");
        const auto now = (*process)->stat->cpuTicks();
        const auto then = before->stat->cpuTicks();
        if (!now || !then)
            return Failure(missingStatField("utime"));
        const auto ticks = *now - *then;
        const auto own = seconds(context.inspector().system().duration(ticks)) / share.seconds;
        share.largest = std::max(share.largest, own);
        share.all += own;
    }
    return share;
}

Result<Check> useBothProcessors(const DemoContext &context)
{
    const auto cpu = context.reported("parent", "cpu");
    const auto other = context.reported("parent", "other-cpu");
    if (!cpu || !other)
        return Failure(cpu ? other.error() : cpu.error());
    std::vector<long> used;
    std::string seen;
    for (const auto *role : busyRoles) {
        const auto stat = context.stat(role);
        if (!stat)
            return Failure(stat.error());
        const auto processor = statField(stat->processor, "processor");
        if (!processor)
            return Failure(processor.error());
        used.push_back(*processor);
        seen += fmt::format("{}{} on {}", seen.empty() ? "" : ", ", stat->pid, *processor);
    }
    const auto uses = [&](long one) { return std::ranges::find(used, one) != used.end(); };
    const bool isWithin = std::ranges::all_of(used, [&](long one) { return one == *cpu || one == *other; });
    return check(uses(*cpu) && uses(*other) && isWithin, "{}", seen);
}

Result<Check> wantToRun(const DemoContext &context)
{
    std::size_t running = 0;
    for (const auto *role : busyRoles) {
        const auto stat = context.stat(role);
        running += stat && stat->state == State::Running ? 1 : 0;
    }
    return check(running == busyRoles.size(), "{} of 4 are in state R", running);
}

Result<Check> getNoMoreThanTwo(const DemoContext &context)
{
    return shareOfProcessors(context).map([](const Share &share) {
        constexpr double maxProcessors = 2.1; // CPU time is counted in ticks
        return check(share.all > 0 && share.all <= maxProcessors, "{:.2f} processors in {:.1f} s", share.all,
                     share.seconds);
    });
}

Result<Check> haveToShare(const DemoContext &context)
{
    return shareOfProcessors(context).map([](const Share &share) {
        constexpr double maxShare = 0.95;
        return check(share.largest < maxShare, "{:.2f} of one for the luckiest", share.largest);
    });
}

/// In the company of the play, without the stage.
std::size_t crowd(const DemoContext &context)
{
    return context.company().size() - (context.stat("stage") ? 1 : 0);
}

Result<Check> are64(const DemoContext &context)
{
    return check(crowd(context) == 64, "{} processes", crowd(context));
}

Result<Check> were63Births(const DemoContext &context)
{
    const auto births = std::ranges::count_if(context.events(), [&](const Event &event) {
        if (!std::holds_alternative<Forked>(event.what))
            return false;
        const auto parent = parentIn(event);
        return !parent || context.roleOf(parent->pid) != "stage";
    });
    return check(births == 63, "{} births", births);
}

} // namespace

std::vector<DemoEntry> forkEntries()
{
    return {
        {"ids",
         {{"the child's ppid is the pid of its parent", "both", isChildOf("child", "parent")},
          {"fork gave the parent the pid of the child", "both", reportedPid("parent", "fork", "child")},
          {"the child is in the same process group and session", "both", isOfTheSameGroupAndSession},
          {"a child that has been waited for is gone", "alone", isGone("child")}}},
        {"fork-returns-twice",
         {{"in the parent fork returns the pid of the child", "both", reportedPid("parent", "fork", "child")},
          {"in the child it returns 0", "both", reported("child", "fork", 0)},
          {"both run the same program", "both", runTheSameProgram},
          {"the child has changed its own x", "both", reported("child", "x", 2)},
          {"the parent's x is what it was", "both", reported("parent", "x", 1)}}},
        {"fork-block",
         {{"the function has run in the child alone", "ended",
           [](const DemoContext &context) -> Result<Check> {
               return context.id("worker").and_then([&](const ProcessId &id) {
                   return wrote("worker", fmt::format("{} does the work\n", id.pid))(context);
               });
           }},
          {"its value is the child's exit status", "ended", exited("worker", 42)},
          {"the parent gets it from wait", "waited", reported("parent", "result", 42)}}},
        {"copy-on-write",
         {{"what the parent fills is its own", "alone", pagesAre("parent", uniquePages, 1)},
          {"after two forks a third of it counts for each", "shared",
           pagesAre("parent", proportionalPages, 1.0 / 3)},
          {"the reader has hardly a page of its own", "shared", hasHardlyAny("reader")},
          {"nor has the writer, so far", "shared", hasHardlyAny("writer")},
          {"who writes pays: all is the writer's own", "written", pagesAre("writer", uniquePages, 1)},
          {"the other two share what was there", "written", pagesAre("parent", proportionalPages, 0.5)}},
         500},
        {"multicore",
         {{"all four want to run", "busy", wantToRun},
          {"they run on both processors, and on no other", "busy", useBothProcessors},
          {"together they get no more than two processors", "busy", getNoMoreThanTwo},
          {"so none of the four gets a whole one", "busy", haveToShare}}},
        {"fork-bomb",
         {{"63 forks make 64 processes of one", "full", are64},
          {"no more than that were started", "full", were63Births},
          {"the hard cap holds: nobody forks any more", "full",
           [](const DemoContext &context) -> Result<Check> {
               const auto elapsed = context.snapshot().sinceBoot - context.beginning().sinceBoot;
               if (elapsed < std::chrono::milliseconds(200))
                   return failure(ErrorKind::Gone, "it is being watched");
               return check(crowd(context) == 64, "{} after {:.1f} s", crowd(context), seconds(elapsed));
           }}},
         0,
         3},
    };
}

} // namespace forklore
