// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/protected_details.h"

#include <type_traits>
#include <utility>

#include <unistd.h>

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

void setError(SectionValue &value, Hidden section, const Error &error)
{
    switch (section) {
    case Hidden::Environment:
        value = Result<Environment>(Failure(error));
        break;
    case Hidden::Descriptors:
        value = Result<Descriptors>(Failure(error));
        break;
    case Hidden::Io:
        value = Result<IoCounters>(Failure(error));
        break;
    case Hidden::Mappings:
        std::get<MemoryUse>(value).mappings = Failure(error);
        break;
    }
}

} // namespace

void ProtectedDetails::setHelper(Helper *helper)
{
    m_helper = helper;
    connect(helper, &Helper::ended, this, &ProtectedDetails::lock);
}

void ProtectedDetails::setUnlocked(bool unlocked)
{
    m_unlocked = unlocked;
    if (unlocked)
        return;
    m_asked.reset();
    m_filled.reset();
    m_context.reset(); // an answer that is on its way is not shown any more
}

void ProtectedDetails::take(const Inspection &inspection)
{
    const auto hidden = hiddenPart(inspection.value);
    if (hidden && m_unlocked && m_helper)
        return ask(inspection, {inspection.id, *hidden});
    auto passedOn = inspection;
    if (hidden && inspection.id.pid == getpid() && NotDumpable::isActive())
        setError(passedOn.value, *hidden,
                 {ErrorKind::Denied, "Forklore is closed to all but root while the helper serves it"});
    emit inspected(passedOn);
}

void ProtectedDetails::ask(const Inspection &inspection, const Key &key)
{
    const bool isShown = m_filled == key; // the rows that stand there are better than none
    if (!isShown && (!m_helper->isServing() || m_asked == key))
        emit inspected(inspection);
    if (m_asked == key)
        return; // the answer that is awaited is as new
    m_asked = key;
    m_context = std::make_unique<QObject>();
    m_helper->ask(
        {key.id, ReadHidden{key.section}}, m_context.get(),
        [this, inspection, key](const Result<std::string> &answer) { takeAnswer(inspection, key, answer); });
}

void ProtectedDetails::takeAnswer(Inspection inspection, const Key &key, const Result<std::string> &answer)
{
    m_asked.reset();
    const auto section = answer.and_then([](const std::string &digits) { return fromWire(digits); });
    const bool fits = section && key.section == kindOf(*section);
    m_filled = fits && m_unlocked ? std::optional(key) : std::nullopt;
    if (fits && m_unlocked) {
        fill(inspection.value, *section);
    } else if (!section && m_unlocked) { // it was asked, and says why not
        setError(inspection.value, key.section, section.error());
    }
    emit inspected(inspection);
}

void ProtectedDetails::lock(const QString &why)
{
    m_filled.reset();
    if (std::exchange(m_unlocked, false))
        emit lockedAgain(why);
}

} // namespace forklore
