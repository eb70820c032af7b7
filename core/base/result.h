// SPDX-License-Identifier: GPL-3.0-or-later
//
// Result: a value, or the reason why there is none. Every fact Forklore shows is one of the two.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace forklore {

/// Why a fact is missing. Denied and Gone are normal answers, not failures of the program.
enum class ErrorKind {
    Denied,      ///< EACCES, EPERM: a right is missing
    Gone,        ///< ENOENT, ESRCH: the process ended, or never had this
    Unsupported, ///< this kernel, or this kind of process, does not offer it
    Malformed,   ///< the text was read but is not what proc(5) promises
    Stuck,       ///< it was asked for and has not been answered yet; "io" in the JSON contract
    Io,          ///< anything else the kernel answered
};

struct Error {
    ErrorKind kind;
    std::string message; ///< for a person: what was tried and what the kernel said

    bool operator==(const Error &) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Failure = tl::unexpected<Error>;

/// "denied", "gone", … : the words of the JSON contract.
[[nodiscard]] std::string_view name(ErrorKind kind);

[[nodiscard]] Failure failure(ErrorKind kind, std::string message);

/// The Error for an errno value, as "WHAT: strerror text".
[[nodiscard]] Failure failureOf(int errnoValue, std::string_view what);

} // namespace forklore
