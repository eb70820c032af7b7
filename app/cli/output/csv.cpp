// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output/csv.h"

namespace forklore::cli {
namespace {

std::string quoted(const std::string &field)
{
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    std::string text = "\"";
    for (const char byte : field) {
        if (byte == '"')
            text += '"';
        text += byte;
    }
    return text + '"';
}

} // namespace

std::string csvRecord(const std::vector<std::string> &fields)
{
    std::string record;
    for (const auto &field : fields) {
        if (&field != &fields.front())
            record += ',';
        record += quoted(field);
    }
    return record + "\r\n";
}

} // namespace forklore::cli
