// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/protected_details.h"

#include <type_traits>

#include "ui/models/text/bytes.h"

namespace forklore {
namespace {

template <class Section>
bool isDenied(const Result<Section> &section)
{
    return !section && section.error().kind == ErrorKind::Denied;
}

/// What is hidden of it and can be asked for.
std::optional<Hidden> hiddenPart(const SectionValue &value)
{
    const auto of = [](bool hidden, Hidden section) {
        return hidden ? std::optional(section) : std::nullopt;
    };
    if (const auto *environment = std::get_if<Result<Environment>>(&value))
        return of(isDenied(*environment), Hidden::Environment);
    if (const auto *descriptors = std::get_if<Result<Descriptors>>(&value))
        return of(isDenied(*descriptors), Hidden::Descriptors);
    if (const auto *io = std::get_if<Result<IoCounters>>(&value))
        return of(isDenied(*io), Hidden::Io);
    if (const auto *memory = std::get_if<MemoryUse>(&value))
        return of(isDenied(memory->mappings), Hidden::Mappings);
    return std::nullopt;
}

void fill(SectionValue &value, const ProtectedSection &section)
{
    std::visit(
        [&](const auto &known) {
            using Known = std::decay_t<decltype(known)>;
            if constexpr (std::is_same_v<Known, Mappings>)
                std::get<MemoryUse>(value).mappings = known;
            else
                value = Result<Known>(known);
        },
        section);
}

} // namespace

void ProtectedDetails::take(const Inspection &inspection)
{
    const auto hidden = m_unlocked && m_helper ? hiddenPart(inspection.value) : std::nullopt;
    if (!hidden)
        return emit inspected(inspection);
    if (std::exchange(m_asking, true))
        return; // the answer that is awaited is as new
    m_helper->ask({inspection.id, ReadHidden{*hidden}}, this,
                  [this, inspection](const Result<std::string> &answer) { takeAnswer(inspection, answer); });
}

void ProtectedDetails::takeAnswer(Inspection inspection, const Result<std::string> &answer)
{
    m_asking = false;
    const auto section = answer.and_then([](const std::string &digits) { return fromWire(digits); });
    const bool fits = section && hiddenPart(inspection.value) == kindOf(*section);
    if (fits)
        fill(inspection.value, *section);
    emit inspected(inspection);
    if (!section && section.error().kind != ErrorKind::Gone)
        emit lockedAgain(forklore::lineOf(section.error().message));
}

} // namespace forklore
