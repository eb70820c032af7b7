// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/lab_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <initializer_list>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/descriptor_budget.h"
#include "core/lab/wire.h"

namespace forklore {
namespace {

/// Of a pipe: for reading, and for writing.
struct Ends {
    FileDescriptor first;
    FileDescriptor second;
};

Result<Ends> openPipe()
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return failureOf(errno, "a pipe to forklore-lab");
    return Ends{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// Unlike a pipe it tells who has written what, and does not kill who writes when nobody reads.
Result<Ends> openSocket()
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return failureOf(errno, "a socket to forklore-lab");
    return Ends{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// A copy above all numbers that forklore-lab gets its connections under: none of them is in the way then.
Result<FileDescriptor> movedUp(const FileDescriptor &descriptor)
{
    constexpr int above = 256;
    FileDescriptor copy(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, above));
    if (copy.get() < 0)
        return failureOf(errno, "the Lab needs a limit of open files (ulimit -n) of 300 or more");
    return copy;
}

/// What posix_spawn(3) is to do in the new process.
class Spawning {
public:
    Spawning()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawnattr_init(&m_attributes);
        sigset_t signals;
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&m_attributes, &signals);
        sigemptyset(&signals);
        posix_spawnattr_setsigmask(&m_attributes, &signals);
        posix_spawnattr_setpgroup(&m_attributes, 0); // one of its own
        posix_spawnattr_setflags(&m_attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    Spawning(const Spawning &) = delete;
    Spawning &operator=(const Spawning &) = delete;
    ~Spawning()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    Result<void> give(const FileDescriptor &descriptor, std::initializer_list<int> numbers)
    {
        return movedUp(descriptor).map([&](FileDescriptor &&copy) {
            for (const int number : numbers)
                posix_spawn_file_actions_adddup2(&m_actions, copy.get(), number);
            m_given.push_back(std::move(copy));
        });
    }

    Result<Pid> spawn(const std::string &program, const std::vector<std::string> &arguments) const
    {
        std::string name = "forklore-lab";
        std::vector<char *> argv = {name.data()};
        for (const auto &argument : arguments)
            argv.push_back(const_cast<char *>(argument.c_str()));
        argv.push_back(nullptr);
        pid_t pid = 0;
        const int error = posix_spawn(&pid, program.c_str(), &m_actions, &m_attributes, argv.data(), environ);
        if (error != 0)
            return failureOf(error, program);
        return pid;
    }

private:
    posix_spawn_file_actions_t m_actions;
    posix_spawnattr_t m_attributes;
    std::vector<FileDescriptor> m_given;
};

} // namespace

std::string labProgram(std::string_view installed)
{
    std::error_code ignored;
    const auto beside =
        std::filesystem::read_symlink("/proc/self/exe", ignored).replace_filename("forklore-lab");
    return access(beside.c_str(), X_OK) == 0 ? beside.string() : std::string(installed);
}

Result<LabProcess> LabProcess::start(const std::string &program, const std::vector<std::string> &arguments)
{
    auto lifeLine = openPipe();
    auto reports = openPipe();
    auto wishes = openSocket();
    auto output = openSocket();
    for (const auto *ends : {&lifeLine, &reports, &wishes, &output}) {
        if (!*ends)
            return Failure(ends->error());
    }
    const int on = 1;
    setsockopt(output->first.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    fcntl(output->first.get(), F_SETFL, O_NONBLOCK);
    fcntl(reports->first.get(), F_SETFL, O_NONBLOCK);
    Spawning spawning;
    for (const auto &given :
         {spawning.give(output->second, {STDOUT_FILENO, STDERR_FILENO}),
          spawning.give(lifeLine->first, {lab::lifeLine}), spawning.give(reports->second, {lab::reports}),
          spawning.give(wishes->second, {lab::wishes})}) {
        if (!given)
            return Failure(given.error());
    }
    const auto pid = spawning.spawn(program, arguments);
    if (!pid)
        return Failure(pid.error());
    restoreDescriptorLimitOf(*pid); // before the first wish it starts nothing that would inherit it
    LabProcess process;
    process.m_pid = *pid;
    struct stat about {};
    fstat(lifeLine->second.get(), &about);
    process.m_lifeLineName = fmt::format("pipe:[{}]", about.st_ino);
    process.m_lifeLine = std::move(lifeLine->second);
    process.m_reports = std::move(reports->first);
    process.m_wishes = std::move(wishes->first);
    process.m_output = std::move(output->first);
    return process;
}

LabProcess::LabProcess(LabProcess &&other) noexcept
    : m_pid(std::exchange(other.m_pid, 0)),
      m_lifeLine(std::move(other.m_lifeLine)),
      m_lifeLineName(std::move(other.m_lifeLineName)),
      m_reports(std::move(other.m_reports)),
      m_wishes(std::move(other.m_wishes)),
      m_output(std::move(other.m_output)),
      m_rest(std::move(other.m_rest)),
      m_hasEnded(other.m_hasEnded)
{
}

LabProcess::~LabProcess()
{
    cut();
}

void LabProcess::cut()
{
    m_lifeLine = {};
    if (const Pid pid = std::exchange(m_pid, 0); pid > 0) {
        while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
}

std::vector<std::string> LabProcess::reports()
{
    std::array<char, 4096> bytes{};
    ssize_t count = 0;
    while ((count = read(m_reports.get(), bytes.data(), bytes.size())) > 0)
        m_rest.append(bytes.data(), static_cast<std::size_t>(count));
    m_hasEnded = m_hasEnded || count == 0;
    std::vector<std::string> lines;
    std::size_t end = 0;
    while ((end = m_rest.find('\n')) != std::string::npos) {
        lines.push_back(m_rest.substr(0, end));
        m_rest.erase(0, end + 1);
    }
    return lines;
}

std::vector<LabProcess::Written> LabProcess::output()
{
    std::vector<Written> all;
    for (;;) {
        std::array<char, 4096> bytes{};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
        iovec buffer{bytes.data(), bytes.size()};
        msghdr message{};
        message.msg_iov = &buffer;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const auto count = recvmsg(m_output.get(), &message, MSG_CMSG_CLOEXEC);
        if (count <= 0)
            return all;
        Written written{0, std::string(bytes.data(), static_cast<std::size_t>(count))};
        const auto *header = CMSG_FIRSTHDR(&message);
        if (header && header->cmsg_type == SCM_CREDENTIALS) {
            ucred writer{};
            std::copy_n(CMSG_DATA(header), sizeof writer, reinterpret_cast<unsigned char *>(&writer));
            written.pid = writer.pid;
        }
        all.push_back(std::move(written));
    }
}

void LabProcess::request(std::string_view wish)
{
    std::string line(wish);
    line += '\n';
    // Nobody reads any more, or for long: who waits for that would wait for ever.
    [[maybe_unused]] const auto sent =
        send(m_wishes.get(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace forklore
