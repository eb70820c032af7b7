// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/net_unix.h"

#include <optional>
#include <vector>

#include <fmt/format.h>

#include "core/base/text_cursor.h"

namespace forklore {
namespace {

constexpr std::size_t maxNameBytes = 108; // of sockaddr_un, as it is printed

struct Line {
    std::uint64_t inode = 0;
    Socket socket;
    bool hasName = false;
    std::size_t nameStart = 0; ///< in the text
};

/// @param start of the line in the text
std::optional<Line> parseLine(std::string_view text, std::size_t start)
{
    TextCursor cursor(text); // Num RefCount Protocol Flags Type St Inode Path
    for (int i = 0; i < 3; ++i)
        cursor.word();
    const auto flags = cursor.number<std::uint32_t>(16);
    const auto type = cursor.number<int>(16);
    const auto state = cursor.number<int>(16);
    const auto inode = cursor.number<std::uint64_t>();
    if (!flags || !type || !state || !inode)
        return std::nullopt;
    auto path = cursor.rest();
    const bool hasName = path.starts_with(' '); // then it may begin with a newline, and look empty
    if (hasName)
        path.remove_prefix(1); // only the separator: a path may start with a blank of its own
    constexpr std::uint32_t acceptsConnections = 0x10000; // __SO_ACCEPTCON
    constexpr int connected = 3;                          // SS_CONNECTED
    std::string_view word = *state == connected ? "ESTABLISHED" : "CLOSE";
    if ((*flags & acceptsConnections) != 0)
        word = "LISTEN";
    return Line{*inode,
                {"unix", std::string(socketTypeName(*type)), std::string(word), std::string(path), {}},
                hasName,
                start + text.size() - path.size()};
}

class Table {
public:
    void add(std::string_view text, std::size_t start)
    {
        auto line = parseLine(text, start);
        if (!line) {
            nameGoesOn();
            return;
        }
        const bool certain = !mayBePartOfName(start + text.size());
        if (line->hasName)
            m_nameStarts.push_back(line->nameStart);
        m_last = certain && line->hasName ? line->inode : 0;
        if (line->hasName && line->socket.local.empty())
            line->socket.addressError = holdsNewline();
        if (line->inode == 0) // a connection that nobody has accepted yet
            return;
        if (certain)
            m_all.sockets.insert_or_assign(line->inode, std::move(line->socket));
        else
            m_all.doubtful.insert(line->inode);
    }

    NetUnix finish()
    {
        for (const auto &[inode, socket] : m_all.sockets)
            m_all.doubtful.erase(inode);
        return std::move(m_all);
    }

private:
    /// Whether a name that begins in an earlier line can hold everything up to here.
    [[nodiscard]] bool mayBePartOfName(std::size_t end)
    {
        while (!m_nameStarts.empty() && end - m_nameStarts.front() > maxNameBytes)
            m_nameStarts.erase(m_nameStarts.begin());
        return !m_nameStarts.empty();
    }

    void nameGoesOn()
    {
        const auto last = m_all.sockets.find(m_last);
        if (last == m_all.sockets.end())
            return;
        last->second.local.clear();
        last->second.addressError = holdsNewline();
    }

    static Error holdsNewline()
    {
        return {ErrorKind::Malformed, "the socket's name holds a newline, and net/unix prints it as it is"};
    }

    NetUnix m_all;
    std::vector<std::size_t> m_nameStarts; ///< in the text, of the names that may go on; ascending
    /// Whose line was the last one; 0: that is not certain, or it has no name that could go on.
    std::uint64_t m_last = 0;
};

} // namespace

NetUnix parseNetUnix(std::string_view text)
{
    Table table;
    TextCursor cursor(text);
    cursor.until('\n'); // the heading
    while (!cursor.atEnd()) {
        const auto start = text.size() - cursor.rest().size();
        table.add(cursor.until('\n'), start);
    }
    return table.finish();
}

} // namespace forklore
