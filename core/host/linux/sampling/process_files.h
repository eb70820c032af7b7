// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessFiles: the files of /proc about one process, held open: whatever is read through it belongs to that
// process or fails.
#pragma once

#include <optional>
#include <string>

#include "core/base/file.h"
#include "core/process/names/names.h"
#include "core/process/stat.h"

namespace forklore {

class ProcessFiles {
public:
    /// Gone when the pid meanwhile belongs to another process.
    [[nodiscard]] static Result<ProcessFiles> open(const Directory &root, const ProcessId &id);

    [[nodiscard]] const Directory &directory() const { return m_directory; }
    [[nodiscard]] const Stat &stat() const { return m_stat; }
    [[nodiscard]] bool hasProgram() const { return m_stat.hasProgram(); }

    /// Where memory and descriptors are told of: the process itself, or a thread that outlives its leader.
    [[nodiscard]] Result<const Directory *> facts();

    /// A file that the kernel makes with the process's memory map locked: Stuck while the process keeps that
    /// locked itself. What reads empty counts only while the process is confirmed alive after it.
    [[nodiscard]] Result<std::string> readMemory(const char *name);
    /// As readMemory(), for smaps and its sums, which may take seconds.
    [[nodiscard]] Result<std::string> readPageTables(const char *name);

    /// Nothing for a kernel thread and a zombie.
    [[nodiscard]] Result<std::optional<Executable>> executable();

private:
    ProcessFiles(Directory directory, Stat stat) : m_directory(std::move(directory)), m_stat(std::move(stat))
    {
    }
    [[nodiscard]] Result<std::string> confirmed(Result<std::string> text) const;
    void adoptArgumentArea();

    Directory m_directory;
    Stat m_stat;
    std::optional<Directory> m_thread;
};

/// Looking for a file where there is no such process and where the file alone is missing both say ENOENT.
[[nodiscard]] Failure asEnded(const Error &error, Pid pid);

/// Why a kernel thread or a zombie has neither memory nor files.
[[nodiscard]] Failure noMemory(const Stat &stat);

} // namespace forklore
