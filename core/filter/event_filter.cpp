// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/event_filter.h"

#include "core/base/printable.h"
#include "core/filter/evaluate.h"
#include "core/filter/folding.h"

namespace forklore {
namespace {

std::string searchText(const Event &event)
{
    auto text = std::string(kindOf(event)) + '\n' + forklore::text(event);
    if (!std::holds_alternative<Lost>(event.what)) {
        text += '\n' + std::to_string(event.process.id.pid);
        text += '\n' + printableName(event.process.comm, Backslash::Kept);
    }
    return folded(text);
}

class EventSubject {
public:
    EventSubject(const Event &event, std::string searchText)
        : m_event(event), m_searchText(std::move(searchText))
    {
    }

    [[nodiscard]] FactValue value(std::size_t field, std::string_view) const
    {
        return eventFields()[field].value(m_event);
    }
    [[nodiscard]] std::string_view searchText() const { return m_searchText; }

private:
    const Event &m_event;
    std::string m_searchText;
};

} // namespace

tl::expected<EventFilter, FilterError> EventFilter::parse(std::string_view text)
{
    return parseFilter(text, eventVocabulary()).map([&](Expression &&expression) {
        return EventFilter(std::string(text), std::move(expression));
    });
}

bool EventFilter::matches(const Event &event) const
{
    const EventSubject subject(event, searchesText(m_expression) ? searchText(event) : std::string());
    return evaluate(m_expression, eventVocabulary(), subject) == Tristate::Yes;
}

} // namespace forklore
