// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/facts/status_values.h"

#include "core/base/printable.h"
#include "core/process/signals.h"

namespace forklore {

FactValue value::codeOf(const ExitStatus &status)
{
    constexpr int signalled = 128;
    const bool exited = status.kind == ExitStatus::Kind::Exited;
    return NumberValue{static_cast<double>(exited ? status.value : signalled + status.value)};
}

FactValue value::signalOf(const ExitStatus &status)
{
    if (status.kind == ExitStatus::Kind::Exited)
        return NoValue();
    const auto signal = signalName(status.value);
    return TextValue{
        {signal, signal.substr(signal.starts_with("SIG") ? 3 : 0), std::to_string(status.value)}};
}

FactValue value::commOf(const std::string &comm, bool isWhole)
{
    TextValue name{{printableName(comm, Backslash::Kept)}, comm.size() >= maxCommBytes && !isWhole};
    name.bytes = comm;
    return name;
}

} // namespace forklore
