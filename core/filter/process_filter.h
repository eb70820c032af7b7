// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessFilter: which processes somebody wants to see, in the filter language.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/filter/fields/process_fields.h"
#include "core/filter/parser.h"
#include "core/filter/tristate.h"
#include "core/snapshot/process_list.h"

namespace forklore {

class ProcessFilter {
public:
    /// Everything matches.
    ProcessFilter() = default;
    /// @param expression what parseFilter() made of the text with processVocabulary()
    ProcessFilter(std::string text, Expression expression)
        : m_text(std::move(text)), m_expression(std::move(expression))
    {
    }
    [[nodiscard]] static tl::expected<ProcessFilter, FilterError> parse(std::string_view text);

    [[nodiscard]] Tristate evaluate(const Process &process, const FactContext &context) const;
    /// With the text of searchText(), which is empty where it was not made.
    [[nodiscard]] Tristate evaluate(const Process &process, const FactContext &context,
                                    const std::string &searchText) const;
    /// Known to match.
    [[nodiscard]] bool matches(const Process &process, const FactContext &context) const
    {
        return evaluate(process, context) == Tristate::Yes;
    }

    [[nodiscard]] bool isEmpty() const { return m_expression == Expression(); }
    [[nodiscard]] const std::string &text() const { return m_text; }
    [[nodiscard]] const Expression &expression() const { return m_expression; }

    /// What must be sampled of all processes.
    [[nodiscard]] FactNeeds needs() const;
    [[nodiscard]] bool searchesText() const { return forklore::searchesText(m_expression); }
    /// The answer may change though no fact of the process did.
    [[nodiscard]] bool changesByItself() const;
    [[nodiscard]] bool needsTwoSamples() const;

    bool operator==(const ProcessFilter &other) const { return m_expression == other.m_expression; }

private:
    std::string m_text;
    Expression m_expression;
};

/// The values that a field has among the processes, each once, sorted: what is worth proposing for it.
[[nodiscard]] std::vector<std::string> valuesAmong(const ProcessList &processes, std::size_t field,
                                                   const FactContext &context);

} // namespace forklore
