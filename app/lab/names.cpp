// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <sys/prctl.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int names()
{
    lab::play("dancer");
    //[
    lab::show("before");
    prctl(PR_SET_NAME, "ballerina");
    lab::show("renamed");
    memcpy(argv[0], "prima donna!", 13); // "forklore-lab"
    lab::show("titled");
    //]
    return 0;
}

const Scenario scenario("names", names, 1);

} // namespace
} // namespace forklore::lab
