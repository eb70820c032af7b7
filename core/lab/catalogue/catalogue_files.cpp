// SPDX-License-Identifier: GPL-3.0-or-later
//
// Descriptors: the numbers, what they stand for, and what is shared through them.
#include "core/lab/catalogue/catalogue_parts.h"

#include "core/base/printable.h"
#include "core/lab/catalogue/checks.h"

namespace forklore {
namespace {

using namespace find;

Result<Check> startsWithThree(const DemoContext &context)
{
    std::string open;
    for (int number = 0; number < 3; ++number) {
        if (const auto found = descriptor(context, "opener", number); !found)
            return Failure(found.error());
        open += fmt::format("{}{}", number > 0 ? ", " : "", number);
    }
    return check(true, "{} are open", open);
}

/// The same file, pipe or terminal, whatever the numbers are.
Find sameTarget(const std::string &role, int number, const std::string &other, int otherNumber)
{
    return [=](const DemoContext &context) -> Result<Check> {
        const auto one = descriptor(context, role, number);
        const auto two = descriptor(context, other, otherNumber);
        if (!one || !two)
            return Failure(one ? two.error() : one.error());
        if (!one->target || !two->target)
            return Failure(one->target ? two->target.error() : one->target.error());
        return check(*one->target == *two->target, "{} and {}", printable(*one->target),
                     printable(*two->target));
    };
}

Find isPipe(const std::string &role, int number)
{
    return [=](const DemoContext &context) {
        return descriptor(context, role, number).map([&](const Descriptor &found) {
            return check(found.kind == DescriptorKind::Pipe, "{} of the {} is a {}", number, role,
                         name(found.kind));
        });
    };
}

/// How far the descriptor, whose number was told, has been read or written.
Find offsetIs(const std::string &role, const std::string &teller, const std::string &what,
              std::uint64_t expected)
{
    return [=](const DemoContext &context) {
        return context.reported(teller, what).and_then([&](long number) {
            return descriptor(context, role, number).and_then([&](const Descriptor &found) {
                return found.offset.map(
                    [&](std::uint64_t offset) { return check(offset == expected, "at byte {}", offset); });
            });
        });
    };
}

} // namespace

std::vector<DemoEntry> fileEntries()
{
    return {
        {"descriptors",
         {{"0, 1 and 2 are open from the start", "opened", startsWithThree},
          {"the first open gets the lowest free number, 3", "opened", hasOpen("opener", 3, "/dev/zero")},
          {"the second one gets 4", "opened", hasOpen("opener", 4, "/dev/null")},
          {"what is closed is free again", "closed",
           [](const DemoContext &context) -> Result<Check> {
               const auto found = descriptor(context, "opener", 3);
               if (!found && found.error().kind != ErrorKind::Gone)
                   return Failure(found.error());
               return check(!found, "{}", found ? "3 is open" : "3 is not open");
           }},
          {"the next open takes it", "reused", hasOpen("opener", 3, "/dev/full")},
          {"even 0, standard input, is a number like any other", "stdin",
           hasOpen("opener", 0, "/dev/urandom")}}},
        {"standard-streams",
         {{"> file: descriptor 1 is the file", "standing", hasOpen("redirected", 1, "/memfd:out.txt")},
          {"what the child writes goes there", "standing",
           [](const DemoContext &context) {
               return descriptor(context, "redirected", 1).and_then([&](const Descriptor &found) {
                   return found.offset.map(
                       [](std::uint64_t offset) { return check(offset == 14, "{} bytes of 14", offset); });
               });
           }},
          {"| : descriptor 1 of the left one is a pipe", "standing", isPipe("left", 1)},
          {"and 0 of the right one is the same pipe", "standing", sameTarget("right", 0, "left", 1)},
          {"the parent's own standard output is as before", "standing",
           sameTarget("parent", 1, "stage", 1)}}},
        {"shared-offset",
         {{"the child has read 10 bytes", "inherited", offsetIs("child", "parent", "file", 10)},
          {"the parent, which has read nothing, is there as well", "inherited",
           offsetIs("parent", "parent", "file", 10)},
          {"a descriptor that the child opened for itself has an offset of its own", "own",
           offsetIs("child", "child", "own", 7)},
          {"the shared one has not moved", "own", offsetIs("parent", "parent", "file", 10)}}},
        {"pipeline",
         {{"a, b and c are three children of the shell", "standing",
           allOf({isChildOf("a", "shell"), isChildOf("b", "shell"), isChildOf("c", "shell")})},
          {"all three are in one process group", "standing",
           [](const DemoContext &context) -> Result<Check> {
               const auto leader = context.id("a");
               const auto a = groupOf(context, "a");
               const auto b = groupOf(context, "b");
               const auto c = groupOf(context, "c");
               if (!leader || !a || !b || !c)
                   return Failure(!leader ? leader.error() : !a ? a.error() : !b ? b.error() : c.error());
               return check(*a == leader->pid && *b == leader->pid && *c == leader->pid, "{}, {} and {}", *a,
                            *b, *c);
           }},
          {"each runs a program of its own: cat, tr, cat", "standing",
           allOf({hasComm("a", "cat"), hasComm("b", "tr"), hasComm("c", "cat")})},
          {"what a writes b reads: one pipe", "standing", sameTarget("a", 1, "b", 0)},
          {"what b writes c reads: another pipe", "standing", sameTarget("b", 1, "c", 0)},
          {"the last one writes what came through", "drained", wrote("c", "ONE OF MANY\n")},
          {"when its input ends, each of them ends", "drained",
           allOf({exited("a", 0), exited("b", 0), exited("c", 0)})}}},
    };
}

} // namespace forklore
