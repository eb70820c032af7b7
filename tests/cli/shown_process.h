// SPDX-License-Identifier: GPL-3.0-or-later
//
// A process of a /proc made for it, with its parents and children, and the sections that show has of it.
#pragma once

#include <memory>
#include <string>

#include <QJsonValue>
#include <QObject>
#include <QString>

#include "tests/cli/command.h"
#include "tests/cli/proc_root.h"
#include "tests/support/bytes.h"

namespace forklore {

class ShownProcess : public QObject {
protected:
    /// Process 50, demo, with parents and children.
    void begin();
    QJsonValue section(const char *name, int pid = 50) const;
    void addFd(int number, const std::string &target, const std::string &info,
               const std::string &where = "50");

    std::unique_ptr<ProcRoot> m_machine;
};

inline void ShownProcess::begin()
{
    m_machine = std::make_unique<ProcRoot>();
    m_machine->add({.pid = 1, .ppid = 0, .comm = "init", .start = 3});
    m_machine->add({.pid = 20, .ppid = 1, .comm = "shell", .start = 100});
    m_machine->add({.pid = 50,
                    .ppid = 20,
                    .comm = "demo",
                    .argv = {"demo", "", "a b", "\xff"},
                    .threads = 2,
                    .nice = 5});
    m_machine->add({.pid = 60, .ppid = 50, .comm = "first", .start = 300});
    m_machine->add({.pid = 61, .ppid = 50, .comm = "\xff", .start = 301});
    m_machine->add({.pid = 62, .ppid = 60, .comm = "grandchild", .start = 302});
    m_machine->link("50/exe", "/usr/bin/demo");
    m_machine->write("50/environ", view(raw("A=1\0A=2\0no equals\0EMPTY=\0=x\0B=\xff\0")));
}

inline QJsonValue ShownProcess::section(const char *name, int pid) const
{
    const auto run = runCommand(m_machine->with({"--json", "show", QString::number(pid), name}));
    if (run.status != 0)
        qWarning("%s", run.text().constData());
    return run.json()["sections"][QLatin1String(name)];
}

inline void ShownProcess::addFd(int number, const std::string &target, const std::string &info,
                                const std::string &where)
{
    m_machine->link(where + "/fd/" + std::to_string(number), target);
    if (!info.empty())
        m_machine->write(where + "/fdinfo/" + std::to_string(number), info);
}

} // namespace forklore
