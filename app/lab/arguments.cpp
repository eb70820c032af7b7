// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int changedArguments()
{
    lab::play("changer");
    //[
    lab::show("before");
    memcpy(argv[1], "tampered!", 10);
    lab::show("after");
    //]
    return 0;
}

const Scenario scenario("arguments", changedArguments, 1);

} // namespace
} // namespace forklore::lab
