// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/environment_model.h"

#include <algorithm>
#include <array>

#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QString valueText(const VariableRow &row)
{
    if (row.masked)
        return u"••••••••"_s;
    if (!row.variable.value)
        return {};
    return row.variable.value->empty() ? u"(empty)"_s : displayText(*row.variable.value);
}

QString valueReason(const VariableRow &row)
{
    if (row.masked)
        return u"It looks like a secret. “Show secrets” above the table shows it."_s;
    if (!row.variable.value)
        return u"There is no “=” in this entry, so it is not a variable"_s;
    return {};
}

/// scheme://user:password@host
bool holdsPassword(const std::string &value)
{
    const auto scheme = value.find("://");
    if (scheme == std::string::npos)
        return false;
    const auto host = value.find('@', scheme);
    const auto colon = value.find(':', scheme + 3);
    return colon < host && host < value.find('/', scheme + 3);
}

} // namespace

bool looksSecret(const Variable &variable)
{
    static constexpr std::array words = {"PASSWORD", "PASSWD",  "PASSPHRASE", "SECRET",      "TOKEN",
                                         "APIKEY",   "API_KEY", "ACCESS_KEY", "PRIVATE_KEY", "CREDENTIAL",
                                         "_PASS",    "_PWD",    "AUTH",       "COOKIE"};
    if (!variable.value || variable.value->empty())
        return false;
    const auto name = QString::fromStdString(variable.name).toUpper();
    // Where the agent's socket or the X server's file lies is no secret.
    if (name == "SSH_AUTH_SOCK"_L1 || name == "XAUTHORITY"_L1 || name.endsWith("_FILE"_L1) ||
        name.endsWith("_PATH"_L1))
        return false;
    const auto holds = [&](const char *word) { return name.contains(QLatin1String(word)); };
    return name.endsWith("_KEY"_L1) || name.endsWith("_PAT"_L1) || std::ranges::any_of(words, holds) ||
           holdsPassword(*variable.value);
}

std::vector<VariableRow> variableRows(const Environment &environment, bool showSecrets)
{
    std::vector<VariableRow> rows;
    for (const auto &variable : environment)
        rows.push_back({static_cast<int>(rows.size()), variable, !showSecrets && looksSecret(variable)});
    return rows;
}

EnvironmentModel *makeEnvironmentModel(QObject *parent)
{
    std::vector<RowColumn<VariableRow>> columns = {
        {.title = u"#"_s,
         .tip = u"Place in the block the kernel keeps"_s,
         .align = Qt::AlignRight,
         .width = 44,
         .dim = true,
         .text = [](const VariableRow &row) { return QString::number(row.position); },
         .key = [](const VariableRow &row) { return QVariant(row.position); }},
        {.title = u"Name"_s,
         .tip = u"Name of the variable"_s,
         .width = 220,
         .text = [](const VariableRow &row) { return displayText(row.variable.name); }},
        {.title = u"Value"_s,
         .tip = u"Value as of exec"_s,
         .width = 500,
         .text = valueText,
         .reason = valueReason},
    };
    return new EnvironmentModel(
        std::move(columns), [](const VariableRow &row) -> std::int64_t { return row.position; }, parent);
}

} // namespace forklore
