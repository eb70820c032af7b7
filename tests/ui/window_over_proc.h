// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main window over a /proc of the test's own, with settings of its own.
#pragma once

#include <memory>
#include <string>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/host/linux/linux_host.h"
#include "tests/support/fixture.h"
#include "tests/ui/window_parts.h"
#include "ui/window/main_window.h"

namespace forklore::window_over_proc {

inline std::string statText(Pid pid, Pid ppid, const char *comm, int start, char state = 'S')
{
    return QStringLiteral("%1 (%2) %3 %4 %1 %1 0 -1 4194304 0 0 0 0 5 5 0 0 20 0 1 0 %5 8388608 512 0 0 0 0 "
                          "0 0 0 0 0 0 0 0 0 "
                          "17 0 0 0 0 0 0 0 0 0 4096 4114 0 0 0\n")
        .arg(pid)
        .arg(QString::fromLatin1(comm))
        .arg(QLatin1Char(state))
        .arg(ppid)
        .arg(start)
        .toStdString();
}

/// The window is rebuilt for each test; what it reads, the test writes.
class WindowOverProc : public QObject {
protected:
    void begin()
    {
        m_proc = std::make_unique<Fixture>("awkward.txt");
        m_settingsDir = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_settingsDir->filePath(QStringLiteral("forklore.ini")));
        open();
        m_window->start();
        QTRY_VERIFY(modelOf(*m_window).sample() && detailsOf(*m_window).isFilled());
    }

    void end()
    {
        m_window.reset();
        m_settings.reset();
        m_proc.reset();
    }

    void open()
    {
        const auto host = *LinuxHost::open(m_proc->root());
        m_window = std::make_unique<MainWindow>(host, *host->openSource(), *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void choose(const char *text)
    {
        for (auto *action : m_window->findChildren<QAction *>()) {
            if (action->text() == QLatin1String(text))
                return action->trigger();
        }
        QFAIL(text);
    }

    void refresh()
    {
        QSignalSpy sampled(&samplerOf(*m_window), &Sampler::sampled);
        samplerOf(*m_window).refresh();
        QTRY_VERIFY(sampled.count() > 0);
        samplerOf(*m_window).refresh(); // one may have been under way that had not seen the change
        QTRY_VERIFY(sampled.count() > 1);
    }

    std::unique_ptr<Fixture> m_proc;
    std::unique_ptr<QTemporaryDir> m_settingsDir;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace forklore::window_over_proc
