// SPDX-License-Identifier: GPL-3.0-or-later
//
// One descriptor of every kind that can be had without rights. Relative paths: the test chose the directory.
#include "tests/live/stage/stage.h"

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

int take(Report &report, const char *name, int fd)
{
    must(fd, name);
    report.add(name, fd);
    return fd;
}

void stageFiles(Report &report)
{
    const auto file = take(report, "file-rw", open("file", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    must(write(file, "0123456789", 10), "write");
    must(lseek(file, 7, SEEK_SET), "lseek");
    take(report, "file-r", open("file", O_RDONLY));
    take(report, "file-w", open("file", O_WRONLY));
    take(report, "file-append", open("file", O_WRONLY | O_APPEND | O_NONBLOCK));
    take(report, "file-sync", open("file", O_WRONLY | O_SYNC));
    take(report, "path", open("file", O_PATH | O_CLOEXEC));
    take(report, "deleted", open("deleted", O_RDONLY | O_CREAT, 0600));
    must(unlink("deleted"), "unlink");
    take(report, "named-deleted", open("kept (deleted)", O_RDONLY | O_CREAT, 0600));
    take(report, "odd-name", open("new\nline \xff", O_RDONLY | O_CREAT, 0600));
    take(report, "directory", open(".", O_RDONLY | O_DIRECTORY));
    take(report, "null", open("/dev/null", O_RDWR));
    must(mkfifo("fifo", 0600), "mkfifo");
    take(report, "fifo", open("fifo", O_RDWR));
    const auto master = take(report, "pty-master", posix_openpt(O_RDWR | O_NOCTTY));
    must(grantpt(master), "grantpt");
    must(unlockpt(master), "unlockpt");
    std::array<char, 64> slave{};
    ptsname_r(master, slave.data(), slave.size());
    take(report, "pty-slave", open(slave.data(), O_RDWR | O_NOCTTY));
    report.add("pty-slave-path", slave.data());
}

void stageAnonymous(Report &report)
{
    int ends[2];
    must(pipe2(ends, O_CLOEXEC), "pipe");
    take(report, "pipe-r", ends[0]);
    take(report, "pipe-w", ends[1]);
    take(report, "eventfd", eventfd(3, 0));
    const auto poll = take(report, "epoll", epoll_create1(EPOLL_CLOEXEC));
    epoll_event event{};
    event.events = EPOLLIN;
    must(epoll_ctl(poll, EPOLL_CTL_ADD, ends[0], &event), "epoll_ctl");
    take(report, "timerfd", timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    take(report, "signalfd", signalfd(-1, &signals, 0));
    const auto watch = take(report, "inotify", inotify_init1(0));
    must(inotify_add_watch(watch, ".", IN_CREATE), "inotify_add_watch");
    take(report, "memfd", memfd_create("my mem", 0));
    take(report, "pidfd", static_cast<int>(syscall(SYS_pidfd_open, getpid(), 0)));
    take(report, "namespace", open("/proc/self/ns/pid", O_RDONLY));
}

int bound(int domain, const void *address, socklen_t size, int type)
{
    const auto fd = static_cast<int>(must(socket(domain, type, 0), "socket"));
    must(bind(fd, static_cast<const sockaddr *>(address), size), "bind");
    return fd;
}

int port(int fd)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    must(getsockname(fd, reinterpret_cast<sockaddr *>(&storage), &size), "getsockname");
    sockaddr_in address{};
    std::memcpy(&address, &storage, sizeof address);
    return ntohs(address.sin_port);
}

void stageInternet(Report &report)
{
    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto listener = take(report, "tcp-listener", bound(AF_INET, &local, sizeof local, SOCK_STREAM));
    must(listen(listener, 1), "listen");
    local.sin_port = htons(static_cast<std::uint16_t>(port(listener)));
    report.add("tcp-port", port(listener));

    const auto client = take(report, "tcp-client", socket(AF_INET, SOCK_STREAM, 0));
    must(connect(client, reinterpret_cast<const sockaddr *>(&local), sizeof local), "connect");
    report.add("client-port", port(client));
    take(report, "tcp-server", accept4(listener, nullptr, nullptr, SOCK_NONBLOCK));
    take(report, "tcp-unbound", socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));

    local.sin_port = 0;
    report.add("udp-port", port(take(report, "udp", bound(AF_INET, &local, sizeof local, SOCK_DGRAM))));
}

void stageUnix(Report &report)
{
    int pair[2];
    must(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), "socketpair");
    take(report, "pair-a", pair[0]);
    take(report, "pair-b", pair[1]);

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, "socket");
    const auto onPath = take(report, "unix-path", bound(AF_UNIX, &address, sizeof address, SOCK_STREAM));
    must(listen(onPath, 1), "listen");

    const auto name = "forklore subject " + std::to_string(getpid());
    address.sun_path[0] = '\0';
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto size = offsetof(sockaddr_un, sun_path) + 1 + name.size();
    const auto abstract =
        take(report, "unix-abstract", bound(AF_UNIX, &address, static_cast<socklen_t>(size), SOCK_STREAM));
    must(listen(abstract, 1), "listen");
    take(report, "unix-dgram", socket(AF_UNIX, SOCK_DGRAM, 0));

    sockaddr_nl netlink{};
    netlink.nl_family = AF_NETLINK;
    const auto fd = take(report, "netlink", socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
    must(bind(fd, reinterpret_cast<const sockaddr *>(&netlink), sizeof netlink), "bind");
}

} // namespace

void stageDescriptors(Report &report, const Words &)
{
    stageFiles(report);
    stageAnonymous(report);
    stageInternet(report);
    stageUnix(report);
}

} // namespace forklore::staging
