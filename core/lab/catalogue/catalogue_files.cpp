// SPDX-License-Identifier: GPL-3.0-or-later
//
// Descriptors: the numbers, what they stand for, and what is shared through them.
#include "core/lab/catalogue/catalogue_parts.h"

#include "core/base/printable.h"
#include "core/lab/catalogue/findings.h"

namespace forklore {
namespace {

using namespace find;

Result<Finding> startsWithThree(const Scene &scene)
{
    std::string open;
    for (int number = 0; number < 3; ++number) {
        if (const auto found = descriptor(scene, "opener", number); !found)
            return Failure(found.error());
        open += fmt::format("{}{}", number > 0 ? ", " : "", number);
    }
    return finding(true, "{} are open", open);
}

/// The same file, pipe or terminal, whatever the numbers are.
Find sameTarget(const std::string &role, int number, const std::string &other, int otherNumber)
{
    return [=](const Scene &scene) -> Result<Finding> {
        const auto one = descriptor(scene, role, number);
        const auto two = descriptor(scene, other, otherNumber);
        if (!one || !two)
            return Failure(one ? two.error() : one.error());
        if (!one->target || !two->target)
            return Failure(one->target ? two->target.error() : one->target.error());
        return finding(*one->target == *two->target, "{} and {}", printable(*one->target),
                       printable(*two->target));
    };
}

Find isPipe(const std::string &role, int number)
{
    return [=](const Scene &scene) {
        return descriptor(scene, role, number).map([&](const Descriptor &found) {
            return finding(found.kind == DescriptorKind::Pipe, "{} of the {} is a {}", number, role,
                           name(found.kind));
        });
    };
}

/// How far the descriptor, whose number was told, has been read or written.
Find offsetIs(const std::string &role, const std::string &teller, const std::string &what,
              std::uint64_t expected)
{
    return [=](const Scene &scene) {
        return scene.told(teller, what).and_then([&](long number) {
            return descriptor(scene, role, number).and_then([&](const Descriptor &found) {
                return found.offset.map(
                    [&](std::uint64_t offset) { return finding(offset == expected, "at byte {}", offset); });
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
           [](const Scene &scene) -> Result<Finding> {
               const auto found = descriptor(scene, "opener", 3);
               if (!found && found.error().kind != ErrorKind::Gone)
                   return Failure(found.error());
               return finding(!found, "{}", found ? "3 is open" : "3 is not open");
           }},
          {"the next open takes it", "reused", hasOpen("opener", 3, "/dev/full")},
          {"even 0, standard input, is a number like any other", "stdin",
           hasOpen("opener", 0, "/dev/urandom")}}},
        {"standard-streams",
         {{"> file: descriptor 1 is the file", "standing", hasOpen("redirected", 1, "/memfd:out.txt")},
          {"what the child writes goes there", "standing",
           [](const Scene &scene) {
               return descriptor(scene, "redirected", 1).and_then([&](const Descriptor &found) {
                   return found.offset.map(
                       [](std::uint64_t offset) { return finding(offset == 14, "{} bytes of 14", offset); });
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
           [](const Scene &scene) -> Result<Finding> {
               const auto leader = scene.id("a");
               const auto a = groupOf(scene, "a");
               const auto b = groupOf(scene, "b");
               const auto c = groupOf(scene, "c");
               if (!leader || !a || !b || !c)
                   return Failure(!leader ? leader.error() : !a ? a.error() : !b ? b.error() : c.error());
               return finding(*a == leader->pid && *b == leader->pid && *c == leader->pid, "{}, {} and {}",
                              *a, *b, *c);
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
