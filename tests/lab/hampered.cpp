// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore-lab on a kernel that lacks something: it knows no subreapers, and gives no controlling terminal.
// The filter is inherited by all that the demo starts, seccomp(2).
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <iterator>

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr unsigned lowHalf(int argument)
{
    return static_cast<unsigned>(offsetof(seccomp_data, args) + 8 * static_cast<std::size_t>(argument));
}

/// A call of that number whose argument has that value fails.
#define FAILS(call, argument, value, error)                                                                  \
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),                                          \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),                                                     \
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, lowHalf(argument)),                                               \
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),                                                    \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))

} // namespace

int main(int, char **argv)
{
    sock_filter filter[] = {
        FAILS(SYS_prctl, 0, PR_SET_CHILD_SUBREAPER, EINVAL),
        FAILS(SYS_ioctl, 1, TIOCSCTTY, ENOTTY),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program{std::size(filter), filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        std::perror("seccomp");
        return 1;
    }
    execv(FORKLORE_LAB, argv);
    return 1;
}
