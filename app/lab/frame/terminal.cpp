// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/frame/terminal.h"

#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>

#include "app/lab/frame/frame.h"

namespace forklore::lab {

int openTerminal()
{
    const int master = static_cast<int>(must(posix_openpt(O_RDWR | O_NOCTTY), "posix_openpt"));
    must(grantpt(master), "grantpt");
    must(unlockpt(master), "unlockpt");
    return master;
}

int acquireTerminal(int master)
{
    char name[64];
    if (ptsname_r(master, name, sizeof name) != 0)
        refuse("the terminal has no name");
    const int terminal = static_cast<int>(must(open(name, O_RDWR | O_NOCTTY), "opening the terminal"));
    must(ioctl(terminal, TIOCSCTTY, 0), "TIOCSCTTY");
    return terminal;
}

} // namespace forklore::lab
