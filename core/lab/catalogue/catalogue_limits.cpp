// SPDX-License-Identifier: GPL-3.0-or-later
//
// Resource limits: what happens at each.
#include "core/lab/catalogue/catalogue_parts.h"

#include <algorithm>
#include <cerrno>

#include "core/lab/catalogue/checks.h"

namespace forklore {
namespace {

using namespace find;

std::function<Value(Value)> fixed(std::uint64_t value)
{
    return [value](Value) { return value; };
}

/// All numbers below the limit, which is 16.
Result<Check> isFull(const DemoContext &context)
{
    return context.ask("opener", &Inspector::descriptors).map([](const Descriptors &all) {
        constexpr int limit = 16;
        const auto below =
            std::ranges::count_if(all, [&](const Descriptor &one) { return one.number < limit; });
        return check(below == limit, "{} of 0 to 15 are open", below);
    });
}

Result<Check> hardLimitIsAsBefore(const DemoContext &context)
{
    return context.ask("limited", &Inspector::limits).and_then([&](const auto &limits) {
        return context.ask("stage", &Inspector::limits).and_then([&](const auto &before) {
            constexpr auto at = static_cast<std::size_t>(Resource::OpenFiles);
            return limits.at(at).limit.and_then([&](const Limit &now) {
                return before.at(at).limit.map([&](const Limit &then) {
                    return check(now.hard == then.hard, "{}",
                                 now.hard ? std::to_string(*now.hard) : "unlimited");
                });
            });
        });
    });
}

/// Root of the machine, or who has one of the capabilities that fork(2) asks for. Nothing: it is root of a
/// user namespace, and who that is outside is not seen from within.
Result<std::optional<bool>> isExempt(const DemoContext &context)
{
    constexpr int sysAdmin = 21;
    constexpr int sysResource = 24;
    constexpr std::uint64_t initialUserNamespace = 0xEFFFFFFD;
    const auto rights = context.ask("parent", &Inspector::rights);
    const auto location = context.ask("parent", &Inspector::location);
    if (!rights || !location)
        return Failure(rights ? location.error() : rights.error());
    if (!rights->capabilities || !location->namespaces)
        return Failure(rights->capabilities ? location->namespaces.error() : rights->capabilities.error());
    if (!rights->uid || !rights->capabilities->effective)
        return Failure(rights->uid ? rights->capabilities->effective.error() : rights->uid.error());
    const auto &effective = *rights->capabilities->effective;
    const auto user = std::ranges::find(*location->namespaces, "user", &Namespace::kind);
    const bool isInitial =
        user != location->namespaces->end() && user->inode && *user->inode == initialUserNamespace;
    if (!isInitial && rights->uid->real == 0)
        return std::nullopt;
    return isInitial &&
           (rights->uid->real == 0 || effective.contains(sysAdmin) || effective.contains(sysResource));
}

Result<Check> forkIsRefused(const DemoContext &context)
{
    const auto exempt = isExempt(context);
    const auto error = context.reported("parent", "errno");
    if (!exempt || !error)
        return Failure(exempt ? error.error() : exempt.error());
    if (!*exempt)
        return check(*error == 0 || *error == EAGAIN,
                     "{}: who root of this user namespace is outside decides, and is not seen from here",
                     *error == 0 ? "it went through" : "EAGAIN");
    if (!**exempt)
        return check(*error == EAGAIN, "{}",
                     *error == EAGAIN ? "EAGAIN: try again later" : "it went through");
    const auto child = context.id("child");
    if (!child)
        return Failure(child.error());
    return check(*error == 0,
                 "{} was started: the kernel does not hold root, or who has CAP_SYS_RESOURCE or "
                 "CAP_SYS_ADMIN, to this limit",
                 child->pid);
}

} // namespace

std::vector<DemoEntry> limitEntries()
{
    const auto half = [](Value hard) { return hard ? Value(*hard / 2) : hard; };
    const auto whole = [](Value hard) { return hard; };
    constexpr std::uint64_t mebibyte = 1 << 20;
    return {
        {"limit-soft",
         {{"the soft limit can be lowered", "lowered", hasSoftLimit("limited", Resource::OpenFiles, half)},
          {"and raised again, up to the hard one", "raised",
           hasSoftLimit("limited", Resource::OpenFiles, whole)},
          {"the hard limit is what it was", "raised", hardLimitIsAsBefore},
          {"beyond the hard limit it is refused", "refused", reportedError("limited", EINVAL, "EINVAL")},
          {"and nothing has changed", "refused", hasSoftLimit("limited", Resource::OpenFiles, whole)}}},
        {"limit-files",
         {{"the limit is 16", "limited", hasSoftLimit("opener", Resource::OpenFiles, fixed(16))},
          {"all numbers below it can be had: 0 to 15", "full", isFull},
          {"the next open fails with EMFILE", "full", reportedError("opener", EMFILE, "EMFILE")},
          {"after a close there is room for one", "room", hasOpen("opener", 5, "/dev/zero")}}},
        {"limit-fsize",
         {{"the limit is 64 KiB", "limited", hasSoftLimit("writer", Resource::FileSize, fixed(65536))},
          {"one byte more and the kernel sends SIGXFSZ, which kills", "killed", killedBy("writer", SIGXFSZ)},
          {"it has come to byte 65536 of the file, and not one further", "killed",
           [](const DemoContext &context) {
               return context.reported("parent", "file").and_then([&](long number) {
                   return descriptor(context, "parent", number).and_then([](const Descriptor &file) {
                       return file.offset.map(
                           [](std::uint64_t offset) { return check(offset == 65536, "{} bytes", offset); });
                   });
               });
           }}}},
        {"limit-stack",
         {{"the limit is 1 MiB", "limited", hasSoftLimit("digger", Resource::Stack, fixed(mebibyte))},
          {"beyond it there is no memory: SIGSEGV", "killed", killedBy("digger", SIGSEGV)},
          {"the parent, with a limit of its own, goes on", "killed", lives("parent")}}},
        {"limit-nproc",
         {{"the limit is one process", "limited", hasSoftLimit("parent", Resource::Processes, fixed(1))},
          {"fork fails with EAGAIN, as the user has more already; not for root", "tried", forkIsRefused}}},
    };
}

} // namespace forklore
