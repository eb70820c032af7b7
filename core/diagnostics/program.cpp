// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process runs, what it calls itself, and in whose name it acts.
#include <algorithm>

#include <fmt/format.h>

#include "core/diagnostics/subjects.h"

namespace forklore {
namespace {

std::optional<Diagnostic> program(const DiagnosticContext &context)
{
    if (!context.look.executable || !*context.look.executable || !(*context.look.executable)->deleted)
        return std::nullopt;
    const auto &path = (*context.look.executable)->path;
    constexpr std::string_view memory = "/memfd:"; // how the kernel writes memfd_create(2)'s names
    if (path.starts_with(memory))
        return Diagnostic{
            DiagnosticKind::ProgramInMemory,
            Weight::WorthKnowing,
            {{fmt::format("Runs a program that is no file: “{}”, from memory alone.",
                          path.substr(memory.size()))}},
            "runs a program from memory",
            "Some programs start others this way to be sure of what they start; so does what does "
            "not want to be found.",
            "memfd_create(2)"};
    return Diagnostic{
        DiagnosticKind::ProgramDeleted,
        Weight::WorthKnowing,
        {{fmt::format("Runs a program that is gone: {} was replaced or removed since.", path)}},
        "runs a deleted program",
        "It goes on with the old program, as before an update. Started again, it runs what is there "
        "now.",
        "proc(5)"};
}

/// The command line as it reads now, cut where it is long, between characters.
std::string titleText(const DiagnosticContext &context)
{
    constexpr std::size_t maxLength = 60;
    const auto &argv0 = context.look.argv0; // a rewritten title is one argument
    const auto &commandLine = context.process.commandLine;
    auto text = argv0 && *argv0 ? **argv0 : commandLine.value_or("");
    text.resize(std::min(text.find('\0'), text.size()));
    if (text.size() <= maxLength)
        return text;
    auto size = maxLength;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0u) == 0x80u)
        --size;
    return text.substr(0, size) + "…";
}

Result<Title> titleOf(const DiagnosticContext &context)
{
    const auto &process = context.process;
    if (context.look.title || !process.commandLine || !process.hasProgram())
        return context.look.title;
    return titleOf(*process.stat, *process.commandLine);
}

std::optional<Diagnostic> title(const DiagnosticContext &context)
{
    const auto found = titleOf(context);
    if (!found || (*found != Title::Rewritten && *found != Title::Overflown))
        return std::nullopt;
    const auto words = titleText(context);
    return Diagnostic{
        DiagnosticKind::TitleRewritten,
        Weight::Usual,
        {{words.empty() ? "Wrote another text over its command line."
                        : fmt::format("Wrote another text over its command line: “{}”.", words)}},
        "rewrote its title",
        "Many daemons show there what they are doing. What they were started with can no longer be "
        "seen.",
        "setproctitle(3)"};
}

std::optional<Diagnostic> environment(const DiagnosticContext &context)
{
    const auto found = titleOf(context);
    if (!found || *found != Title::Overflown)
        return std::nullopt;
    return Diagnostic{
        DiagnosticKind::EnvironmentOverwritten,
        Weight::WorthKnowing,
        {{"Its title ran over into its environment, of which the first variables are lost."}},
        {},
        "The environment lies in memory right behind the command line. The process may still have a "
        "copy of its own; the kernel shows what is left of the first.",
        "proc(5)"};
}

std::optional<Diagnostic> user(const DiagnosticContext &context)
{
    const auto &now = context.look.credentials;
    const auto &credentials = now ? now : context.process.credentials;
    if (!credentials || credentials->uid.effective == credentials->uid.real)
        return std::nullopt;
    const auto acting = context.userName(credentials->uid.effective);
    const auto real = context.userName(credentials->uid.real);
    return Diagnostic{
        DiagnosticKind::OtherUser,
        Weight::WorthKnowing,
        {{fmt::format("Acts with the rights of {}, though it belongs to {}.", acting, real)}},
        "acts as " + acting,
        "The kernel asks for the effective user when it checks rights. A set-user-ID program gets "
        "that of its file's owner, whoever starts it.",
        "credentials(7)"};
}

} // namespace

void diagnoseProgram(const DiagnosticContext &context, Diagnostics &diagnostics)
{
    for (const auto make : {program, title, environment, user}) {
        if (auto diagnostic = make(context))
            diagnostics.push_back(std::move(*diagnostic));
    }
}

} // namespace forklore
