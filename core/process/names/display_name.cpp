// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/names/display_name.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/printable.h"
#include "core/base/text_cursor.h"
#include "core/process/names/arguments.h"

namespace forklore {
namespace {

std::string_view fileNameOf(std::string_view path)
{
    return path.substr(path.rfind('/') + 1); // npos + 1: the whole
}

/// Runtimes give their main thread a name of its own, and a process's comm is its main thread's.
bool isOfMainThread(std::string_view comm)
{
    std::string letters;
    for (const char byte : comm) {
        if (byte != ' ' && byte != '-' && byte != '_')
            letters += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
    return letters == "main" || letters.ends_with("mainthread");
}

/// The first arguments' file names: of the program, and behind an decoder (and an option of its) of the
/// script.
struct FileNames {
    std::string_view program;
    std::array<std::string_view, 2> further;
};

FileNames fileNamesOf(const Process &process)
{
    TextCursor arguments(*process.commandLine);
    auto program = arguments.until('\0');
    if (program.starts_with('-')) // how a login shell is told that it is one
        program.remove_prefix(1);
    const auto title = titleOf(*process.stat, *process.commandLine);
    if (title == Title::Rewritten || title == Title::Overflown)
        return {fileNameOf(program.substr(0, program.find(' '))), {}}; // what follows may be anything
    const auto second = arguments.until('\0');
    return {fileNameOf(program), {fileNameOf(second), fileNameOf(arguments.until('\0'))}};
}

} // namespace

std::string_view displayName(const Process &process)
{
    if (!process.stat)
        return "?";
    const std::string_view comm = process.stat->comm;
    const bool isCut = comm.size() == maxCommBytes && !process.isKernelThread();
    const bool isThreads = isOfMainThread(comm);
    if ((!isCut && !isThreads) || !process.commandLine || process.commandLine->empty())
        return comm;
    const auto [program, further] = fileNamesOf(process);
    const auto begins = [&](std::string_view name) { return name.starts_with(comm); };
    if (begins(program))
        return isCut ? program : comm;
    // The kernel takes a script's own name for comm, and the decoder for the first argument.
    if (const auto script = std::ranges::find_if(further, begins); script != further.end())
        return isCut ? *script : comm;
    return isThreads && !program.empty() ? program : comm;
}

} // namespace forklore
