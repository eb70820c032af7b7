// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/operation_document.h"

#include <algorithm>
#include <array>

#include "core/codec/cbor.h"
#include "core/codec/members.h"
#include "core/codec/resource_documents.h"
#include "core/codec/section_decoders.h"
#include "core/codec/sections.h"
#include "core/operation/processor_list.h"
#include "core/process/signals.h"

namespace forklore {
namespace {

constexpr std::array<SchedulingPolicy, 5> policies = {SchedulingPolicy::Other, SchedulingPolicy::Batch,
                                                      SchedulingPolicy::Idle, SchedulingPolicy::Fifo,
                                                      SchedulingPolicy::RoundRobin};
constexpr std::array<IoClass, 4> ioClasses = {IoClass::None, IoClass::RealTime, IoClass::BestEffort,
                                              IoClass::Idle};

constexpr int protocol = 1;

constexpr DocumentBounds operationBounds = {
    .bytes = longestOperationLine / 2, .items = 64, .depth = 2, .members = 16};
/// The memory map of a process has up to 65 530 areas (a million where the administrator wants it), its table
/// of files up to a million entries.
constexpr DocumentBounds outcomeBounds = {
    .bytes = std::size_t(128) << 20, .items = std::size_t(32) << 20, .depth = 8, .members = 32};

// Each action: its members, and how they are read.

void addMembers(Json &json, const SendSignal &action)
{
    json["signal"] = signalName(action.signal);
}

void addMembers(Json &json, const SetLimit &action)
{
    json["resource"] = traits(action.resource).name;
    if (action.change.soft)
        json["soft"] = jsonLimitValue(*action.change.soft);
    if (action.change.hard)
        json["hard"] = jsonLimitValue(*action.change.hard);
}

void addMembers(Json &json, const PriorityChange &change)
{
    if (change.nice)
        json["nice"] = *change.nice;
    if (change.scheduling) {
        json["policy"] = name(change.scheduling->policy);
        json["realtime_priority"] = change.scheduling->realtimePriority;
    }
    if (change.io) {
        json["io_class"] = name(change.io->ioClass);
        json["io_level"] = change.io->level;
    }
    if (change.processors)
        json["processors"] = processorList(*change.processors); // a list of numbers may be very long
}

void addMembers(Json &json, const ReadProtected &action)
{
    json["section"] = traits(action.section).name;
}

template <int least, int most>
std::optional<int> numberWithin(const Json &json)
{
    const auto number = numberIn<int>(json);
    return number && *number >= least && *number <= most ? number : std::nullopt;
}

/// Exactly the name that is written, and no other spelling.
std::optional<int> signalIn(const Json &json)
{
    const auto name = textIn(json);
    const auto signal = name ? signalNamed(*name) : std::nullopt;
    return signal && signalName(*signal) == *name ? signal : std::nullopt;
}

std::optional<Resource> resourceIn(const Json &json)
{
    const auto name = textIn(json);
    const auto resource = name ? resourceNamed(*name) : std::nullopt;
    return resource && traits(*resource).name == *name ? resource : std::nullopt;
}

std::optional<LimitValue> limitValueIn(const Json &json)
{
    if (json == "unlimited")
        return LimitValue();
    const auto number = numberIn<std::uint64_t>(json);
    if (!number)
        return std::nullopt;
    return LimitValue(number);
}

std::optional<std::vector<int>> processorsIn(const Json &json)
{
    const auto list = textIn(json);
    return list ? parseProcessorList(*list) : std::nullopt;
}

std::optional<Section> protectedSectionIn(const Json &json)
{
    const auto name = textIn(json);
    const auto *row = name ? sectionNamed(*name) : nullptr;
    return row != nullptr && row->isProtected() && row->name == *name ? std::optional(row->id) : std::nullopt;
}

Action readSignal(Members &members)
{
    return SendSignal{members.get("signal", signalIn)};
}

Action readLimit(Members &members)
{
    SetLimit action{members.get("resource", resourceIn),
                    {members.getIfAny("soft", limitValueIn), members.getIfAny("hard", limitValueIn)}};
    if (!action.change.soft && !action.change.hard)
        members.refuse();
    return action;
}

Action readPriority(Members &members)
{
    constexpr auto policyIn = [](const Json &json) { return wordIn(json, policies); };
    constexpr auto ioClassIn = [](const Json &json) { return wordIn(json, ioClasses); };
    PriorityChange change;
    change.nice = members.getIfAny("nice", numberWithin<-20, 19>);
    if (members.has("policy"))
        change.scheduling = {members.get("policy", policyIn),
                             members.get("realtime_priority", numberWithin<0, 99>)};
    if (members.has("io_class"))
        change.io = {members.get("io_class", ioClassIn), members.get("io_level", numberWithin<0, 7>)};
    change.processors = members.getIfAny("processors", processorsIn);
    if (!change.nice && !change.scheduling && !change.io && !change.processors)
        members.refuse();
    return change;
}

Action readRead(Members &members)
{
    return ReadProtected{members.get("section", protectedSectionIn)};
}

struct ActionTraits {
    std::string_view word;
    Action (*read)(Members &members);
};
/// In the order of the alternatives.
constexpr std::array<ActionTraits, std::variant_size_v<Action>> actions = {
    {{.word = "signal", .read = readSignal},
     {.word = "limit", .read = readLimit},
     {.word = "priority", .read = readPriority},
     {.word = "read", .read = readRead}}};

Action readAction(const std::string &word, Members &members)
{
    const auto *const found = std::ranges::find(actions, word, &ActionTraits::word);
    if (found != actions.end())
        return found->read(members);
    members.refuse();
    return SendSignal();
}

Failure noOutcome()
{
    return failure(ErrorKind::Malformed, "the helper gave no answer that makes sense");
}

} // namespace

Json operationDocument(const Operation &operation)
{
    Json json = {{"operation", actions.at(operation.action.index()).word},
                 {"pid", operation.process.pid},
                 {"start_ticks", operation.process.start}};
    std::visit([&](const auto &action) { addMembers(json, action); }, operation.action);
    return json;
}

Result<Operation> decodeOperation(const Json &document)
{
    Members members(document);
    const auto word = members.get("operation", textIn);
    const ProcessId process{members.get("pid", numberIn<Pid>),
                            members.get("start_ticks", numberIn<StartTicks>)};
    auto action = readAction(word, members);
    if (!members.isGoodAndWhole() || process.pid <= 0)
        return failure(ErrorKind::Malformed, "this is no operation that the helper performs");
    return Operation{process, std::move(action)};
}

Json outcomeDocument(const Result<Outcome> &outcome)
{
    return jsonOf(outcome, [](const Outcome &known) -> Json {
        if (const auto *words = std::get_if<std::string>(&known))
            return {{"done", *words}};
        const auto &section = std::get<ProtectedSection>(known);
        return {{"section", traits(sectionOf(section)).name}, {"value", protectedDocument(section)}};
    });
}

Result<Outcome> decodeOutcome(const Json &document)
{
    if (auto error = errorIn(document))
        return Failure(std::move(*error));
    if (!document.is_object())
        return noOutcome();
    if (document.contains("done")) {
        auto words = textIn(document["done"]);
        return words ? Result<Outcome>(std::move(*words)) : noOutcome();
    }
    if (!document.contains("section") || !document.contains("value"))
        return noOutcome();
    const auto section = protectedSectionIn(document["section"]);
    if (!section)
        return noOutcome();
    return traits(*section).decodeProtected(document["value"]).map([](ProtectedSection &&known) {
        return Outcome(std::move(known));
    });
}

std::string helloLine()
{
    return toDigits({{"protocol", protocol}});
}

bool isHello(std::string_view line)
{
    const auto document = fromDigits(line, operationBounds);
    if (!document)
        return false;
    Members members(*document);
    return members.get("protocol", numberIn<int>) == protocol && members.isGood();
}

std::string encode(const Operation &operation)
{
    return toDigits(operationDocument(operation));
}

Result<Operation> parseOperation(std::string_view line)
{
    return fromDigits(line, operationBounds).and_then([](const Json &json) { return decodeOperation(json); });
}

std::string answerLine(const Result<Outcome> &outcome)
{
    return toDigits(outcomeDocument(outcome));
}

Result<Outcome> parseAnswer(std::string_view line)
{
    return fromDigits(line, outcomeBounds).and_then([](const Json &json) { return decodeOutcome(json); });
}

} // namespace forklore
