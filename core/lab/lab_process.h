// SPDX-License-Identifier: GPL-3.0-or-later
//
// LabProcess: forklore-lab while it runs one demo, with its connections, and the life line on which all its
// processes hang: they die with this object, and with the program that holds it, however that ends.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.h"
#include "core/base/result.h"
#include "core/process/process_id.h"

namespace forklore {

/// Where forklore-lab is: beside this program, as in a build tree, or where it was installed.
[[nodiscard]] std::string labProgram(std::string_view installed);

class LabProcess {
public:
    [[nodiscard]] static Result<LabProcess> start(const std::string &program,
                                                  const std::vector<std::string> &arguments);
    LabProcess(LabProcess &&other) noexcept;
    LabProcess &operator=(LabProcess &&other) = delete;
    ~LabProcess();

    /// What the link of its descriptor says in every process that hangs on the life line: "pipe:[12345]".
    [[nodiscard]] const std::string &lifeLine() const { return m_lifeLineName; }
    /// Readable when there is something to read.
    [[nodiscard]] int reportHandle() const { return m_reports.get(); }
    [[nodiscard]] int outputHandle() const { return m_output.get(); }

    /// Whole lines that were reported since the last call. It does not wait.
    [[nodiscard]] std::vector<std::string> reports();
    /// No process of the play is left that could report.
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }

    struct Written {
        Pid pid = 0; ///< who wrote it, as the kernel says
        std::string bytes;
    };
    /// What its processes wrote to standard output and error since the last call. It does not wait.
    [[nodiscard]] std::vector<Written> output();

    /// @param wish a line without its newline
    void request(std::string_view wish);
    /// Cuts the life line: every process of the play is killed. Waits for the first of them.
    void cut();

private:
    LabProcess() = default;

    Pid m_pid = 0;
    FileDescriptor m_lifeLine;
    std::string m_lifeLineName;
    FileDescriptor m_reports;
    FileDescriptor m_wishes;
    FileDescriptor m_output;
    std::string m_rest; ///< of a line that is not whole yet
    bool m_hasEnded = false;
};

} // namespace forklore
