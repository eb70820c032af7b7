// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/limit.h"

#include <algorithm>
#include <cctype>

namespace forklore {

const std::array<ResourceTraits, resourceCount> &resources()
{
    static constexpr std::array<ResourceTraits, resourceCount> table = {{
        {.resource = Resource::CpuTime,
         .name = "CPU",
         .procLabel = "Max cpu time",
         .unit = LimitUnit::Seconds,
         .label = "CPU time",
         .meaning = "At the soft limit the process gets SIGXCPU every second, at the hard limit SIGKILL."},
        {.resource = Resource::FileSize,
         .name = "FSIZE",
         .procLabel = "Max file size",
         .unit = LimitUnit::Bytes,
         .label = "File size",
         .meaning = "A write beyond it gets SIGXFSZ, or fails with EFBIG."},
        {.resource = Resource::Data,
         .name = "DATA",
         .procLabel = "Max data size",
         .unit = LimitUnit::Bytes,
         .label = "Data segment",
         .meaning = "Initialised data, heap and private writable mappings. Beyond it brk and mmap fail with "
                    "ENOMEM."},
        {.resource = Resource::Stack,
         .name = "STACK",
         .procLabel = "Max stack size",
         .unit = LimitUnit::Bytes,
         .label = "Stack",
         .meaning = "The stack of the main thread cannot grow beyond it: SIGSEGV."},
        {.resource = Resource::CoreSize,
         .name = "CORE",
         .procLabel = "Max core file size",
         .unit = LimitUnit::Bytes,
         .label = "Core file size",
         .meaning = "A core dump is cut at it; 0 means that none is written."},
        {.resource = Resource::ResidentSet,
         .name = "RSS",
         .procLabel = "Max resident set",
         .unit = LimitUnit::Bytes,
         .label = "Resident set",
         .meaning = "Without effect since Linux 2.4.30."},
        {.resource = Resource::Processes,
         .name = "NPROC",
         .procLabel = "Max processes",
         .unit = LimitUnit::Processes,
         .label = "Processes of the user",
         .meaning = "Counts the threads of all processes of the real user. Beyond it fork fails with EAGAIN, "
                    "except for "
                    "root."},
        {.resource = Resource::OpenFiles,
         .name = "NOFILE",
         .procLabel = "Max open files",
         .unit = LimitUnit::Files,
         .label = "Open files",
         .meaning = "Descriptor numbers stay below it, the lowest free one is taken first. Beyond it open, "
                    "pipe and dup "
                    "fail with EMFILE."},
        {.resource = Resource::LockedMemory,
         .name = "MEMLOCK",
         .procLabel = "Max locked memory",
         .unit = LimitUnit::Bytes,
         .label = "Locked memory",
         .meaning = "Memory that mlock keeps from being swapped out. Beyond it mlock fails with ENOMEM."},
        {.resource = Resource::AddressSpace,
         .name = "AS",
         .procLabel = "Max address space",
         .unit = LimitUnit::Bytes,
         .label = "Address space",
         .meaning = "All of the virtual memory. Beyond it mmap fails with ENOMEM and the stack cannot grow."},
        {.resource = Resource::FileLocks,
         .name = "LOCKS",
         .procLabel = "Max file locks",
         .unit = LimitUnit::Locks,
         .label = "File locks",
         .meaning = "Without effect since Linux 2.4.25."},
        {.resource = Resource::PendingSignals,
         .name = "SIGPENDING",
         .procLabel = "Max pending signals",
         .unit = LimitUnit::Signals,
         .label = "Pending signals",
         .meaning =
             "Signals queued for all processes of the real user. Beyond it sigqueue fails with EAGAIN."},
        {.resource = Resource::MessageQueues,
         .name = "MSGQUEUE",
         .procLabel = "Max msgqueue size",
         .unit = LimitUnit::Bytes,
         .label = "Message queues",
         .meaning = "POSIX message queues of the real user. Beyond it mq_open fails with EMFILE."},
        {.resource = Resource::Nice,
         .name = "NICE",
         .procLabel = "Max nice priority",
         .label = "Nice ceiling",
         .meaning = "The nice value may be lowered to 20 minus this limit; in use is 20 minus the nice "
                    "value. With 0 it "
                    "may only be raised."},
        {.resource = Resource::RealtimePriority,
         .name = "RTPRIO",
         .procLabel = "Max realtime priority",
         .label = "Real-time priority",
         .meaning = "The highest real-time priority that may be set without the right to set any."},
        {.resource = Resource::RealtimeTimeout,
         .name = "RTTIME",
         .procLabel = "Max realtime timeout",
         .unit = LimitUnit::Microseconds,
         .label = "Real-time run time",
         .meaning =
             "CPU time under a real-time policy without a blocking call. Beyond it SIGXCPU, then SIGKILL."},
    }};
    return table;
}

std::string_view name(LimitUnit unit)
{
    constexpr std::array<std::string_view, 8> words = {"",          "bytes", "seconds", "us",
                                                       "processes", "files", "locks",   "signals"};
    return words.at(static_cast<std::size_t>(unit));
}

const ResourceTraits &traits(Resource resource)
{
    return resources().at(static_cast<std::size_t>(resource));
}

std::optional<Resource> resourceNamed(std::string_view name)
{
    const auto sameLetter = [](unsigned char a, unsigned char b) {
        return std::toupper(a) == std::toupper(b);
    };
    constexpr std::string_view prefix = "RLIMIT_";
    if (name.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), name.begin(), sameLetter))
        name.remove_prefix(prefix.size());
    for (const auto &entry : resources()) {
        if (std::ranges::equal(entry.name, name, sameLetter))
            return entry.resource;
    }
    return std::nullopt;
}

} // namespace forklore
