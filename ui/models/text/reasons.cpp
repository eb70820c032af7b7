// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/reasons.h"

#include "core/codec/sections.h"
#include "ui/models/text/bytes.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

/// "The environment", "The I/O counters".
QString subject(Section section)
{
    auto noun = displayText(traits(section).title);
    const bool isAbbreviation = noun.size() > 1 && !noun.at(1).isLower();
    if (!isAbbreviation)
        noun[0] = noun.at(0).toLower();
    return u"The "_s + noun;
}

/// With a capital, but for a path.
QString asSentence(const QString &said)
{
    const bool beginsWithPath = said.section(u' ', 0, 0).contains(u'/');
    return (beginsWithPath ? said : said.left(1).toUpper() + said.mid(1)) + u'.';
}

QString remedyForDenied(Section section, const Viewer &viewer)
{
    if (viewer.isRoot())
        return u"Forklore runs as root already: it lacks the capability to trace (CAP_SYS_PTRACE), or the process is protected."_s;
    return traits(section).isProtected()
               ? u"View → Show protected details asks for the administrator's password to show it; where no polkit agent runs, start Forklore as root."_s
               : u"Start Forklore as that user or as root to see it."_s;
}

} // namespace

Reason reasonFor(Section section, const Error &error, const Viewer &viewer)
{
    const auto said = displayText(error.message);
    switch (error.kind) {
    case ErrorKind::Denied:
        return {subject(section) + u" cannot be read"_s,
                u"The kernel shows this to the process's own user and to root only, and not even to that "
                u"user where "
                "the process runs with other rights than the user's."_s,
                remedyForDenied(section, viewer) + u'\n' + said + u" (ptrace access mode, proc(5))"_s};
    case ErrorKind::Gone:
        return {u"Nothing left to show"_s, asSentence(said), {}};
    case ErrorKind::Unsupported:
        return {u"Not available"_s, asSentence(said), {}};
    case ErrorKind::Malformed:
        return {subject(section) + u" could not be understood"_s,
                u"The kernel's text is not what proc(5) promises."_s, u"Please report it:\n"_s + said};
    case ErrorKind::Stuck:
        return {
            subject(section) + u" cannot be read yet"_s,
            u"The kernel waits until the process lets go of its memory map. A thread that waits for a dead "
            "or frozen file system keeps it for as long as that takes."_s,
            u"It is shown as soon as the answer comes; nothing else waits for it.\n"_s + said};
    case ErrorKind::Io:
        break;
    }
    return {subject(section) + u" could not be read"_s, u"The kernel answered with an error."_s, said};
}

} // namespace forklore
