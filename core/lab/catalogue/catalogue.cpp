// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/catalogue/catalogue.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/lab/catalogue/catalogue_parts.h"
#include "core/lab/catalogue/embedded.h"

namespace forklore {
namespace {

/// The texts and the code are part of the program: what is wrong with them, a test finds.
std::vector<Demo> composed()
{
    constexpr std::pair<const char *, std::vector<DemoEntry> (*)()> parts[] = {
        {"Fork", forkEntries},         {"Files", fileEntries},
        {"Limits", limitEntries},      {"Names and words", nameEntries},
        {"Ends", endEntries},          {"Orphans and daemons", orphanEntries},
        {"Terminals", terminalEntries}};
    std::map<std::string, std::pair<std::string, DemoEntry>, std::less<>> entries;
    for (const auto &[theme, part] : parts) {
        for (const auto &entry : part())
            entries.emplace(entry.name, std::pair(theme, entry));
    }
    std::vector<Demo> all;
    for (const auto &[name, text, source] : embeddedDemos()) {
        auto &[theme, entry] = entries[std::string(name)];
        all.push_back({std::string(name), theme, parseDemoText(text).value_or(DemoText()), excerpt(source),
                       std::move(entry.expectations), entry.megabytes, entry.countdown});
    }
    return all;
}

} // namespace

const std::vector<Demo> &demos()
{
    static const auto all = composed();
    return all;
}

const Demo *demoNamed(std::string_view name)
{
    const auto found = std::ranges::find(demos(), name, &Demo::name);
    return found == demos().end() ? nullptr : &*found;
}

} // namespace forklore
