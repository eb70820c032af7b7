// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/process_filter.h"

#include <set>

#include "core/filter/evaluate.h"
#include "core/filter/search_text.h"

namespace forklore {
namespace {

class ProcessSubject {
public:
    ProcessSubject(const Process &process, const FactContext &context, const std::string &searchText)
        : m_process(process), m_context(context), m_searchText(searchText)
    {
    }

    [[nodiscard]] FactValue value(std::size_t field, std::string_view key) const
    {
        const auto &fact = *processFields()[field];
        if (fact.keyedBy.empty())
            return valueOf(fact, m_process, m_context);
        auto context = m_context;
        context.key = key;
        return valueOf(fact, m_process, context);
    }
    [[nodiscard]] std::string_view searchText() const { return m_searchText; }

private:
    const Process &m_process;
    const FactContext &m_context;
    const std::string &m_searchText;
};

/// Whether a field with the mark is asked for.
bool asksFor(const Expression &expression, bool FieldTraits::*mark)
{
    bool asked = false;
    forEachComparison(expression, [&](const Comparison &comparison) {
        asked = asked || processVocabulary()[comparison.field].*mark;
    });
    return asked;
}

} // namespace

tl::expected<ProcessFilter, FilterError> ProcessFilter::parse(std::string_view text)
{
    return parseFilter(text, processVocabulary()).map([&](Expression &&expression) {
        return ProcessFilter(std::string(text), std::move(expression));
    });
}

Tristate ProcessFilter::evaluate(const Process &process, const FactContext &context) const
{
    return evaluate(process, context, searchesText() ? searchText(process) : std::string());
}

Tristate ProcessFilter::evaluate(const Process &process, const FactContext &context,
                                 const std::string &searchText) const
{
    return forklore::evaluate(m_expression, processVocabulary(),
                              ProcessSubject(process, context, searchText));
}

FactNeeds ProcessFilter::needs() const
{
    FactNeeds needs;
    forEachComparison(m_expression, [&](const Comparison &comparison) {
        const auto &fact = *processFields()[comparison.field];
        const auto *amount = std::get_if<Amount>(&comparison.operand);
        if (fact.needs != nullptr)
            needs.*fact.needs = true;
        if (fact.needsForShare != nullptr && amount != nullptr && amount->percent)
            needs.*fact.needsForShare = true;
    });
    return needs;
}

bool ProcessFilter::changesByItself() const
{
    return asksFor(m_expression, &FieldTraits::changesByItself);
}

bool ProcessFilter::needsTwoSamples() const
{
    return asksFor(m_expression, &FieldTraits::ofTwoSamples);
}

std::vector<std::string> valuesAmong(const ProcessList &processes, std::size_t field,
                                     const FactContext &context)
{
    std::set<std::string> values;
    for (const auto &process : processes) {
        const auto value = valueOf(*processFields()[field], process, context);
        if (const auto *textValue = std::get_if<TextValue>(&value);
            textValue != nullptr && !textValue->texts.empty())
            values.insert(textValue->texts.front());
    }
    return {values.begin(), values.end()};
}

} // namespace forklore
