// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/limit.h"

#include <algorithm>
#include <cctype>

namespace forklore {

const std::array<ResourceTraits, resourceCount> &resources()
{
    static constexpr std::array<ResourceTraits, resourceCount> table = {{
        {Resource::CpuTime, "CPU", "Max cpu time", "seconds", "CPU time",
         "At the soft limit the process gets SIGXCPU every second, at the hard limit SIGKILL."},
        {Resource::FileSize, "FSIZE", "Max file size", "bytes", "File size",
         "A write beyond it gets SIGXFSZ, or fails with EFBIG."},
        {Resource::Data, "DATA", "Max data size", "bytes", "Data segment",
         "Initialised data, heap and private writable mappings. Beyond it brk and mmap fail with ENOMEM."},
        {Resource::Stack, "STACK", "Max stack size", "bytes", "Stack",
         "The stack of the main thread cannot grow beyond it: SIGSEGV."},
        {Resource::CoreSize, "CORE", "Max core file size", "bytes", "Core file size",
         "A core dump is cut at it; 0 means that none is written."},
        {Resource::ResidentSet, "RSS", "Max resident set", "bytes", "Resident set",
         "Without effect since Linux 2.4.30."},
        {Resource::Processes, "NPROC", "Max processes", "processes", "Processes of the user",
         "Counts the threads of all processes of the real user. Beyond it fork fails with EAGAIN, except for "
         "root."},
        {Resource::OpenFiles, "NOFILE", "Max open files", "files", "Open files",
         "Descriptor numbers stay below it, the lowest free one is taken first. Beyond it open, pipe and dup "
         "fail with EMFILE."},
        {Resource::LockedMemory, "MEMLOCK", "Max locked memory", "bytes", "Locked memory",
         "Memory that mlock keeps from being swapped out. Beyond it mlock fails with ENOMEM."},
        {Resource::AddressSpace, "AS", "Max address space", "bytes", "Address space",
         "All of the virtual memory. Beyond it mmap fails with ENOMEM and the stack cannot grow."},
        {Resource::FileLocks, "LOCKS", "Max file locks", "locks", "File locks",
         "Without effect since Linux 2.4.25."},
        {Resource::PendingSignals, "SIGPENDING", "Max pending signals", "signals", "Pending signals",
         "Signals queued for all processes of the real user. Beyond it sigqueue fails with EAGAIN."},
        {Resource::MessageQueues, "MSGQUEUE", "Max msgqueue size", "bytes", "Message queues",
         "POSIX message queues of the real user. Beyond it mq_open fails with EMFILE."},
        {Resource::Nice, "NICE", "Max nice priority", "", "Nice ceiling",
         "The nice value may be lowered to 20 minus this limit; in use is 20 minus the nice value. With 0 it "
         "may only be raised."},
        {Resource::RealtimePriority, "RTPRIO", "Max realtime priority", "", "Real-time priority",
         "The highest real-time priority that may be set without the right to set any."},
        {Resource::RealtimeTimeout, "RTTIME", "Max realtime timeout", "us", "Real-time run time",
         "CPU time under a real-time policy without a blocking call. Beyond it SIGXCPU, then SIGKILL."},
    }};
    return table;
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
