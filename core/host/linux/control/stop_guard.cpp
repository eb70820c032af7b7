// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/stop_guard.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/sampling/pidfd_info.h"

namespace forklore {
namespace {

/// What posix_spawn(3) is to do: a session of its own, so that no terminal's signal reaches it; the
/// connection as standard input, and nothing else of this program.
class GuardSpawn {
public:
    explicit GuardSpawn(int connection)
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_adddup2(&m_actions, connection, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&m_actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&m_actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1);
        posix_spawnattr_init(&m_attributes);
        sigset_t signals;
        sigfillset(&signals);
        posix_spawnattr_setsigdefault(&m_attributes, &signals);
        // Blocked from its first moment on: whoever ends this program by a signal to all of its processes
        // shall not leave others stopped.
        sigemptyset(&signals);
        for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP})
            sigaddset(&signals, signal);
        posix_spawnattr_setsigmask(&m_attributes, &signals);
        posix_spawnattr_setflags(&m_attributes,
                                 POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    GuardSpawn(const GuardSpawn &) = delete;
    GuardSpawn &operator=(const GuardSpawn &) = delete;
    ~GuardSpawn()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    Result<Pid> spawn(const std::string &program, std::string journal) const
    {
        std::string name = "forklore-guard";
        char *arguments[] = {name.data(), journal.data(), nullptr};
        pid_t pid = 0;
        const int error = posix_spawn(&pid, program.c_str(), &m_actions, &m_attributes, arguments, environ);
        if (error != 0)
            return failureOf(error, program);
        return pid;
    }

private:
    posix_spawn_file_actions_t m_actions;
    posix_spawnattr_t m_attributes;
};

Result<ProcessId> identityOf(Pid pid)
{
    return Directory::open("/proc").and_then([&](const Directory &proc) {
        return readPidStat(proc, fmt::format("{}/stat", pid).c_str()).map([](const Stat &stat) {
            return stat.id();
        });
    });
}

} // namespace

std::string guardProgram()
{
    std::error_code ignored;
    const auto beside =
        std::filesystem::read_symlink("/proc/self/exe", ignored).replace_filename("forklore-guard");
    // Where the link cannot be read, the name alone would be looked up in the working directory.
    return beside.is_absolute() && access(beside.c_str(), X_OK) == 0 ? beside.string() : FORKLORE_GUARD;
}

StopGuard::StopGuard(std::string program, Result<std::string> directory, TimedCalls &calls)
    : m_program(std::move(program)),
      m_directory(std::move(directory)),
      m_calls(&calls),
      m_journal(failure(ErrorKind::Unsupported, "no journal yet")),
      m_record(StopRecord())
{
}

StopGuard::~StopGuard()
{
    clear();
    stopGuard();
}

void StopGuard::start()
{
    m_record = emptyStopRecord();
    const auto directory = m_record ? m_directory : Result<std::string>(Failure(m_record.error()));
    m_journal =
        directory.and_then([this](const std::string &path) { return StopJournal::create(path, *m_calls); });
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        m_protection = failureOf(errno, "a connection to forklore-guard");
        return;
    }
    m_connection = FileDescriptor(ends[0]);
    const FileDescriptor other(ends[1]);
    constexpr timeval patience{1, 0}; // one that does not read is none
    setsockopt(m_connection.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    m_protection = spawn(other);
}

Result<void> StopGuard::spawn(const FileDescriptor &end)
{
    const GuardSpawn spawning(end.get());
    const auto pid = spawning.spawn(m_program, m_journal ? m_journal->path() : std::string());
    if (!pid)
        return Failure(pid.error());
    m_process = ProcessId{*pid, ProcessId::unknownStart};
    if (const auto id = identityOf(*pid))
        m_process = *id;
    return {};
}

Result<void> StopGuard::send(std::string_view text)
{
    while (!text.empty()) {
        const auto count = ::send(m_connection.get(), text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return failureOf(errno, "forklore-guard");
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

void StopGuard::add(const std::vector<ProcessId> &processes)
{
    if (processes.empty())
        return;
    if (!std::exchange(m_started, true))
        start();
    m_hasStopped = true;
    std::string lines;
    for (const auto &id : processes)
        lines += identityLine(id) + '\n';
    if (m_record) {
        m_record->processes.insert(m_record->processes.end(), processes.begin(), processes.end());
        if (m_journal) {
            if (const auto written = m_journal->write(*m_record); !written)
                m_journal = Failure(written.error());
        }
    }
    if (m_protection)
        m_protection = send(lines);
}

std::optional<Error> StopGuard::journalError() const
{
    return m_started && !m_journal ? std::optional(m_journal.error()) : std::nullopt;
}

void StopGuard::clear()
{
    if (!std::exchange(m_hasStopped, false))
        return;
    if (m_record)
        m_record->processes.clear();
    if (m_protection)
        m_protection = send("done\n");
    if (m_journal)
        m_journal->remove();
}

void StopGuard::stopGuard()
{
    m_connection = FileDescriptor();
    if (!m_process)
        return;
    // It ends at once; where it does not, it is left to whoever adopts it.
    const auto handle = openPidfd(m_process->pid);
    pollfd ended{handle.get(), POLLIN, 0};
    constexpr int patience = 500; // ms
    if (handle.get() >= 0)
        poll(&ended, 1, patience);
    waitpid(m_process->pid, nullptr, WNOHANG);
    m_process.reset();
}

} // namespace forklore
