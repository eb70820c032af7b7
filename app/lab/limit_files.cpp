// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {
namespace {

int limitFiles()
{
    lab::play("opener");
    //[
    struct rlimit limit = {16, 16};
    setrlimit(RLIMIT_NOFILE, &limit);
    lab::show("limited");

    int fd = 0;
    while (fd >= 0)
        fd = open("/dev/null", O_RDONLY);
    int error = errno;
    lab::publish("errno", error);
    lab::show("full");

    close(5);
    fd = open("/dev/zero", O_RDONLY); // there is room for one
    lab::publish("again", fd);
    lab::show("room");
    //]
    return 0;
}

const Scenario scenario("limit-files", limitFiles, 1);

} // namespace
} // namespace forklore::lab
