// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-cli: the engine without the window.
#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "core/base/descriptor_budget.h"
#include "core/base/text_cursor.h"

namespace {

using namespace forklore;

constexpr auto description =
    "Shows what the processes of this machine are: a tree, a list, and all about one of them.";
constexpr auto footer =
    "Exit status: 0 done, 1 failed, 2 wrong usage, 3 no such process, 4 permission denied.";

void addOptions(CLI::App &app, cli::Options &options)
{
    auto *json =
        app.add_flag("--json", options.json, "Print one JSON document; of events, one JSON object a line");
    app.add_flag("--csv", options.csv, "Print comma-separated values: of list and facts")->excludes(json);
    app.add_option("--proc-root", options.procRoot, "Read this directory in place of /proc")
        ->type_name("DIR");
    app.add_option("--color", options.color, "Whether to colour the output: auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
    app.set_version_flag("--version", "forklore-cli " FORKLORE_VERSION, "Print the version");
    app.fallthrough(); // options may stand before or after the command
    app.require_subcommand(1);
    app.footer(footer);
}

std::string checkPid(const std::string &text)
{
    const auto pid = TextCursor::toNumber<Pid>(text);
    return pid && *pid > 0 ? "" : "'" + text + "' is no process id: a number from 1 on";
}

std::string checkSeconds(const std::string &text)
{
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool isNumber = error == std::errc() && end == text.data() + text.size();
    return isNumber && std::isfinite(seconds) && seconds > 0
               ? ""
               : "'" + text + "' is no length of time: a number of seconds above 0";
}

int usage(const CLI::App &app, const CLI::ParseError &error)
{
    const auto status = error.get_exit_code();
    if (status == 0) { // --help, --version
        std::ostringstream text;
        app.exit(error, text, text);
        return cli::print(text.str());
    }
    const auto unknown = app.remaining();
    if (app.get_subcommands().empty() && !unknown.empty()) { // before the parser's "a subcommand is required"
        cli::complain("wrong usage",
                      {ErrorKind::Malformed,
                       "there is no command or option '" + unknown.front() + "' (see forklore-cli --help)"});
        return cli::wrongUsage;
    }
    if (app.get_subcommands().empty() && dynamic_cast<const CLI::RequiredError *>(&error) != nullptr) {
        std::fputs(app.help().c_str(), stderr);
        return cli::wrongUsage;
    }
    cli::complain("wrong usage",
                  {ErrorKind::Malformed, std::string(error.what()) + " (see forklore-cli --help)"});
    return cli::wrongUsage;
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app(description, "forklore-cli");
    cli::Options options;
    Pid pid = 0;
    std::vector<std::string> sections;
    std::string resource;
    std::string value;
    std::string signalText;
    bool wholeTree = false;
    bool wholeGroup = false;
    cli::ListRequest request;
    std::size_t most = 0;
    std::string where;
    std::string demo;
    std::size_t megabytes = 0;
    double seconds = std::numeric_limits<double>::infinity();
    addOptions(app, options);

    auto *list = app.add_subcommand("list", "One row per process");
    list->add_option(
            "--where", request.where,
            "Only the processes that match, such as 'cpu > 5 and user = root'; cpu takes half a second")
        ->type_name("EXPR");
    list->add_option("--columns", request.columns,
                     "What to show of each, such as pid,user,mem,env.HOME; the facts are listed by 'facts'")
        ->type_name("F,F…");
    list->add_option("--sort", request.sort, "By which fact; -F: the largest first")->type_name("[-]F");
    auto *listMost = list->add_option("--most", most, "Only the first N of them")
                         ->check(CLI::PositiveNumber)
                         ->type_name("N");
    auto *facts =
        app.add_subcommand("facts", "The facts that --columns, --sort and --where know, with their meanings");
    auto *tree = app.add_subcommand("tree", "The parent-child tree, or PID's subtree with its ancestors");
    auto *treePid = tree->add_option("PID", pid, "The process")->check(checkPid);
    auto *show = app.add_subcommand("show", "All about one process");
    show->add_option("PID", pid, "The process")->required()->check(checkPid);
    show->add_option("SECTION", sections, "What to show of it")->check(CLI::IsMember(cli::sectionNames()));
    auto *limit = app.add_subcommand("limit", "Print one resource limit, or set it");
    limit->add_option("PID", pid, "The process")->required()->check(checkPid);
    limit->add_option("RESOURCE", resource, "As in getrlimit(2), NOFILE for instance")->required();
    auto *limitValue = limit->add_option(
        "VALUE", value, "Set it, SOFT[:HARD]: 512, 64M:1G, unlimited; SOFT: or :HARD sets one side");
    auto *signal = app.add_subcommand("signal", "Send a signal to one process, or to several");
    signal->add_option("SIGNAL", signalText, "TERM, SIGKILL, 9, RTMIN+3 …")->required();
    signal->add_option("PID", pid, "The process")->required()->check(checkPid);
    auto *toTree =
        signal->add_flag("--tree", wholeTree, "To it and all its descendants, children before parents");
    auto *toGroup = signal->add_flag("--group", wholeGroup, "To its process group");
    toTree->excludes(toGroup);
    auto *events = app.add_subcommand("events", "What happens to processes, as it happens, one line each");
    events
        ->add_option("--seconds", seconds, "End after so long, which may be a fraction; else Ctrl-C ends it")
        ->check(checkSeconds)
        ->type_name("N");
    auto *eventsPid =
        events->add_option("--pid", pid, "Only that process and its descendants; ends when all have ended")
            ->check(checkPid)
            ->type_name("PID");
    events
        ->add_option("--where", where,
                     "Only the events that match, such as 'kind = exit and status != 0'; "
                     "that events were lost is shown in any case")
        ->type_name("EXPR");

    auto *lab = app.add_subcommand("lab", "Stages an idea about processes, and narrates what happens");
    lab->add_option("NAME", demo, "The demo; without it, all are listed");
    lab->add_option("--megabytes", megabytes,
                    "How much memory copy-on-write fills; an eighth of what is free at most")
        ->check(CLI::Range(16, 1'000'000))
        ->type_name("N");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return usage(app, error);
    }

    if (options.csv && !*list && !*facts)
        return cli::complainOfUsage("--csv is for list and facts (see forklore-cli --help)");
    raiseDescriptorLimit();
    if (*list) {
        if (!listMost->empty())
            request.most = most;
        return cli::list(options, request);
    }
    if (*facts)
        return cli::facts(options);
    if (*tree)
        return cli::tree(options, treePid->empty() ? std::nullopt : std::optional(pid));
    if (*show)
        return cli::show(options, pid, sections);
    if (*signal) {
        const auto scope = wholeTree ? Scope::Tree : wholeGroup ? Scope::Group : Scope::Process;
        return cli::signal(options, signalText, pid, scope);
    }
    if (*events)
        return cli::events(options, seconds, eventsPid->empty() ? std::nullopt : std::optional(pid), where);
    if (*lab)
        return cli::lab(options, demo, megabytes);
    return cli::limit(options, pid, resource, limitValue->empty() ? std::nullopt : std::optional(value));
}
