// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fixture: a /proc written down as text, unpacked into a directory that lives as long as the fixture does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <QTemporaryDir>

#include "core/base/result.h"

namespace forklore {

/// One "== " section of a fixture's text.
struct FixtureEntry {
    enum class Kind { File, Link, Directory };

    Kind kind;
    std::string path;
    std::string content; ///< of a file its bytes, of a link its target

    bool operator==(const FixtureEntry &) const = default;
};

/// Understands the text that the head of tests/fixtures/awkward.txt describes; an Error says in which line it
/// is not that.
[[nodiscard]] Result<std::vector<FixtureEntry>> parseFixture(std::string_view text);

class Fixture {
public:
    /// An empty /proc, to be written by the test.
    Fixture();
    /// Unpacks tests/fixtures/NAME. A text that is malformed, or cannot be unpacked, ends the test program.
    explicit Fixture(const char *name);

    [[nodiscard]] std::string root() const { return m_directory.path().toStdString(); }
    [[nodiscard]] std::string pathOf(std::string_view path) const;

    // Each makes the directories above, and replaces what is there.
    void write(std::string_view path, std::string_view bytes);
    void link(std::string_view path, std::string_view target);
    void directory(std::string_view path);
    void remove(std::string_view path); ///< with all below
    void rename(std::string_view from, std::string_view to);

private:
    void unpack(const FixtureEntry &entry);

    QTemporaryDir m_directory;
};

} // namespace forklore
