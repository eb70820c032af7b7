// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/names/display_name.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

/// The first line is the comm, the rest the command line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto end = std::min(text.find('\n'), text.size());
    Stat stat;
    stat.comm = text.substr(0, end);
    const std::string commandLine(text.substr(std::min(end + 1, text.size())));
    for (const std::uint64_t area :
         {std::uint64_t{0}, std::uint64_t{commandLine.size()}, std::uint64_t{size} + 9}) {
        stat.argumentsStart = area == 0 ? 0 : 4096;
        stat.argumentsEnd = area == 0 ? 0 : 4096 + area;
        Process process;
        process.stat = stat;
        process.commandLine = commandLine;
        const auto name = displayName(process);
        expect(name == stat.comm || holds(commandLine, name), "a name is the process's own");
        expect(!name.empty() || stat.comm.empty(), "a name is not lost");
        expect(name == stat.comm || name.find('\0') == std::string_view::npos, "a name is one argument");
        expect(stat.comm.size() != 15 || name.starts_with(stat.comm) || stat.comm.ends_with("d") ||
                   stat.comm.ends_with("D"),
               "what is cut goes on, or is a main thread's");
    }
    return 0;
}
