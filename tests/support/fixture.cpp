// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fixture.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

namespace fs = std::filesystem;

/// The bytes that \0 \n \t \\ \xHH spell; nothing for any other escape.
std::optional<std::string> unescaped(std::string_view line)
{
    std::string bytes;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\') {
            bytes += line[at];
            continue;
        }
        const auto escape = line.substr(at + 1);
        const auto value = escape.starts_with('x') && escape.size() >= 3
                               ? TextCursor::toNumber<unsigned char>(escape.substr(1, 2), 16)
                               : std::nullopt;
        if (value) {
            bytes += static_cast<char>(*value);
            at += 3;
            continue;
        }
        constexpr std::string_view letters = "0nt\\";
        constexpr std::string_view meanings("\0\n\t\\", 4);
        const auto which = escape.empty() ? std::string_view::npos : letters.find(escape.front());
        if (which == std::string_view::npos)
            return std::nullopt;
        bytes += meanings[which];
        at += 1;
    }
    return bytes;
}

/// "file PATH", "dir PATH" or "link PATH -> TARGET".
std::optional<FixtureEntry> parseHeading(std::string_view heading)
{
    const auto kind = TextCursor(heading).word();
    auto rest = heading.substr(std::min(heading.size(), kind.size() + 1));
    FixtureEntry entry{FixtureEntry::Kind::File, {}, {}};
    if (kind == "link") {
        constexpr std::string_view arrow = " -> ";
        const auto at = rest.find(arrow);
        const auto target =
            at == std::string_view::npos ? std::nullopt : unescaped(rest.substr(at + arrow.size()));
        if (!target || target->empty())
            return std::nullopt;
        entry = {FixtureEntry::Kind::Link, {}, *target};
        rest = rest.substr(0, at);
    } else if (kind == "dir") {
        entry.kind = FixtureEntry::Kind::Directory;
    } else if (kind != "file") {
        return std::nullopt;
    }
    if (rest.empty() || rest.starts_with('/') || rest.find("..") != std::string_view::npos)
        return std::nullopt; // nothing is written outside the fixture's own directory
    entry.path = rest;
    return entry;
}

Failure malformed(int line, std::string_view why)
{
    return failure(ErrorKind::Malformed, fmt::format("line {}: {}", line, why));
}

void demand(bool good, const std::string &what)
{
    if (!good)
        qFatal("fixture: %s", what.c_str());
}

} // namespace

Result<std::vector<FixtureEntry>> parseFixture(std::string_view text)
{
    std::vector<FixtureEntry> entries;
    TextCursor cursor(text);
    for (int number = 1; !cursor.atEnd(); ++number) {
        const auto line = cursor.until('\n');
        if (line.empty() || line.starts_with('#'))
            continue;
        constexpr std::string_view mark = "== ";
        if (line.starts_with(mark)) {
            const auto entry = parseHeading(line.substr(mark.size()));
            if (!entry)
                return malformed(number,
                                 "neither \"== file PATH\", \"== dir PATH\" nor \"== link PATH -> TARGET\"");
            if (std::ranges::find(entries, entry->path, &FixtureEntry::path) != entries.end())
                return malformed(number, entry->path + " is there already");
            entries.push_back(*entry);
            continue;
        }
        const auto bytes = unescaped(line);
        if (!bytes)
            return malformed(number, "an escape other than \\0 \\n \\t \\\\ \\xHH");
        if (entries.empty() || entries.back().kind != FixtureEntry::Kind::File)
            return malformed(number, "text that belongs to no file");
        entries.back().content += *bytes;
    }
    return entries;
}

Fixture::Fixture()
{
    demand(m_directory.isValid(), "no temporary directory");
}

Fixture::Fixture(const char *name) : Fixture()
{
    std::ifstream file(fmt::format("{}/{}", FORKLORE_FIXTURES_DIR, name), std::ios::binary);
    demand(file.is_open(), fmt::format("{} cannot be opened", name));
    std::ostringstream text;
    text << file.rdbuf();
    const auto entries = parseFixture(text.str());
    if (!entries)
        demand(false, fmt::format("{}: {}", name, entries.error().message));
    std::ranges::for_each(*entries, [this](const FixtureEntry &entry) { unpack(entry); });
}

std::string Fixture::pathOf(std::string_view path) const
{
    return fmt::format("{}/{}", root(), path);
}

void Fixture::write(std::string_view path, std::string_view bytes)
{
    const fs::path target = pathOf(path);
    fs::create_directories(target.parent_path());
    std::ofstream file(target, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    demand(file.good(), fmt::format("{} cannot be written", path));
}

void Fixture::link(std::string_view path, std::string_view target)
{
    const fs::path where = pathOf(path);
    fs::create_directories(where.parent_path());
    fs::remove(where);
    fs::create_symlink(target, where);
}

void Fixture::directory(std::string_view path)
{
    fs::create_directories(pathOf(path));
}

void Fixture::remove(std::string_view path)
{
    demand(fs::remove_all(pathOf(path)) > 0, fmt::format("there is no {} to remove", path));
}

void Fixture::rename(std::string_view from, std::string_view to)
{
    fs::rename(pathOf(from), pathOf(to));
}

void Fixture::unpack(const FixtureEntry &entry)
{
    switch (entry.kind) {
    case FixtureEntry::Kind::File:
        return write(entry.path, entry.content);
    case FixtureEntry::Kind::Link:
        return link(entry.path, entry.content);
    case FixtureEntry::Kind::Directory:
        return directory(entry.path);
    }
}

} // namespace forklore
