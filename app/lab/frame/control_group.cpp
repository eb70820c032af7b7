// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/frame/control_group.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

namespace fs = std::filesystem;

constexpr auto prefix = "forklore-lab-";

bool writeTo(const fs::path &file, const std::string &text)
{
    std::ofstream stream(file);
    stream << text << std::flush;
    return stream.good();
}

bool hasWord(const fs::path &file, const std::string &wanted)
{
    std::ifstream stream(file);
    for (std::string word; stream >> word;) {
        if (word == wanted)
            return true;
    }
    return false;
}

/// Where a group could be made that the controller counts: below one's own in version 1; in version 2, where
/// a group with processes has no groups below it that do, beside it.
std::optional<fs::path> place()
{
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) { // ID:CONTROLLERS:PATH
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const auto controllers = ',' + line.substr(first + 1, second - first - 1) + ',';
        const auto path = line.substr(second + 1);
        if (controllers.find(",pids,") != std::string::npos)
            return fs::path("/sys/fs/cgroup/pids" + path);
        const auto above = fs::path("/sys/fs/cgroup" + path).parent_path();
        if (controllers == ",," && hasWord(above / "cgroup.subtree_control", "pids"))
            return above;
    }
    return std::nullopt;
}

/// Those of demos whose watcher was killed; the kernel keeps the ones that are in use.
void removeAbandoned(const fs::path &above)
{
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(above, ignored)) {
        if (entry.path().filename().string().starts_with(prefix))
            rmdir(entry.path().c_str());
    }
}

} // namespace

void confine(int maxProcesses)
{
    const auto above = place();
    if (!above)
        return;
    removeAbandoned(*above);
    const auto group = *above / (prefix + std::to_string(getpid()));
    std::error_code error;
    if (!fs::create_directory(group, error))
        return;
    if (writeTo(group / "pids.max", std::to_string(maxProcesses)) && writeTo(group / "cgroup.procs", "0"))
        reportGroup(group.c_str());
    else
        rmdir(group.c_str());
}

} // namespace forklore::lab
