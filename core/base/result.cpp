// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace forklore {
namespace {

ErrorKind kindOf(int errnoValue)
{
    switch (errnoValue) {
    case EACCES:
    case EPERM:
        return ErrorKind::Denied;
    case ENOENT:
    case ESRCH:
    case ENOTDIR: // what was taken for a process is a file
        return ErrorKind::Gone;
    case ENOSYS:
    case EOPNOTSUPP:
    case ENOTTY:
        return ErrorKind::Unsupported;
    default:
        return ErrorKind::Io;
    }
}

} // namespace

std::string_view name(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Denied:
        return "denied";
    case ErrorKind::Gone:
        return "gone";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::Malformed:
        return "malformed";
    case ErrorKind::Stuck:
    case ErrorKind::Io:
        break;
    }
    return "io";
}

Failure failure(ErrorKind kind, std::string message)
{
    return Failure(Error{kind, std::move(message)});
}

Failure failureOf(int errnoValue, std::string_view what)
{
    return failure(kindOf(errnoValue),
                   fmt::format("{}: {}", what, std::generic_category().message(errnoValue)));
}

} // namespace forklore
