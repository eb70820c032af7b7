// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/own_process.h"

#include <sys/resource.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/host/linux/proc/pid_statm.h"
#include "core/host/linux/proc/pid_status.h"

namespace forklore {

std::chrono::nanoseconds ownCpuTime()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto time = [](const timeval &value) {
        return std::chrono::seconds(value.tv_sec) + std::chrono::microseconds(value.tv_usec);
    };
    return time(usage.ru_utime) + time(usage.ru_stime);
}

std::optional<std::uint64_t> ownResidentBytes()
{
    const auto pages = Directory::open("/proc/self").and_then([](const Directory &self) {
        return readResidentPages(self, "statm");
    });
    if (!pages)
        return std::nullopt;
    return *pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

bool isTraced()
{
    const auto status = Directory::open("/proc").and_then(
        [](const Directory &proc) { return readPidStatus(proc, "self/status"); });
    return !status || status->tracer != 0;
}

} // namespace forklore
