// SPDX-License-Identifier: GPL-3.0-or-later
//
// Processes joined as a shell joins them, and a hub with many partners. Their standard streams lead nowhere
// else, so that the test is not part of the chain.
#include "tests/live/stage/stage.h"

#include <array>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

void leadNowhere()
{
    const auto null = static_cast<int>(must(open("/dev/null", O_RDWR), "/dev/null"));
    for (const auto stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        must(dup2(null, stream), "dup2");
    close(null);
}

void name(int number)
{
    must(prctl(PR_SET_NAME, ("stage " + std::to_string(number)).c_str()), "PR_SET_NAME");
}

} // namespace

/// pipeline N: "stage 0 | stage 1 | …", children of the subject, which holds none of the pipes.
void stagePipeline(Report &report, const Words &words)
{
    const auto count = number(words.at(0));
    int previous = -1; // where the stage reads from
    for (int i = 0; i < count; ++i) {
        std::array<int, 2> next{-1, -1};
        if (i + 1 < count)
            must(pipe(next.data()), "pipe");
        const auto child = stageChild([&] {
            name(i);
            leadNowhere();
            if (previous >= 0)
                must(dup2(previous, STDIN_FILENO), "dup2");
            if (next[1] >= 0)
                must(dup2(next[1], STDOUT_FILENO), "dup2");
            for (const auto fd : {previous, next[0], next[1]})
                close(fd);
        });
        report.add("stage" + std::to_string(i), child);
        close(previous);
        close(next[1]);
        previous = next[0];
    }
    close(previous);
}

/// hub N: the child "hub" is joined with N further children, each by a pair of sockets.
void stageHub(Report &report, const Words &words)
{
    const auto count = number(words.at(0));
    std::vector<int> hubs;
    for (int i = 0; i < count; ++i) {
        std::array<int, 2> pair{};
        must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), "socketpair");
        const auto child = stageChild([&] {
            name(i);
            leadNowhere();
            close(pair[1]);
            for (const auto fd : hubs)
                close(fd);
        });
        report.add("partner" + std::to_string(i), child);
        close(pair[0]);
        hubs.push_back(pair[1]);
    }
    report.add("hub", stageChild([] { leadNowhere(); }));
    for (const auto fd : hubs)
        close(fd);
}

} // namespace forklore::staging
