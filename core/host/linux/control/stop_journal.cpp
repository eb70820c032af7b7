// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/control/stop_journal.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/base/clocks.h"
#include "core/base/file.h"
#include "core/base/text_cursor.h"
#include "core/host/linux/control/target.h"
#include "core/host/linux/proc/pid_stat.h"
#include "core/host/linux/proc/pid_status.h"

namespace forklore {
namespace {

constexpr std::string_view heading = "forklore.stopped/2";
constexpr std::string_view ending = "end";
constexpr std::string_view filePrefix = "stopped-";
constexpr std::size_t maxBytes = 4u << 20; // 100 000 processes

Failure malformed()
{
    return failure(ErrorKind::Malformed, "not a record of stopped processes");
}

Result<FileDescriptor> createFile(const std::string &path, int flags)
{
    FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0600));
    if (file.get() < 0)
        return failureOf(errno, path);
    return file;
}

Result<void> writeTo(const FileDescriptor &file, const std::string &path, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(file.get(), bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return failureOf(errno, path);
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

/// In one step. Nothing is left beside it where that fails.
Result<void> replaceFile(const std::string &path, std::string_view bytes)
{
    const auto beside = path + ".new";
    const auto file = createFile(beside, O_TRUNC);
    if (!file)
        return Failure(file.error());
    auto written = writeTo(*file, beside, bytes);
    if (written && rename(beside.c_str(), path.c_str()) != 0)
        written = failureOf(errno, path);
    if (!written)
        unlink(beside.c_str());
    return written;
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

/// Whether a file that is no journal is not one that is being written either.
bool isLeftOver(const std::string &path)
{
    constexpr std::chrono::hours age(24);
    struct stat facts = {};
    return lstat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_uid == geteuid() &&
           wallClock() - WallTime(std::chrono::seconds(facts.st_mtim.tv_sec)) > age;
}

struct JournalFile {
    std::string path;
    Result<StopRecord> record;
};

/// Left-over files that are no journals are removed on the way.
Result<std::vector<JournalFile>> readJournals(const std::string &directory)
{
    return Directory::open(directory)
        .and_then([](const Directory &all) { return all.namesIn("."); })
        .map([&](const std::vector<std::string> &names) {
            std::vector<JournalFile> files;
            for (const auto &name : names) {
                if (!name.starts_with(filePrefix))
                    continue;
                const auto path = fmt::format("{}/{}", directory, name);
                auto record =
                    readWhole(path).and_then([](const std::string &bytes) { return parseStopRecord(bytes); });
                if (!record && record.error().kind == ErrorKind::Malformed && isLeftOver(path))
                    unlink(path.c_str());
                files.push_back({path, std::move(record)});
            }
            return files;
        });
}

/// A call on files in a home directory, all of which wait for the same server.
template <class T>
Result<T> makeTimed(TimedCalls &calls, const std::string &directory, std::function<Result<T>()> call)
{
    return calls.make<T>(directory, fmt::format("records of stopped processes in {}", directory),
                         std::move(call), {.each = StopJournal::timeLimit});
}

std::string directoryOf(const std::string &path)
{
    return std::filesystem::path(path).parent_path().string();
}

std::string machineId()
{
    const auto etc = Directory::open("/etc");
    const auto id = etc.and_then([](const Directory &files) { return files.read("machine-id"); });
    auto text = id ? id->substr(0, id->find('\n')) : std::string();
    utsname names = {};
    if (!text.empty() || uname(&names) != 0)
        return text;
    return names.nodename;
}

/// One that was stopped and stands still, or will when it is thawed.
std::optional<ProcessRef> stillStopped(const Directory &proc, const ProcessId &id)
{
    const auto process = proc.openBelow(std::to_string(id.pid));
    const auto stat = process.and_then([](const Directory &own) { return readPidStat(own); });
    if (!stat || stat->id() != id)
        return std::nullopt;
    const auto status = readPidStatus(*process);
    const auto pending = status ? status->dispositions.sharedPending : std::nullopt;
    const bool isPending = pending && pending->contains(SIGSTOP);
    if (stat->state != State::Stopped && !isPending)
        return std::nullopt;
    return ProcessRef{id, stat->comm};
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
    auto lines = fmt::format("{}\n{}\n{}\n{}\n{}\n", heading, record.machineId, record.bootId,
                             record.pidNamespace, identityLine(record.writer));
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
    record.machineId = cursor.until('\n');
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
    return StopRecord{machineId(), boot->substr(0, boot->find('\n')), *space, stat->id(), {}};
}

Result<StopJournal> StopJournal::create(const std::string &directory, TimedCalls &calls)
{
    static std::atomic<unsigned> next = 0;
    const auto own = Directory::open("/proc").and_then(
        [](const Directory &proc) { return readPidStat(proc, "self/stat"); });
    if (!own)
        return Failure(own.error());
    // Unique on one machine; O_EXCL, as another one may have the same home and a process of the same
    // identity.
    const auto path = fmt::format("{}/{}{}-{}-{}", directory, filePrefix, own->pid, own->start, next++);
    return makeTimed<void>(calls, directory,
                           [directory, path]() -> Result<void> {
                               std::error_code error;
                               std::filesystem::create_directories(directory, error);
                               if (error)
                                   return failureOf(error.value(), directory);
                               return createFile(path, O_EXCL).map([](const FileDescriptor &) {});
                           })
        .map([&] { return StopJournal(path, calls); });
}

Result<void> StopJournal::write(const StopRecord &record) const
{
    return makeTimed<void>(*m_calls, directoryOf(m_path),
                           [path = m_path, bytes = text(record)] { return replaceFile(path, bytes); });
}

Result<StopRecord> StopJournal::read() const
{
    return makeTimed<StopRecord>(*m_calls, directoryOf(m_path), [path = m_path] {
        return readWhole(path).and_then([](const std::string &bytes) { return parseStopRecord(bytes); });
    });
}

void StopJournal::remove() const
{
    // Where it does not return, the next start finds a journal of which nothing is left.
    static_cast<void>(makeTimed<void>(*m_calls, directoryOf(m_path), [path = m_path]() -> Result<void> {
        unlink(path.c_str());
        return {};
    }));
}

Result<std::vector<LeftStopped>> findLeftStopped(const std::string &directory, TimedCalls &calls)
{
    const auto own = emptyStopRecord();
    const auto proc = Directory::open("/proc");
    if (!own || !proc)
        return Failure(own ? proc.error() : own.error());
    const auto files = makeTimed<std::vector<JournalFile>>(calls, directory,
                                                           [directory] { return readJournals(directory); });
    std::vector<LeftStopped> found;
    if (!files && files.error().kind != ErrorKind::Gone) // no directory: nobody was ever stopped
        return Failure(files.error());
    for (const auto &file : files.value_or(std::vector<JournalFile>())) {
        const StopJournal journal(file.path, calls);
        const auto &record = file.record;
        if (!record)
            continue;
        const bool isOfThisBoot = record->bootId == own->bootId;
        if (isOfThisBoot ? record->pidNamespace != own->pidNamespace : record->machineId != own->machineId)
            continue; // of a container or a machine that has this home too
        if (isOfThisBoot && runs(*proc, record->writer))
            continue;
        LeftStopped left{file.path, {}};
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

std::vector<ProcessRef> continueLeft(const LeftStopped &left)
{
    std::vector<ProcessRef> refused;
    for (const auto &process : left.processes) {
        const auto sent =
            Target::open(process.id).and_then([](const Target &target) { return target.send(SIGCONT); });
        if (!sent && sent.error().kind != ErrorKind::Gone)
            refused.push_back(process);
    }
    StopJournal(left.journal).remove();
    return refused;
}

} // namespace forklore
