// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ways in which expectations are checked: each returns what may be called with a DemoContext.
#pragma once

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/lab/catalogue/expectation.h"

namespace forklore::find {

using Find = std::function<Result<Check>(const DemoContext &)>;

/// All of them.
[[nodiscard]] Find allOf(std::vector<Find> finds);
[[nodiscard]] Find isZombie(const std::string &role);
[[nodiscard]] Find lives(const std::string &role);
/// It has had time to end, and has not.
[[nodiscard]] Find stillLives(const std::string &role);
/// Neither alive nor a zombie.
[[nodiscard]] Find isGone(const std::string &role);
/// The same; but where whoever adopted it leaves it as a zombie, that cannot be shown here.
[[nodiscard]] Find isGoneWithItsAdopter(const std::string &role);
[[nodiscard]] Find exited(const std::string &role, int code);
[[nodiscard]] Find killedBy(const std::string &role, int signal);
[[nodiscard]] Find isChildOf(const std::string &role, const std::string &parent);
/// Its parent is none of the play's: process 1, or a subreaper above.
[[nodiscard]] Find isAdoptedFromOutside(const std::string &role);
/// What it has told has this value.
[[nodiscard]] Find reported(const std::string &role, const std::string &what, long value);
/// What it has told is the pid of who plays the other role.
[[nodiscard]] Find reportedPid(const std::string &role, const std::string &what, const std::string &other);
/// An errno, by its name.
[[nodiscard]] Find reportedError(const std::string &role, int error, const std::string &name);
[[nodiscard]] Find wrote(const std::string &role, const std::string &text);
[[nodiscard]] Find hasComm(const std::string &role, const std::string &comm);
[[nodiscard]] Find hasArgument(const std::string &role, std::size_t place, const std::string &text);
/// The soft limit, and what `expected` makes of the hard one; nothing: unlimited.
using Value = std::optional<std::uint64_t>;
[[nodiscard]] Find hasSoftLimit(const std::string &role, Resource resource,
                                const std::function<Value(Value hard)> &expected);
/// The target of a descriptor begins with the text.
[[nodiscard]] Find hasOpen(const std::string &role, int number, const std::string &target);

// Of a role's stat; an error where the field has no value, which is not 0.
[[nodiscard]] Result<Pid> groupOf(const DemoContext &context, std::string_view role);
[[nodiscard]] Result<Pid> sessionOf(const DemoContext &context, std::string_view role);
/// A device number; 0: no terminal.
[[nodiscard]] Result<std::uint32_t> terminalOf(const DemoContext &context, std::string_view role);

/// Of a role's descriptors: Gone where it has none of that number.
[[nodiscard]] Result<Descriptor> descriptor(const DemoContext &context, std::string_view role, long number);

template <class... Arguments>
[[nodiscard]] Check check(bool holds, fmt::format_string<Arguments...> format, Arguments &&...arguments)
{
    return {holds, fmt::format(format, std::forward<Arguments>(arguments)...)};
}

} // namespace forklore::find
