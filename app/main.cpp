// SPDX-License-Identifier: GPL-3.0-or-later
//
// forklore: the window.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stop_token>
#include <string>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QStandardPaths>

#include <fmt/format.h>

#include "core/base/descriptor_budget.h"
#include "core/host/linux/linux_host.h"
#include "core/lab/catalogue/catalogue.h"
#include "core/lab/lab_process.h"
#include "ui/actions/left_stopped.h"
#include "ui/live/termination_signals.h"
#include "ui/models/settings.h"
#include "ui/window/main_window.h"

namespace {

using namespace forklore;

enum Status : int { done = 0, failed = 1, wrongUsage = 2, noDisplay = 2 };

struct Options {
    std::string procRoot = "/proc";
    std::string screenshot;
    std::string appearance;
    std::string pane;
    std::string demo;
    Pid pid = 0;
    double interval = 0;
    bool readOnly = false;
};

void addOptions(CLI::App &app, Options &options)
{
    app.add_option("--pid", options.pid, "Select this process")->type_name("PID")->check(CLI::PositiveNumber);
    app.add_option("--pane", options.pane, "Show this pane of it: overview, charts, files, limits …")
        ->type_name("NAME");
    app.add_option("--demo", options.demo, "Open the Lab at this demo; forklore-cli lab lists them")
        ->type_name("NAME");
    app.add_option("--interval", options.interval, "Seconds from one sample to the next, 0.1 to 60")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, 60.0));
    app.add_option("--proc-root", options.procRoot, "Read this directory in place of /proc")
        ->type_name("DIR");
    app.add_option("--screenshot", options.screenshot,
                   "Draw the window into this PNG once it is filled, and leave")
        ->type_name("FILE");
    app.add_option("--appearance", options.appearance, "system, light or dark; the last one used otherwise")
        ->type_name("WHICH")
        ->check(CLI::IsMember({"system", "light", "dark"}));
    app.add_flag("--read-only", options.readOnly, "Look only: nothing can be done to a process");
    app.set_version_flag("--version", "forklore " FORKLORE_VERSION, "Print the version");
    app.footer("Without a window: forklore-cli --help.");
}

[[noreturn]] void leaveWithoutDisplay()
{
    std::fputs("forklore: there is no display to open the window on: neither DISPLAY nor WAYLAND_DISPLAY "
               "leads to one.\n"
               "Start it on a desktop, or over ssh -X; without a display use forklore-cli, or forklore "
               "--screenshot FILE.\n",
               stderr);
    std::_Exit(noDisplay);
}

/// Qt ends the program with an abort when it finds no display: say what to do instead.
void handleMessage(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    // What a picture without a screen, or a start outside of a session, makes Qt say: nobody can do anything
    // about it.
    if (message.startsWith(QLatin1String("This plugin does not support")) ||
        message.startsWith(QLatin1String("QStandardPaths: ")))
        return;
    if (type == QtFatalMsg && message.contains(QLatin1String("platform plugin")))
        leaveWithoutDisplay();
    std::fprintf(stderr, "forklore: %s\n", qPrintable(message));
    if (type == QtFatalMsg)
        std::abort();
}

bool isSet(const char *variable)
{
    const auto *value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

/// A picture can be drawn without a display; a window cannot be shown.
void choosePlatform(const Options &options)
{
    if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM"))
        return;
    if (options.screenshot.empty())
        leaveWithoutDisplay();
    qputenv("QT_QPA_PLATFORM", "offscreen");
}

/// As many open files as this program may have. With too few, the display's connection fails half way, and
/// the window stays black for ever: then nothing is started. @return whether there are enough
bool makeRoomForFiles()
{
    constexpr std::size_t needed = 64; // a window with all panes has some 50 open
    raiseDescriptorLimit();
    const auto free = freeDescriptors(needed);
    if (free == needed)
        return true;
    fmt::print(
        stderr,
        "forklore: the window opens up to {} files; the limit of open files is {}, which leaves it {}.\n"
        "Raise it in the shell that starts Forklore (ulimit -n 1024; beyond the hard limit only root "
        "can), or use forklore-cli.\n",
        needed, descriptorLimit(), free);
    return false;
}

int complain(const std::string &what, const std::string &why)
{
    fmt::print(stderr, "forklore: {}: {}\n", what, why);
    return failed;
}

Appearance appearanceNamed(const std::string &name)
{
    return name == "dark" ? Appearance::Dark : name == "light" ? Appearance::Light : Appearance::System;
}

/// Where it was installed; beside this program, where it has just been built.
QString helperProgram()
{
    const auto installed = QStringLiteral(FORKLORE_HELPER);
    return QFileInfo(installed).isExecutable()
               ? installed
               : QCoreApplication::applicationDirPath() + QStringLiteral("/forklore-helper");
}

std::unique_ptr<Settings> openSettings(const Options &options)
{
    if (!options.screenshot.empty()) // a picture shows Forklore as it comes, and leaves no traces
        return std::make_unique<Settings>();
    return std::make_unique<Settings>(
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
        QStringLiteral("/forklore/forklore.ini"));
}

/// As if the user had closed what is open, from the innermost menu to the window.
void closeEverything()
{
    while (auto *popup = QApplication::activePopupWidget()) {
        if (!popup->close())
            break;
    }
    QApplication::closeAllWindows();
    QApplication::exit(); // quit() would ask a window that stays open once more, which may refuse
}

/// What the window shows and allows, as the command line asks for it. @return done, or wrongUsage
int applyOptions(const Options &options, MainWindow &window)
{
    if (options.readOnly)
        window.forceReadOnly(
            QCoreApplication::translate("forklore", "Forklore was started with --read-only"));
    if (options.pid > 0)
        window.selectPid(options.pid);
    if (!options.pane.empty()) {
        const auto panes = window.paneIds();
        const auto pane = QString::fromStdString(options.pane);
        if (!panes.contains(pane)) {
            complain("wrong usage", fmt::format("there is no pane {}; there are {}", options.pane,
                                                panes.join(QStringLiteral(", ")).toStdString()));
            return wrongUsage;
        }
        window.showPane(pane);
    }
    if (!options.demo.empty()) {
        if (!demoNamed(options.demo)) {
            complain("wrong usage",
                     fmt::format("there is no demo {}; forklore-cli lab lists them", options.demo));
            return wrongUsage;
        }
        window.showLab(QString::fromStdString(options.demo));
    }
    if (options.interval > 0)
        window.setInterval(std::chrono::milliseconds(std::lround(options.interval * 1000)));
    if (!options.appearance.empty())
        window.setAppearance(appearanceNamed(options.appearance));
    return done;
}

/// A --pid that is no process is said; no picture of anything else is drawn.
void reportMissingPid(const Options &options, const Host &host, MainWindow &window)
{
    QObject::connect(&window, &MainWindow::pidMissing, &window, [&options, &host](Pid pid) {
        const auto status = complain("--pid", host.inspector()->noProcessWith(pid).message);
        if (!options.screenshot.empty())
            QApplication::exit(status);
    });
}

/// The picture is drawn once the window is filled; then the program ends.
void drawScreenshot(const Options &options, MainWindow &window)
{
    QObject::connect(&window, &MainWindow::failed, &window, [](const QString &reason) {
        QApplication::exit(complain("the processes cannot be listed", reason.toStdString()));
    });
    constexpr QSize picture(1280, 800); // whatever the size of the screen, if there is one
    window.resize(picture);
    QObject::connect(
        &window, &MainWindow::filled, &window,
        [&options, &window] {
            const auto file = QString::fromStdString(options.screenshot);
            if (window.grab().save(file, "PNG"))
                QApplication::exit(done);
            else
                QApplication::exit(complain(options.screenshot, "the picture could not be written"));
        },
        Qt::QueuedConnection);
}

int run(const Options &options)
{
    constexpr int signalled = 128; // and the number, as shells have it
    int signal = 0;
    const TerminationSignals termination;
    QObject::connect(&termination, &TerminationSignals::received, qApp, [&](int number) {
        if (signal == 0) // others may follow: a terminal that closes sends two
            signal = number;
        closeEverything();
    });
    std::stop_source leaving; // what waits for an answer of the kernel then waits no more
    ReadLimits limits;
    limits.stop = leaving.get_token();
    limits.walk = std::chrono::minutes(1); // nobody is held up by it in the window
    const auto host = LinuxHost::open(options.procRoot, limits);
    if (!host)
        return complain("the processes cannot be listed", host.error().message);
    auto source = (*host)->openSource();
    if (!source)
        return complain("the processes cannot be listed", source.error().message);

    const auto settings = openSettings(options);
    if (!settings->complaint().isEmpty())
        fmt::print(stderr, "forklore: {}\n", settings->complaint().toStdString());
    MainWindow window(*host, std::move(*source), *settings);
    window.setHelper(helperProgram());
    window.setLab(QString::fromStdString(labProgram(FORKLORE_LAB)));
    window.openEvents([host = *host] { return host->openEvents(); });
    if (const int status = applyOptions(options, window); status != done)
        return status;
    reportMissingPid(options, **host, window);
    if (!options.screenshot.empty())
        drawScreenshot(options, window);
    window.show();
    window.start();
    if (auto control = (*host)->control(); control && options.screenshot.empty())
        new LeftStoppedNotice(std::move(control), window); // the window owns it
    const int status = QApplication::exec();
    leaving.request_stop();
    return signal == 0 ? status : signalled + signal;
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app(
        "Forklore shows what the processes of this machine are: ids and parents, files, limits, environment, "
        "arguments and names.",
        "forklore");
    Options options;
    addOptions(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0)
            return app.exit(error);
        fmt::print(stderr, "forklore: wrong usage: {} (see forklore --help)\n", error.what());
        return wrongUsage;
    }

    if (!makeRoomForFiles())
        return failed;
    choosePlatform(options);
    qInstallMessageHandler(handleMessage);
    QApplication::setApplicationName(QStringLiteral("forklore"));
    QApplication::setApplicationDisplayName(QStringLiteral("Forklore"));
    QApplication::setApplicationVersion(QStringLiteral(FORKLORE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.forklore.Forklore"));
    char *arguments[] = {argv[0], nullptr};
    int count = 1;
    const QApplication application(count, arguments);
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/forklore.svg")));
    return run(options);
}
