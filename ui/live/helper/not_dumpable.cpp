// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/not_dumpable.h"

#include <sys/prctl.h>

namespace forklore {
namespace {

int count = 0;
int before = 1; // as it was when the first of them was made

} // namespace

NotDumpable::NotDumpable()
{
    if (count++ > 0)
        return;
    before = prctl(PR_GET_DUMPABLE);
    prctl(PR_SET_DUMPABLE, 0);
}

NotDumpable::~NotDumpable()
{
    if (--count == 0 && before == 1)
        prctl(PR_SET_DUMPABLE, 1);
}

bool NotDumpable::isActive()
{
    return count > 0;
}

} // namespace forklore
