// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/json_text.h"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "app/cli/output/text.h"
#include "core/base/byte_size.h"

namespace forklore::cli {
namespace {

bool isError(const Json &json)
{
    return json.is_object() && json.size() == 1 && json.contains("error");
}

std::string errorText(const Json &json)
{
    const auto &error = json.at("error");
    return fmt::format("({}: {})", error.at("kind").get<std::string>(),
                       printable(error.at("message").get<std::string>()));
}

/// A value in one cell.
std::string valueText(const Json &json)
{
    if (isError(json))
        return errorText(json);
    if (json.is_null())
        return "-";
    if (json.is_boolean())
        return json.get<bool>() ? "yes" : "no";
    if (json.is_string())
        return printable(json.get<std::string>());
    if (!json.is_structured())
        return json.dump();
    std::string text;
    for (const auto &element : json) {
        if (const auto part = valueText(element); part != "-")
            text += (text.empty() ? "" : element.is_object() ? ", " : " ") + part;
    }
    return text.empty() ? "-" : text;
}

/// A value as people read it, by what its name says it is.
std::string textOf(const std::string &key, const Json &value, bool bytes)
{
    if (key == "started_at" && value.is_number())
        return fmt::format("{:%Y-%m-%d %H:%M:%S}",
                           fmt::localtime(static_cast<std::time_t>(value.get<double>())));
    if ((bytes || key.ends_with("_bytes") || key.ends_with("_chars")) && value.is_number_unsigned())
        return byteSizeText(value.get<std::uint64_t>());
    return valueText(value);
}

std::string rowsText(const Json &array)
{
    Table table;
    std::vector<std::string> keys;
    for (const auto &row : array) { // a key that only some rows have (a socket's) is a column of all
        for (const auto &[key, value] : row.items()) {
            if (std::ranges::find(keys, key) != keys.end())
                continue;
            keys.push_back(key);
            table.addColumn(key, value.is_number() || key == "soft" || key == "hard" || key == "usage"
                                     ? Table::Align::Right
                                     : Table::Align::Left);
        }
    }
    for (const auto &row : array) {
        std::vector<std::string> cells;
        cells.reserve(keys.size());
        const bool bytes = row.contains("unit") && row.at("unit") == "bytes";
        for (const auto &key : keys)
            cells.push_back(row.contains(key) ? textOf(key, row.at(key), bytes) : "");
        table.addRow(std::move(cells));
    }
    return table.text(0, false);
}

using Member = std::pair<std::string, std::string>;

/// A cell a member; of a group of them (the ids, the sets of capabilities) one for each by its own name.
void addMember(std::vector<Member> &members, const std::string &key, const Json &value)
{
    const bool group = value.is_object() && !isError(value) && !value.contains("kind"); // a status is one
    if (!group) {
        members.emplace_back(key, textOf(key, value, false));
        return;
    }
    for (const auto &[name, part] : value.items())
        addMember(members, fmt::format("{} {}", key, name), part);
}

std::string bodyText(const Json &json)
{
    if (isError(json))
        return errorText(json) + '\n';
    if (json.is_array() && json.empty())
        return "none\n";
    if (json.is_array() && json.front().is_object())
        return rowsText(json);
    std::string text;
    if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i)
            text += fmt::format("{:>3}  {}\n", i, valueText(json[i]));
        return text;
    }
    std::vector<Member> members;
    for (const auto &[key, value] : json.items())
        addMember(members, key, value);
    std::size_t width = 24;
    for (const auto &[key, cell] : members)
        width = std::max(width, key.size());
    for (const auto &[key, cell] : members)
        text += fmt::format("{:<{}} {}\n", key, width, cell);
    return text;
}

} // namespace

std::string sectionsText(const Json &sections, bool color)
{
    std::string text;
    for (const auto &[name, section] : sections.items()) {
        text += text.empty() ? "" : "\n";
        text += color ? fmt::format("\x1b[1m{}\x1b[0m\n", name) : name + '\n';
        text += bodyText(section);
    }
    return text;
}

} // namespace forklore::cli
