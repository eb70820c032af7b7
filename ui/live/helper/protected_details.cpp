// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/protected_details.h"

#include <type_traits>
#include <utility>

#include <unistd.h>

namespace forklore {
namespace {

template <class Held, class Variant>
constexpr bool isResultOfOne = false;
template <class Held, class... Known>
constexpr bool isResultOfOne<Held, std::variant<Known...>> = (std::is_same_v<Held, Result<Known>> || ...);

/// Calls it with the part of a section that the kernel hides, if it has one.
template <class Value, class Visit>
void visitProtected(Value &value, const Visit &visit)
{
    const auto visitHeld = [&](auto &held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, MemoryUse>)
            visit(held.mappings);
        else if constexpr (isResultOfOne<Held, ProtectedSection>)
            visit(held);
    };
    std::visit(visitHeld, value);
}

bool isHidden(const SectionValue &value)
{
    bool hidden = false;
    visitProtected(value,
                   [&](const auto &part) { hidden = !part && part.error().kind == ErrorKind::Denied; });
    return hidden;
}

void fill(SectionValue &value, const ProtectedSection &section)
{
    visitProtected(value, [&](auto &part) {
        using Known = typename std::decay_t<decltype(part)>::value_type;
        part = std::get<Known>(section);
    });
}

void setError(SectionValue &value, const Error &error)
{
    visitProtected(value, [&](auto &part) { part = Failure(error); });
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

void ProtectedDetails::handle(const Inspection &inspection)
{
    const bool hidden = isHidden(inspection.value);
    if (hidden && m_unlocked && m_helper)
        return ask(inspection, {inspection.id, inspection.section});
    auto passedOn = inspection;
    if (hidden && inspection.id.pid == getpid() && NotDumpable::isActive())
        setError(passedOn.value,
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
        {key.id, ReadProtected{key.section}}, m_context.get(),
        [this, inspection, key](const Result<Outcome> &answer) { handleAnswer(inspection, key, answer); });
}

void ProtectedDetails::handleAnswer(Inspection inspection, const Key &key, const Result<Outcome> &answer)
{
    m_asked.reset();
    const auto *section = answer ? std::get_if<ProtectedSection>(&*answer) : nullptr;
    const bool fits = section != nullptr && key.section == sectionOf(*section);
    m_filled = fits && m_unlocked ? std::optional(key) : std::nullopt;
    if (fits && m_unlocked) {
        fill(inspection.value, *section);
    } else if (!answer && m_unlocked) { // it was asked, and says why not
        setError(inspection.value, answer.error());
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
