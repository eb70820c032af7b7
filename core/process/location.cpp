// SPDX-License-Identifier: GPL-3.0-or-later
//
// systemd names the directory of a control group after the unit in it: systemd.unit(5).
#include "core/process/location.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

constexpr std::string_view slice = ".slice";

bool isLetterOrDigit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Of a unit that can run: "a.service", or an instance "a@b.service"; not a template "a@.service".
bool isUnitName(std::string_view name)
{
    static constexpr std::array<std::string_view, 11> types = {"service", "scope",  "slice",    "socket",
                                                               "mount",   "swap",   "target",   "path",
                                                               "timer",   "device", "automount"};
    constexpr std::size_t longest = 255;
    const auto dot = name.rfind('.');
    if (name.size() > longest || dot == std::string_view::npos || dot == 0 ||
        std::ranges::find(types, name.substr(dot + 1)) == types.end())
        return false;
    const auto stem = name.substr(0, dot);
    const bool plain = std::ranges::all_of(stem, [](char byte) {
        return isLetterOrDigit(byte) || std::string_view(":-_.\\@").find(byte) != std::string_view::npos;
    });
    const auto at = stem.find('@');
    return plain && at != 0 && (at == std::string_view::npos || at + 1 < stem.size());
}

/// A name that a file of the control group itself could have (cpu.service, tasks) is led by an underscore.
std::string_view unescaped(std::string_view directory)
{
    return directory.starts_with('_') ? directory.substr(1) : directory;
}

/// The first directory that is not a slice, if it is a unit's; the cursor stands behind it.
std::optional<std::string_view> nextUnit(TextCursor &path)
{
    while (!path.atEnd()) {
        const auto name = unescaped(path.until('/'));
        if (name.empty() || name == "..") // "..": beyond the root of the reader's cgroup namespace
            continue;
        if (!isUnitName(name))
            return std::nullopt;
        if (!name.ends_with(slice))
            return name;
    }
    return std::nullopt;
}

std::optional<std::string> unitOfPath(std::string_view text)
{
    constexpr std::string_view removed = " (deleted)";
    if (text.ends_with(removed))
        text.remove_suffix(removed.size());
    TextCursor path(text);
    const auto unit = nextUnit(path);
    if (!unit)
        return std::nullopt;
    const bool userManager = unit->starts_with("user@") && unit->ends_with(".service");
    if (const auto own = userManager ? nextUnit(path) : std::nullopt)
        return std::string(*own);
    return std::string(*unit);
}

} // namespace

std::optional<std::string> systemdUnit(const std::vector<std::string> &controlGroups)
{
    for (const std::string_view systemds : {"", "name=systemd"}) { // cgroup v2, else v1
        for (const auto &line : controlGroups) {
            TextCursor cursor(line);
            cursor.until(':');
            if (cursor.until(':') != systemds)
                continue;
            if (auto unit = unitOfPath(cursor.rest()))
                return unit;
        }
    }
    return std::nullopt;
}

} // namespace forklore
