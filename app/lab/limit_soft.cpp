// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>

#include <sys/resource.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int limitSoft()
{
    lab::play("limited");
    //[
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    lab::show("before");

    limit.rlim_cur = limit.rlim_max / 2;
    setrlimit(RLIMIT_NOFILE, &limit);
    lab::show("lowered");

    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    lab::show("raised");

    limit.rlim_cur = limit.rlim_max + 1;
    int failed = setrlimit(RLIMIT_NOFILE, &limit);
    lab::publish("errno", failed < 0 ? errno : 0);
    lab::show("refused");
    //]
    return 0;
}

const Scenario scenario("limit-soft", limitSoft, 1);

} // namespace
} // namespace forklore::lab
