// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/stop_journal.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/text_cursor.h"
#include "core/control/target.h"
#include "core/source/linux/pid_stat.h"
#include "core/source/linux/pid_status.h"

namespace forklore {
namespace {

constexpr std::string_view heading = "forklore.stopped/1";
constexpr std::string_view ending = "end";
constexpr std::string_view filePrefix = "stopped-";
constexpr std::size_t maxBytes = 4u << 20; // 100 000 processes

Failure malformed()
{
    return failure(ErrorKind::Malformed, "not a record of stopped processes");
}

Result<void> writeWhole(const std::string &path, std::string_view bytes)
{
    const FileDescriptor file(
        open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0)
        return failureOf(errno, path);
    while (!bytes.empty()) {
        const auto count = ::write(file.get(), bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return failureOf(errno, path);
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

/// A regular file of this user, and no more than a journal may hold.
Result<std::string> readWhole(const std::string &path)
{
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat facts = {};
    if (file.get() < 0 || fstat(file.get(), &facts) != 0)
        return failureOf(errno, path);
    if (!S_ISREG(facts.st_mode) || facts.st_uid != geteuid() || facts.st_size > static_cast<off_t>(maxBytes))
        return malformed();
    std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto count = ::read(file.get(), bytes.data() + at, bytes.size() - at);
        if (count < 0 && errno != EINTR)
            return failureOf(errno, path);
        if (count == 0)
            break;
        at += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    bytes.resize(at);
    return bytes;
}

/// One that was stopped and stands still, or will when it is thawed.
std::optional<Kin> stillStopped(const Directory &proc, const ProcessId &id)
{
    const auto process = proc.openBelow(std::to_string(id.pid));
    const auto stat = process.and_then([](const Directory &own) { return readPidStat(own); });
    if (!stat || stat->id() != id)
        return std::nullopt;
    const auto status = readPidStatus(*process);
    const bool isPending = status && status->dispositions.sharedPending.contains(SIGSTOP);
    if (stat->state != State::Stopped && !isPending)
        return std::nullopt;
    return Kin{id, stat->comm};
}

bool runs(const Directory &proc, const ProcessId &id)
{
    const auto stat = readPidStat(proc, fmt::format("{}/stat", id.pid).c_str());
    return stat && stat->id() == id && !stat->isZombie();
}

} // namespace

std::string identityLine(const ProcessId &id)
{
    return fmt::format("{} {}", id.pid, id.start);
}

Result<ProcessId> parseIdentityLine(std::string_view line)
{
    TextCursor cursor(line);
    const auto pid = TextCursor::toNumber<Pid>(cursor.until(' '));
    const auto start = TextCursor::toNumber<StartTicks>(cursor.rest());
    if (!pid || *pid <= 0 || !start || *start == ProcessId::unknownStart)
        return malformed();
    return ProcessId{*pid, *start};
}

std::string text(const StopRecord &record)
{
    auto lines = fmt::format("{}\n{}\n{}\n{}\n", heading, record.bootId, record.pidNamespace,
                             identityLine(record.writer));
    for (const auto &id : record.processes)
        lines += identityLine(id) + '\n';
    return lines + std::string(ending) + '\n';
}

Result<StopRecord> parseStopRecord(std::string_view text)
{
    TextCursor cursor(text);
    if (cursor.until('\n') != heading)
        return malformed();
    StopRecord record;
    record.bootId = cursor.until('\n');
    record.pidNamespace = cursor.until('\n');
    const auto writer = parseIdentityLine(cursor.until('\n'));
    if (!writer)
        return Failure(writer.error());
    record.writer = *writer;
    while (!cursor.atEnd()) {
        const auto line = cursor.until('\n');
        if (line == ending)
            return record;
        const auto id = parseIdentityLine(line);
        if (!id)
            return Failure(id.error());
        record.processes.push_back(*id);
    }
    return malformed();
}

Result<std::string> stateDirectory()
{
    // NOLINTBEGIN(concurrency-mt-unsafe): nothing here changes the environment
    const auto *state = std::getenv("XDG_STATE_HOME");
    const auto *home = std::getenv("HOME");
    // NOLINTEND(concurrency-mt-unsafe)
    if (state != nullptr && *state == '/') // a relative one is to be ignored, says the specification
        return std::string(state) + "/forklore";
    if (home != nullptr && *home == '/')
        return std::string(home) + "/.local/state/forklore";
    return failure(ErrorKind::Unsupported, "this user has no directory for files that are to be kept");
}

Result<StopRecord> emptyStopRecord()
{
    const auto proc = Directory::open("/proc");
    if (!proc)
        return Failure(proc.error());
    const auto boot = proc->read("sys/kernel/random/boot_id");
    const auto space = proc->readLink("self/ns/pid");
    const auto stat = readPidStat(*proc, "self/stat");
    if (!boot || !space || !stat)
        return Failure(!boot ? boot.error() : !space ? space.error() : stat.error());
    return StopRecord{boot->substr(0, boot->find('\n')), *space, stat->id(), {}};
}

Result<StopJournal> StopJournal::create(const std::string &directory)
{
    static std::atomic<unsigned> next = 0;
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        return failureOf(error.value(), directory);
    return StopJournal(fmt::format("{}/{}{}-{}", directory, filePrefix, getpid(), next++));
}

Result<void> StopJournal::write(const StopRecord &record) const
{
    const auto beside = m_path + ".new";
    return writeWhole(beside, text(record)).and_then([&]() -> Result<void> {
        if (rename(beside.c_str(), m_path.c_str()) != 0)
            return failureOf(errno, m_path);
        return {};
    });
}

Result<StopRecord> StopJournal::read() const
{
    return readWhole(m_path).and_then([](const std::string &bytes) { return parseStopRecord(bytes); });
}

void StopJournal::remove() const
{
    unlink(m_path.c_str());
}

std::vector<LeftStopped> findLeftStopped(const std::string &directory)
{
    std::vector<LeftStopped> found;
    const auto own = emptyStopRecord();
    const auto proc = Directory::open("/proc");
    const auto files = Directory::open(directory);
    const auto names = files.and_then([](const Directory &all) { return all.namesIn("."); });
    if (!own || !proc || !names)
        return found;
    for (const auto &name : *names) {
        const StopJournal journal(fmt::format("{}/{}", directory, name));
        const auto record = name.starts_with(filePrefix) ? journal.read() : Result<StopRecord>(malformed());
        if (!record || (record->bootId == own->bootId && record->pidNamespace != own->pidNamespace))
            continue; // of a container that has this home too
        const bool isOfThisBoot = record->bootId == own->bootId;
        if (isOfThisBoot && runs(*proc, record->writer))
            continue;
        LeftStopped left{journal, {}};
        for (const auto &id : record->processes) {
            if (auto process = isOfThisBoot ? stillStopped(*proc, id) : std::nullopt)
                left.processes.push_back(std::move(*process));
        }
        if (left.processes.empty())
            journal.remove();
        else
            found.push_back(std::move(left));
    }
    return found;
}

std::vector<Kin> continueLeft(const LeftStopped &left)
{
    std::vector<Kin> refused;
    for (const auto &process : left.processes) {
        const auto sent =
            Target::open(process.id).and_then([](const Target &target) { return target.send(SIGCONT); });
        if (!sent && sent.error().kind != ErrorKind::Gone)
            refused.push_back(process);
    }
    left.journal.remove();
    return refused;
}

} // namespace forklore
