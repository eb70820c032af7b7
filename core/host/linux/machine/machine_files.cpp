// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/machine/machine_files.h"

#include <cmath>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "core/host/linux/inspect/mount_path.h"

namespace forklore {
namespace {

/// "12.34": no sign, no exponent.
std::optional<double> decimal(std::string_view word)
{
    double value = 0;
    const auto [end, error] =
        std::from_chars(word.data(), word.data() + word.size(), value, std::chars_format::fixed);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value) ||
        std::signbit(value))
        return std::nullopt;
    return value;
}

ProcMount parseProcOptions(std::string_view options)
{
    ProcMount mount;
    TextCursor cursor(options);
    while (!cursor.atEnd()) {
        TextCursor option(cursor.until(','));
        const auto key = option.until('=');
        const auto value = option.rest();
        if (key == "subset")
            mount.pidsOnly = value == "pid";
        if (key != "hidepid")
            continue;
        if (value == "0" || value == "off")
            mount.hiding = Hiding::Nothing;
        else
            mount.hiding = value == "1" || value == "noaccess" ? Hiding::Facts : Hiding::All;
    }
    return mount;
}

} // namespace

LoadAverage parseLoadavg(std::string_view text)
{
    LoadAverage load;
    TextCursor cursor(text);
    for (auto &value : load) {
        if (const auto number = decimal(cursor.word()))
            value = *number;
        else
            value = failure(ErrorKind::Malformed, "loadavg: three numbers were expected");
    }
    return load;
}

Result<std::chrono::nanoseconds> parseUptime(std::string_view text)
{
    constexpr double longestSeconds = 4.5e9; // with the latest boot time, nanoseconds still hold the sum
    const auto seconds = decimal(TextCursor(text).word());
    if (!seconds || *seconds > longestSeconds)
        return failure(ErrorKind::Malformed, "uptime: no number of seconds");
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(*seconds));
}

Result<std::chrono::nanoseconds> readUptime(const Directory &root)
{
    return root.read("uptime").and_then([](const std::string &text) { return parseUptime(text); });
}

Result<std::uint64_t> parseBootSeconds(std::string_view text)
{
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        if (line.word() != "btime")
            continue;
        constexpr std::uint64_t lastSecond = 4'500'000'000; // in the year 2112; see parseUptime
        if (const auto seconds = line.number<std::uint64_t>(); seconds && *seconds < lastSecond)
            return *seconds;
    }
    return failure(ErrorKind::Malformed, "stat: no btime line");
}

std::optional<ProcMount> parseProcMount(std::string_view mountinfo, std::string_view mountPoint)
{
    std::optional<ProcMount> mount;
    TextCursor cursor(mountinfo);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n'));
        for (int i = 0; i < 4; ++i)
            line.word();
        if (unescapedMountPath(line.word()) != mountPoint)
            continue;
        // Optional fields end with a dash. Behind it: file system, source, which is any text, and options.
        while (!line.atEnd() && line.word() != "-") {
        }
        line.word();
        line.word();
        mount = parseProcOptions(line.word()); // a later mount on the same place covers the one before
    }
    return mount;
}

std::vector<TtyDriver> parseTtyDrivers(std::string_view text)
{
    std::vector<TtyDriver> drivers;
    TextCursor cursor(text);
    while (!cursor.atEnd()) {
        TextCursor line(cursor.until('\n')); // name, node, major, minor or range, type
        line.word();
        auto node = line.word();
        const auto number = line.number<std::uint32_t>();
        TextCursor range(line.word());
        const auto first = TextCursor::toNumber<std::uint32_t>(range.until('-'));
        const auto last = range.atEnd() ? first : TextCursor::toNumber<std::uint32_t>(range.rest());
        const bool numbered = last != first || line.word() == "serial";
        constexpr std::string_view devices = "/dev/";
        if (!number || !first || !last || !node.starts_with(devices) || node == devices)
            continue;
        node.remove_prefix(devices.size());
        drivers.push_back({std::string(node), *number, *first, *last, numbered});
    }
    return drivers;
}

std::optional<std::string> ttyName(const std::vector<TtyDriver> &drivers, std::uint32_t device)
{
    if (device == 0)
        return std::nullopt;
    // The kernel's new_encode_dev: 12 bits of major between the two halves of the minor.
    const auto major = device >> 8 & 0xfffu;
    const auto minor = (device & 0xffu) | (device >> 12 & 0xfff00u);
    constexpr std::uint32_t firstPtyMajor = 136;
    constexpr std::uint32_t lastPtyMajor = 143;
    if (major >= firstPtyMajor && major <= lastPtyMajor)
        return fmt::format("pts/{}", (major - firstPtyMajor) * 256 + minor);
    constexpr std::uint32_t firstSerialMinor = 64;
    if (major == 4)
        return minor < firstSerialMinor ? fmt::format("tty{}", minor)
                                        : fmt::format("ttyS{}", minor - firstSerialMinor);
    for (const auto &driver : drivers) {
        if (driver.major == major && minor >= driver.firstMinor && minor <= driver.lastMinor) {
            return driver.numbered ? fmt::format("{}{}", driver.node, minor - driver.firstMinor)
                                   : driver.node;
        }
    }
    return fmt::format("{}:{}", major, minor);
}

} // namespace forklore
