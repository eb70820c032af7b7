// SPDX-License-Identifier: GPL-3.0-or-later
//
// The commands of forklore-cli, one file each. Each returns the exit status.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/output/words.h"
#include "core/operation/recipients.h"
#include "core/process/process_id.h"

namespace forklore::cli {

struct ListRequest {
    std::string where;                    ///< an expression of the filter language; empty: all processes
    std::string columns;                  ///< "pid,mem,env.NAME"; empty: the usual ones
    std::string sort;                     ///< "mem", or "-mem" for the largest first; empty: by pid
    std::optional<std::size_t> most = {}; ///< the first so many of them
};
[[nodiscard]] int list(const Options &options, const ListRequest &request);
[[nodiscard]] int facts(const Options &options);
[[nodiscard]] int tree(const Options &options, std::optional<Pid> pid);
[[nodiscard]] int show(const Options &options, Pid pid, const std::vector<std::string> &sections);
/// @param value "SOFT", "SOFT:HARD", "SOFT:" or ":HARD", to set it; nothing: it is printed
[[nodiscard]] int limit(const Options &options, Pid pid, const std::string &resource,
                        const std::optional<std::string> &value);
/// @param signal a name or a number
[[nodiscard]] int signal(const Options &options, const std::string &signal, Pid pid, Scope scope);
/// @param seconds how long; infinity: until a signal ends it @param pid follows it and its descendants;
/// nothing: all processes @param where an expression of the filter language for events; empty: all events
[[nodiscard]] int events(const Options &options, double seconds, std::optional<Pid> pid,
                         const std::string &where);

/// @param name of a demo; empty: lists them @param megabytes for a demo that asks; 0: as it proposes
[[nodiscard]] int lab(const Options &options, const std::string &name, std::size_t megabytes);

/// The sections that show knows, in its order.
[[nodiscard]] const std::vector<std::string> &sectionNames();

} // namespace forklore::cli
