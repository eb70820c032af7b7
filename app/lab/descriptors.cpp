// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int descriptors()
{
    lab::play("opener");
    //[
    int first = open("/dev/zero", O_RDONLY);
    int second = open("/dev/null", O_RDONLY);
    lab::show("opened");

    close(first);
    lab::show("closed");

    int third = open("/dev/full", O_RDONLY);
    lab::show("reused");

    close(STDIN_FILENO);
    int fourth = open("/dev/urandom", O_RDONLY);
    lab::show("stdin");
    //]
    close(second);
    close(third);
    close(fourth);
    return 0;
}

const Scenario scenario("descriptors", descriptors, 1);

} // namespace
} // namespace forklore::lab
