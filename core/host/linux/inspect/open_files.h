// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenFiles: which process has what open, as the links of all processes tell at one moment.
//
// It walks over every /proc/PID/fd, 30 ms for 2 000 processes: made when somebody asks, never on a timer for
// all. Only the texts of the links are kept; the few entries that turn out to matter are read anew, as the
// processes' own, by HolderReader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/host/linux/sampling/process_files.h"
#include "core/process/resources/peer.h"

namespace forklore {

/// A link of a process to a file that it holds.
struct OpenFile {
    Pid pid = 0;
    int number = 0;          ///< of the descriptor
    std::string_view role{}; ///< "exe", "cwd", "root"; empty: a descriptor
    std::string target;

    bool operator==(const OpenFile &) const = default;
};

struct OpenFiles {
    std::vector<OpenFile> files; ///< by pid; exe, cwd and root first, then by number
    bool listed = true;          ///< the processes could be listed at all
    std::size_t unseen = 0;      ///< processes whose files may not be seen
    bool othersHidden = false;   ///< /proc hides other users' processes
    bool inContainer = false;    ///< there are processes outside of this pid namespace

    /// Why something may be missing, for people; empty: nothing is.
    [[nodiscard]] std::string incomplete() const;
};

enum class Held { Descriptors, AlsoPlaces /**< exe, cwd and root too */ };

[[nodiscard]] OpenFiles readOpenFiles(const Directory &root, Held held);

/// What a file is, as far as it can be asked without opening it.
struct FileFacts {
    std::uint64_t device = 0; ///< of the file system
    std::uint64_t inode = 0;
    std::uint32_t mode = 0; ///< with the type, as in st_mode
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::uint32_t links = 0; ///< 0: deleted

    [[nodiscard]] bool sameFile(const FileFacts &other) const
    {
        return device == other.device && inode == other.inode;
    }
};

/// Nothing for what is no path (a socket, a pipe), and below a captured /proc, whose links lead astray.
[[nodiscard]] std::optional<FileFacts> factsOf(const Directory &root, const OpenFile &file);

/// @param path below the directory, or absolute
[[nodiscard]] std::optional<FileFacts> factsAt(int directory, const char *path);

/// As factsAt(), for a path that may lead over a mount that does not answer: nothing, when it has not in
/// time.
/// @param path below the root, or absolute
[[nodiscard]] std::optional<FileFacts> factsInTime(const Directory &root, const std::string &path);

class HolderReader {
public:
    explicit HolderReader(const Directory &root) : m_root(root) {}

    /// Who holds it now; nothing when it was closed since, or the process has ended.
    [[nodiscard]] std::optional<Holder> read(const OpenFile &file);

private:
    [[nodiscard]] const Directory *openProcess(Pid pid);

    const Directory &m_root;
    std::optional<ProcessFiles> m_process; ///< the latest: entries come by process
};

} // namespace forklore
