// SPDX-License-Identifier: GPL-3.0-or-later
//
// lab: lists the demos, or runs one in the foreground and tells what happens.
#include <poll.h>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/output/text.h"
#include "core/base/clocks.h"
#include "core/codec/json.h"
#include "core/lab/catalogue/catalogue.h"
#include "core/lab/demo_run.h"

namespace forklore::cli {
namespace {

int listDemos(const Options &options)
{
    if (options.json) {
        Json all = Json::array();
        for (const auto &demo : demos())
            all.push_back({{"name", demo.name}, {"title", demo.text.title}, {"summary", demo.text.summary}});
        return print(documentText({{"schema", "forklore.lab/1"}, {"demos", std::move(all)}}));
    }
    Table table;
    table.addColumn("NAME", Table::Align::Left);
    table.addColumn("WHAT IT SHOWS", Table::Align::Left);
    for (const auto &demo : demos())
        table.addRow({demo.name, demo.text.title});
    return print(table.text(terminalColumns(), wantsColor(options)));
}

std::string introduction(const Demo &demo)
{
    auto text = fmt::format("{}\n\n{}\n\n", demo.text.title, demo.text.summary);
    int number = 0;
    for (const auto &line : demo.code)
        text += line.text.empty() ? fmt::format("{:4}\n", ++number)
                                  : fmt::format("{:4}  {}\n", ++number, line.text);
    return text + "\nLeft out: where the processes wait for each other, and to be looked at.\n\n";
}

std::string sentenceText(const Sentence &sentence, std::chrono::nanoseconds begin)
{
    return fmt::format("{:9.3f}  {}\n", seconds(sentence.at - begin), sentence.text);
}

std::string verdict(const DemoState &state)
{
    if (state.cannotShow)
        return fmt::format("\nCannot be shown here, because {}\n", printable(*state.cannotShow));
    std::string text = "\n";
    for (const auto &observation : state.observations)
        text += fmt::format("{}  {}: {}\n", observation.holds == true ? "ok    " : "FAILED",
                            observation.expectation, observation.seen);
    return text;
}

Json document(const Demo &demo, const DemoState &state, WallTime boot)
{
    Json narration = Json::array();
    for (const auto &sentence : state.narration)
        narration.push_back({{"time", jsonSeconds(boot + sentence.at)},
                             {"pid", sentence.pid > 0 ? Json(sentence.pid) : Json(nullptr)},
                             {"text", sentence.text}});
    Json observations = Json::array();
    for (const auto &observation : state.observations)
        observations.push_back({{"promise", observation.expectation},
                                {"observed", observation.seen},
                                {"holds", observation.holds ? Json(*observation.holds) : Json(nullptr)}});
    return {{"schema", "forklore.lab-run/1"},
            {"name", demo.name},
            {"narration", std::move(narration)},
            {"observations", std::move(observations)},
            {"cannot_show", state.cannotShow ? Json(*state.cannotShow) : Json(nullptr)}};
}

void wait(const DemoRun &demoRun)
{
    std::vector<pollfd> waits;
    for (const int handle : demoRun.handles())
        waits.push_back({handle, POLLIN, 0});
    poll(waits.data(), waits.size(), static_cast<int>(demoRun.interval().count()));
}

/// To its end. What happens is printed as it is known, unless the whole is to be one document.
int play(DemoRun &demoRun, const Options &options)
{
    const auto begin = bootClock();
    std::size_t told = 0;
    while (demoRun.state().phase != DemoState::Phase::Over) {
        wait(demoRun);
        demoRun.proceed();
        std::string lines;
        for (const auto &narration = demoRun.state().narration; told < narration.size(); ++told)
            lines += sentenceText(narration[told], begin);
        if (const int status = options.json || lines.empty() ? done : print(lines); status != done)
            return status;
        demoRun.go();
    }
    return done;
}

} // namespace

int lab(const Options &options, const std::string &name, std::size_t megabytes)
{
    if (name.empty())
        return listDemos(options);
    const auto *demo = demoNamed(name);
    if (!demo)
        return complainOfUsage(fmt::format("there is no demo '{}' (forklore-cli lab lists them)", name));
    const auto host = openHost(options);
    if (!host)
        return complain("lab", host.error());
    if (!(*host)->capabilities().lab)
        return complainOfUsage("a demo runs on this machine: --proc-root is in the way");
    DemoRun::Options wishes;
    wishes.program = labProgram(FORKLORE_LAB);
    wishes.megabytes = megabytes;
    auto demoRun = DemoRun::start(*demo, wishes);
    if (!demoRun)
        return complain("lab", demoRun.error());
    if (const int status = options.json ? done : print(introduction(*demo)); status != done)
        return status;
    if (const int status = play(**demoRun, options); status != done)
        return status;
    const auto &state = (*demoRun)->state();
    const int status = print(options.json ? documentText(document(*demo, state, wallClock() - bootClock()))
                                          : verdict(state));
    return status != done ? status : state.cannotShow || state.hasSucceeded() ? done : failed;
}

} // namespace forklore::cli
