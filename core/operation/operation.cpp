// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/operation.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/printable.h"
#include "core/base/text_cursor.h"
#include "core/operation/processor_list.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

constexpr std::array<SchedulingPolicy, 5> policies = {SchedulingPolicy::Other, SchedulingPolicy::Batch,
                                                      SchedulingPolicy::Idle, SchedulingPolicy::Fifo,
                                                      SchedulingPolicy::RoundRobin};
constexpr std::array<IoClass, 4> ioClasses = {IoClass::None, IoClass::RealTime, IoClass::BestEffort,
                                              IoClass::Idle};
constexpr std::array<ErrorKind, 5> errorKinds = {ErrorKind::Denied, ErrorKind::Gone, ErrorKind::Unsupported,
                                                 ErrorKind::Malformed, ErrorKind::Io};

constexpr std::array<Hidden, hiddenCount> hiddenSections = {Hidden::Environment, Hidden::Descriptors,
                                                            Hidden::Io, Hidden::Mappings};

template <class Word, std::size_t size>
std::optional<Word> wordNamed(const std::array<Word, size> &words, std::string_view text)
{
    const auto *found = std::ranges::find(words, text, [](Word word) { return name(word); });
    return found == words.end() ? std::nullopt : std::optional(*found);
}

template <std::integral T>
std::optional<T> numberWithin(std::string_view text, T least, T most)
{
    const auto number = TextCursor::toNumber<T>(text);
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

std::string sideText(const std::optional<LimitValue> &side)
{
    if (!side)
        return "-";
    return limitValueText(*side);
}

std::string actionText(const SendSignal &action)
{
    return fmt::format("{}", action.signal);
}

std::string actionText(const SetLimit &action)
{
    return fmt::format("{} {} {}", traits(action.resource).name, sideText(action.change.soft),
                       sideText(action.change.hard));
}

std::string actionText(const PriorityChange &change)
{
    std::vector<std::string> parts;
    if (change.nice)
        parts.push_back(fmt::format("nice={}", *change.nice));
    if (change.scheduling)
        parts.push_back(fmt::format("policy={}/{}", name(change.scheduling->policy),
                                    change.scheduling->realtimePriority));
    if (change.io)
        parts.push_back(fmt::format("io={}/{}", name(change.io->ioClass), change.io->level));
    if (change.processors)
        parts.push_back("cpus=" + processorList(*change.processors));
    return fmt::format("{}", fmt::join(parts, " "));
}

std::string actionText(const ReadHidden &action)
{
    return std::string(name(action.section));
}

std::optional<Action> parseRead(TextCursor words)
{
    const auto section = wordNamed(hiddenSections, words.rest());
    return section ? std::optional<Action>(ReadHidden{*section}) : std::nullopt;
}

std::optional<Action> parseSignal(TextCursor words)
{
    constexpr int last = 64;
    const auto signal = numberWithin(words.rest(), 1, last);
    return signal ? std::optional<Action>(SendSignal{*signal}) : std::nullopt;
}

/// @return whether the text is a side of a limit; "-" leaves it
bool takeSide(std::string_view text, Resource resource, std::optional<LimitValue> &side)
{
    if (text == "-")
        return true;
    side = parseLimitValue(text, resource);
    return side.has_value();
}

std::optional<Action> parseLimit(TextCursor words)
{
    const auto name = words.until(' ');
    const auto resource = resourceNamed(name);
    SetLimit action;
    if (!resource || name != traits(*resource).name)
        return std::nullopt;
    action.resource = *resource;
    const bool good = takeSide(words.until(' '), *resource, action.change.soft) &&
                      takeSide(words.rest(), *resource, action.change.hard);
    return good && (action.change.soft || action.change.hard) ? std::optional<Action>(action) : std::nullopt;
}

bool takeNice(std::string_view text, PriorityChange &change)
{
    change.nice = numberWithin(text, -20, 19);
    return change.nice.has_value();
}

bool takePolicy(std::string_view text, PriorityChange &change)
{
    TextCursor parts(text);
    const auto policy = wordNamed(policies, parts.until('/'));
    const auto priority = numberWithin(parts.rest(), 0, 99);
    if (policy && priority)
        change.scheduling = {*policy, *priority};
    return change.scheduling.has_value();
}

bool takeIo(std::string_view text, PriorityChange &change)
{
    TextCursor parts(text);
    const auto ioClass = wordNamed(ioClasses, parts.until('/'));
    const auto level = numberWithin(parts.rest(), 0, 7);
    if (ioClass && level)
        change.io = {*ioClass, *level};
    return change.io.has_value();
}

bool takeProcessors(std::string_view text, PriorityChange &change)
{
    change.processors = parseProcessorList(text);
    return change.processors.has_value();
}

std::optional<Action> parsePriority(TextCursor words)
{
    PriorityChange change;
    while (!words.atEnd()) {
        TextCursor part(words.until(' '));
        const auto key = part.until('=');
        const auto value = part.rest();
        const bool good = (key == "nice" && !change.nice && takeNice(value, change)) ||
                          (key == "policy" && !change.scheduling && takePolicy(value, change)) ||
                          (key == "io" && !change.io && takeIo(value, change)) ||
                          (key == "cpus" && !change.processors && takeProcessors(value, change));
        if (!good)
            return std::nullopt;
    }
    return change == PriorityChange() ? std::nullopt : std::optional<Action>(change);
}

constexpr std::string_view done = "done";

} // namespace

std::string encode(const Operation &operation)
{
    constexpr std::array<std::string_view, 4> verbs = {"signal", "limit", "priority", "read"};
    return fmt::format("{} {} {} {}", verbs.at(operation.action.index()), operation.process.pid,
                       operation.process.start,
                       std::visit([](const auto &action) { return actionText(action); }, operation.action));
}

Result<Operation> parseOperation(std::string_view line)
{
    TextCursor words(line);
    const auto verb = words.until(' ');
    const auto pid = TextCursor::toNumber<Pid>(words.until(' '));
    const auto start = TextCursor::toNumber<StartTicks>(words.until(' '));
    std::optional<Action> action;
    if (line.size() <= longestOperationLine) {
        action = verb == "signal"     ? parseSignal(words)
                 : verb == "limit"    ? parseLimit(words)
                 : verb == "priority" ? parsePriority(words)
                 : verb == "read"     ? parseRead(words)
                                      : std::nullopt;
    }
    if (!action || !pid || *pid <= 0 || !start)
        return failure(ErrorKind::Malformed, "this is no operation that the helper performs");
    return Operation{{*pid, *start}, std::move(*action)};
}

std::string answerLine(const Result<std::string> &answer)
{
    if (answer)
        return fmt::format("{} {}", done, printable(*answer, Backslash::Kept));
    return fmt::format("{} {}", name(answer.error().kind),
                       printable(answer.error().message, Backslash::Kept));
}

Result<std::string> parseAnswer(std::string_view line)
{
    TextCursor words(line);
    const auto verdict = words.until(' ');
    if (verdict == done)
        return std::string(words.rest());
    const auto kind = wordNamed(errorKinds, verdict);
    return kind ? failure(*kind, std::string(words.rest()))
                : failure(ErrorKind::Malformed, "the helper gave no answer that makes sense");
}

} // namespace forklore
