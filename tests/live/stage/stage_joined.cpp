// SPDX-License-Identifier: GPL-3.0-or-later
//
// A subject and its child that hold the two ends of everything that has two. All is opened before the fork,
// so a number means the same in both; then each closes what is the other's.
#include "tests/live/stage/stage.h"

#include <array>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"

namespace forklore::staging {
namespace {

/// What is opened, and whose it will be.
class Ends {
public:
    explicit Ends(Report &report) : m_report(report) {}

    int parents(const char *name, long fd) { return keep(name, fd, m_parents); }
    int childs(const char *name, long fd) { return keep(name, fd, m_childs); }
    int common(const char *name, long fd)
    {
        std::vector<int> nobodys;
        return keep(name, fd, nobodys);
    }

    pid_t share(const std::function<void()> &alsoInChild = [] {})
    {
        const auto child = stageChild([&] {
            closeAll(m_parents);
            alsoInChild();
        });
        closeAll(m_childs);
        m_report.add("child", child);
        return child;
    }

private:
    int keep(const char *name, long fd, std::vector<int> &whose)
    {
        must(fd, name);
        m_report.add(name, fd);
        whose.push_back(static_cast<int>(fd));
        return static_cast<int>(fd);
    }
    static void closeAll(const std::vector<int> &fds)
    {
        for (const auto fd : fds)
            close(fd);
    }

    Report &m_report;
    std::vector<int> m_parents;
    std::vector<int> m_childs;
};

std::array<int, 2> makePipe()
{
    std::array<int, 2> ends{};
    must(pipe(ends.data()), "pipe");
    return ends;
}

void openPipes(Ends &ends)
{
    const auto toParent = makePipe();
    ends.parents("pipe-r", toParent[0]);
    ends.childs("pipe-w", toParent[1]);
    const auto toChild = makePipe();
    ends.childs("back-r", toChild[0]);
    ends.parents("back-w", toChild[1]);
    const auto self = makePipe();
    ends.parents("self-r", self[0]);
    ends.parents("self-w", self[1]);
    const auto inherited = makePipe();
    ends.common("inherited-r", inherited[0]);
    ends.common("inherited-w", inherited[1]);
    const auto left = makePipe();
    ends.parents("left-r", left[0]);
    close(left[1]);

    must(mkfifo("fifo", 0600), "mkfifo");
    must(link("fifo", "same-fifo"), "link");
    ends.parents("fifo-r", open("fifo", O_RDONLY | O_NONBLOCK));
    ends.childs("fifo-w", open("same-fifo", O_WRONLY));
    ends.parents("fifo-path", open("fifo", O_PATH));
}

void openTerminals(Ends &ends)
{
    const auto master = ends.parents("pty-master", posix_openpt(O_RDWR | O_NOCTTY));
    must(grantpt(master), "grantpt");
    must(unlockpt(master), "unlockpt");
    std::array<char, 64> slave{};
    ptsname_r(master, slave.data(), slave.size());
    ends.childs("pty-slave", open(slave.data(), O_RDWR | O_NOCTTY));
}

void openUnix(Ends &ends)
{
    std::array<int, 2> pair{};
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, pair.data()), "socketpair");
    ends.parents("pair-parent", pair[0]);
    ends.childs("pair-child", pair[1]);

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, "socket");
    const auto *where = reinterpret_cast<const sockaddr *>(&address);
    const auto listener = ends.parents("unix-listener", socket(AF_UNIX, SOCK_STREAM, 0));
    must(bind(listener, where, sizeof address), "bind");
    must(listen(listener, 1), "listen");
    const auto client = ends.childs("unix-client", socket(AF_UNIX, SOCK_STREAM, 0));
    must(connect(client, where, sizeof address), "connect");
    ends.parents("unix-server", accept(listener, nullptr, nullptr));

    std::strcpy(address.sun_path, "log");
    const auto log = ends.parents("log", socket(AF_UNIX, SOCK_DGRAM, 0));
    must(bind(log, where, sizeof address), "bind");
    const auto writer = ends.childs("log-writer", socket(AF_UNIX, SOCK_DGRAM, 0));
    must(connect(writer, where, sizeof address), "connect");
    ends.parents("unix-alone", socket(AF_UNIX, SOCK_DGRAM, 0));
}

sockaddr_in6 nameOf(int fd)
{
    sockaddr_in6 address{};
    socklen_t size = sizeof address;
    must(getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size), "getsockname");
    return address;
}

int boundTo(int type, const sockaddr_in6 &address)
{
    const auto fd = static_cast<int>(must(socket(AF_INET6, type, 0), "socket"));
    must(bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address), "bind");
    return fd;
}

int connected(int family, int type, in_port_t port)
{
    const auto fd = static_cast<int>(must(socket(family, type, 0), "socket"));
    if (family == AF_INET) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = port;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        must(connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address), "connect");
    } else {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = port;
        address.sin6_addr = in6addr_loopback;
        must(connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address), "connect");
    }
    return fd;
}

void openInternet(Ends &ends, Report &report)
{
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_addr = in6addr_any;
    // One listener for both families: what it accepts from an IPv4 client has mapped addresses.
    const auto listener = ends.parents("tcp-listener", boundTo(SOCK_STREAM, any));
    must(listen(listener, 2), "listen");
    const auto port = nameOf(listener).sin6_port;
    report.add("tcp-port", ntohs(port));
    ends.childs("tcp6-client", connected(AF_INET6, SOCK_STREAM, port));
    ends.parents("tcp6-server", accept(listener, nullptr, nullptr));
    ends.childs("mapped-client", connected(AF_INET, SOCK_STREAM, port));
    ends.parents("mapped-server", accept(listener, nullptr, nullptr));

    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto four = ends.parents("tcp4-listener", socket(AF_INET, SOCK_STREAM, 0));
    must(bind(four, reinterpret_cast<const sockaddr *>(&local), sizeof local), "bind");
    must(listen(four, 1), "listen");
    socklen_t size = sizeof local;
    must(getsockname(four, reinterpret_cast<sockaddr *>(&local), &size), "getsockname");
    report.add("tcp4-port", ntohs(local.sin_port));
    ends.childs("tcp4-client", connected(AF_INET, SOCK_STREAM, local.sin_port));
    ends.parents("tcp4-server", accept(four, nullptr, nullptr));

    any.sin6_addr = in6addr_loopback;
    const auto one = ends.parents("udp-one", boundTo(SOCK_DGRAM, any));
    const auto other = ends.childs("udp-other", boundTo(SOCK_DGRAM, any));
    const auto to = nameOf(other);
    const auto from = nameOf(one);
    must(connect(one, reinterpret_cast<const sockaddr *>(&to), sizeof to), "connect");
    must(connect(other, reinterpret_cast<const sockaddr *>(&from), sizeof from), "connect");
    const auto server = ends.parents("udp-server", boundTo(SOCK_DGRAM, any));
    ends.childs("udp-client", connected(AF_INET6, SOCK_DGRAM, nameOf(server).sin6_port));
}

} // namespace

void stageJoined(Report &report, const Words &)
{
    Ends ends(report);
    openPipes(ends);
    openTerminals(ends);
    openUnix(ends);
    openInternet(ends, report);
    ends.share();
}

/// A pipe from a child whose files nobody but root may see.
void stageJoinedUnseen(Report &report, const Words &)
{
    Ends ends(report);
    const auto pipe = makePipe();
    ends.parents("pipe-r", pipe[0]);
    ends.childs("pipe-w", pipe[1]);
    ends.share([] { must(prctl(PR_SET_DUMPABLE, 0), "PR_SET_DUMPABLE"); });
}

/// other-ends PID FD: what this user is told of a descriptor's other end.
void stageOtherEnds(Report &report, const Words &words)
{
    const auto inspector = LinuxInspector::create();
    if (!inspector)
        fail(inspector.error().message);
    const auto id = inspector->idOf(static_cast<Pid>(number(words.at(0))));
    const auto peers = id ? inspector->peers(*id) : Result<Peers>(Failure(id.error()));
    report.add("answer", peers ? "ok" : name(peers.error().kind));
    for (const auto &end : peers ? *peers : Peers()) {
        if (end.number != number(words.at(1)))
            continue;
        report.add("holders", static_cast<long long>(end.holders.size()));
        report.add("incomplete", hex(end.incomplete));
    }
}

} // namespace forklore::staging
