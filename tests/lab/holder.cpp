// SPDX-License-Identifier: GPL-3.0-or-later
//
// holder PROGRAM DEMO COUNT: watches a demo up to its COUNTth moment, which it never lets go, says "held",
// and waits to be killed. With fewer moments it says "over".
#include <cstdio>
#include <cstdlib>
#include <variant>

#include <poll.h>
#include <unistd.h>

#include "core/lab/catalogue/catalogue.h"
#include "core/lab/lab_process.h"
#include "core/lab/report.h"

using namespace forklore;

int main(int argc, char **argv)
{
    constexpr int patience = 60'000; // ms
    if (argc != 4)
        return EXIT_FAILURE;
    auto process = LabProcess::start(argv[1], {argv[2], "50"});
    if (!process)
        return EXIT_FAILURE;
    int left = std::atoi(argv[3]);
    for (;;) {
        pollfd wait{process->reportHandle(), POLLIN, 0};
        if (poll(&wait, 1, patience) <= 0)
            return EXIT_FAILURE;
        for (const auto &line : process->reports()) {
            const auto report = parseReport(line);
            if (report && std::holds_alternative<MomentReached>(*report) && left-- > 0)
                process->request("go");
            else if (report && std::holds_alternative<MomentReached>(*report))
                std::puts("held");
            else if (report && std::holds_alternative<Ended>(*report))
                std::puts("over");
            std::fflush(stdout);
        }
    }
}
