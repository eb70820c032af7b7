// SPDX-License-Identifier: GPL-3.0-or-later
//
// EventFilter: which events somebody wants to see, in the filter language.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/filter/fields/event_fields.h"
#include "core/filter/parser.h"

namespace forklore {

class EventFilter {
public:
    /// Everything matches.
    EventFilter() = default;
    /// @param expression what parseFilter() made of the text with eventVocabulary()
    EventFilter(std::string text, Expression expression)
        : m_text(std::move(text)), m_expression(std::move(expression))
    {
    }
    [[nodiscard]] static tl::expected<EventFilter, FilterError> parse(std::string_view text);

    /// Known to match. Plain words are searched in the kind, the name, the pid and text(event), as they are
    /// shown: no word is found across two of them.
    [[nodiscard]] bool matches(const Event &event) const;

    [[nodiscard]] bool isEmpty() const { return m_expression == Expression(); }
    [[nodiscard]] const std::string &text() const { return m_text; }

    bool operator==(const EventFilter &other) const { return m_expression == other.m_expression; }

private:
    std::string m_text;
    Expression m_expression;
};

} // namespace forklore
