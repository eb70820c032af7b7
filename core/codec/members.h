// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values out of documents that come from outside: each reader gives nothing for what is not of its kind, and
// Members collects that for an object, so that one odd member refuses the whole.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/codec/json.h"

namespace forklore {

/// A whole number within the range of T.
template <std::integral T>
[[nodiscard]] std::optional<T> numberIn(const Json &json)
{
    if (json.is_number_unsigned()) {
        const auto number = json.get<std::uint64_t>();
        return std::in_range<T>(number) ? std::optional(static_cast<T>(number)) : std::nullopt;
    }
    if (!json.is_number_integer())
        return std::nullopt;
    const auto number = json.get<std::int64_t>();
    return std::in_range<T>(number) ? std::optional(static_cast<T>(number)) : std::nullopt;
}

/// Bytes, UTF-8 or not.
[[nodiscard]] std::optional<std::string> textIn(const Json &json);
/// What textOrNull() wrote.
[[nodiscard]] inline std::optional<std::string> textOrNullIn(const Json &json)
{
    return json.is_null() ? std::optional<std::string>("") : textIn(json);
}
[[nodiscard]] std::optional<bool> flagIn(const Json &json);
/// What jsonError() has written.
[[nodiscard]] std::optional<Error> errorIn(const Json &json);

/// Which of the words, by name(), it is.
template <class Words>
[[nodiscard]] auto wordIn(const Json &json, const Words &words)
{
    using Word = typename Words::value_type;
    std::optional<Word> found;
    if (!json.is_string())
        return found;
    for (const auto word : words) {
        if (json.get_ref<const std::string &>() == name(word))
            found = word;
    }
    return found;
}

/// For readers of lists, of values that may be null, and of values or errors. @param read of one value
template <class Read>
[[nodiscard]] auto listOf(Read read)
{
    using Value = typename decltype(read(std::declval<const Json &>()))::value_type;
    return [read](const Json &json) -> std::optional<std::vector<Value>> {
        if (!json.is_array())
            return std::nullopt;
        std::vector<Value> values;
        values.reserve(json.size());
        for (const auto &element : json) {
            auto value = read(element);
            if (!value)
                return std::nullopt;
            values.push_back(std::move(*value));
        }
        return values;
    };
}

template <class Read>
[[nodiscard]] auto nullOr(Read read)
{
    using Value = typename decltype(read(std::declval<const Json &>()))::value_type;
    return [read](const Json &json) -> std::optional<std::optional<Value>> {
        if (json.is_null())
            return std::optional<Value>();
        auto value = read(json);
        if (!value)
            return std::nullopt;
        return std::optional<Value>(std::move(*value));
    };
}

template <class Read>
[[nodiscard]] auto errorOr(Read read)
{
    using Value = typename decltype(read(std::declval<const Json &>()))::value_type;
    return [read](const Json &json) -> std::optional<Result<Value>> {
        if (auto error = errorIn(json))
            return Result<Value>(Failure(std::move(*error)));
        auto value = read(json);
        return value ? std::optional(Result<Value>(std::move(*value))) : std::nullopt;
    };
}

class Members {
public:
    /// @param json outlives this
    explicit Members(const Json &json) : m_json(json), m_isGood(json.is_object()) {}

    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }

    /// A default value where it is missing or odd; then this is not good any more.
    template <class Read>
    auto get(std::string_view key, Read read)
    {
        using Value = typename decltype(read(m_json))::value_type;
        const auto *member = find(key);
        auto value = member == nullptr ? std::optional<Value>() : read(*member);
        m_isGood = m_isGood && value;
        ++m_read;
        return value ? std::move(*value) : Value();
    }
    /// Nothing where it is missing, too.
    template <class Read>
    auto getIfAny(std::string_view key, Read read)
    {
        using Value = typename decltype(read(m_json))::value_type;
        return has(key) ? std::optional<Value>(get(key, read)) : std::nullopt;
    }
    void refuse() { m_isGood = false; }

    [[nodiscard]] bool isGood() const { return m_isGood; }
    /// Good, and there are no members but those that were read, each of them once.
    [[nodiscard]] bool isGoodAndWhole() const { return m_isGood && m_read == m_json.size(); }

private:
    [[nodiscard]] const Json *find(std::string_view key) const
    {
        if (!m_json.is_object())
            return nullptr;
        const auto member = m_json.find(std::string(key));
        return member == m_json.end() ? nullptr : &*member;
    }

    const Json &m_json;
    std::size_t m_read = 0;
    bool m_isGood;
};

} // namespace forklore
