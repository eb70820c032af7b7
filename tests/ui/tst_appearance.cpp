// SPDX-License-Identifier: GPL-3.0-or-later
//
// Light, dark, and light again: no window keeps a colour of the palette before, whether it was open at the
// switch or is opened later.
#include <algorithm>
#include <array>
#include <vector>

#include <QDockWidget>
#include <QListWidget>
#include <QMessageBox>
#include <QStatusBar>
#include <QTest>
#include <QTreeWidget>

#include "core/host/linux/control/linux_control.h"
#include "tests/support/test_program.h"
#include "tests/ui/actions/dialog_parts.h"
#include "tests/ui/application_palette.h"
#include "tests/ui/staged_events.h"
#include "tests/ui/window_over_proc.h"
#include "ui/actions/limit_dialog.h"
#include "ui/actions/priority_dialog.h"
#include "ui/actions/signal_dialog.h"
#include "ui/tree/filter_help.h"

using namespace forklore;
using namespace forklore::window_over_proc;

namespace {

const ProcessRef shell = {{120, 500}, "sh"};

constexpr std::array areas = {&Palette::window, &Palette::surface,     &Palette::header,
                              &Palette::line,   &Palette::selectedRow, &Palette::endedRow};
constexpr std::array inks = {&Palette::accent, &Palette::memory, &Palette::io,
                             &Palette::events, &Palette::error,  &Palette::good};

/// Longer than any stroke of a letter: a letter has mixed colours at its edges, which may be those of an
/// area.
constexpr int leastRun = 14;

bool hasRun(const QImage &image, QRgb color)
{
    const auto isRun = [&](int x, int y, int dx, int dy) {
        for (int i = 0; i < leastRun; ++i) {
            if (!image.valid(x + i * dx, y + i * dy) || image.pixel(x + i * dx, y + i * dy) != color)
                return false;
        }
        return true;
    };
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == color && (isRun(x, y, 1, 0) || isRun(x, y, 0, 1)))
                return true;
        }
    }
    return false;
}

bool hasPixel(const QImage &image, QRgb color)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == color)
                return true;
        }
    }
    return false;
}

/// The colours of a palette that a picture of a window has.
QStringList colorsIn(const QImage &image, const Palette &palette)
{
    QStringList found;
    for (const auto color : areas) {
        if (hasRun(image, (palette.*color).rgb()))
            found += (palette.*color).name();
    }
    for (const auto color : inks) {
        if (hasPixel(image, (palette.*color).rgb()))
            found += (palette.*color).name();
    }
    return found;
}

} // namespace

class TestAppearance : public WindowOverProc {
    Q_OBJECT

private slots:
    void init()
    {
        begin();
        m_window->resize(1280, 800);
        samplerOf(*m_window).setPaused(true);
    }
    void cleanup() { end(); }
    void cleanupTestCase() { applyAppearance(Appearance::Light); }

    void thePaletteIsThatOfTheApplication();
    void aSwitchLeavesNoOldColor_data();
    void aSwitchLeavesNoOldColor();
    void aSwitchReachesAllPanes();
    void aSwitchReachesWhatIsOpen();
    void whatIsOpenedLaterIsRight();
    void aSwitchMovesNothing();
    void rowsOfDemosLieApart();

private:
    /// In the order light, dark, light: what each may show, and what it may not.
    template <class Check>
    void switchThrough(const Check &check)
    {
        m_window->setAppearance(Appearance::Light);
        for (const auto appearance : {Appearance::Dark, Appearance::Light}) {
            const bool isDark = appearance == Appearance::Dark;
            m_window->setAppearance(appearance);
            check(isDark ? Palette::dark() : Palette::light(), isDark ? Palette::light() : Palette::dark());
        }
    }

    static void verifyColors(QWidget &widget, const Palette &own, const Palette &other)
    {
        const auto picture = widget.grab().toImage();
        const auto rest = colorsIn(picture, other);
        const auto name = QString::fromLatin1(widget.metaObject()->className());
        QVERIFY2(rest.isEmpty(), qPrintable(name + QLatin1String(": ") + rest.join(QLatin1Char(' '))));
        QVERIFY2(!colorsIn(picture, own).isEmpty(), qPrintable(name));
    }

    std::vector<std::unique_ptr<QDialog>> openDialogs();
    void openDocks();
};

std::vector<std::unique_ptr<QDialog>> TestAppearance::openDialogs()
{
    const auto control = std::make_shared<LinuxControl>();
    auto *window = m_window.get();
    std::vector<std::unique_ptr<QDialog>> dialogs;
    dialogs.push_back(std::make_unique<SignalDialog>(*control, std::vector{shell.id}, std::nullopt,
                                                     Scope::Process, modelOf(*m_window).sample(), window));
    const LimitUsage limit{Resource::OpenFiles, Limit{Resource::OpenFiles, 1024, 4096}, std::nullopt};
    auto change = std::make_unique<LimitDialog>(control, shell, limit, window);
    partOf<QLineEdit>(*change, "soft").setText(QStringLiteral("8192")); // above the hard limit: that is said
    dialogs.push_back(std::move(change));
    dialogs.push_back(std::make_unique<PriorityDialog>(control, std::vector{shell}, 4, window));
    dialogs.push_back(std::make_unique<QMessageBox>(QMessageBox::NoIcon, QStringLiteral("title"),
                                                    QStringLiteral("text"), QMessageBox::Cancel, window));
    showFilterHelp(window);
    choose("Who &has it open?");
    for (const auto &dialog : dialogs)
        dialog->show();
    return dialogs;
}

void TestAppearance::openDocks()
{
    const auto stage = std::make_shared<EventStage>(
        EventCoverage{EventCoverage::Kind::Pidfd, "a right is missing", "short lives", "start it as root"});
    m_window->openEvents(EventStage::sourceOf(stage));
    for (auto *dock : m_window->findChildren<QDockWidget *>())
        dock->show();
    m_window->showLab({});
    emitEvents(*m_window, *stage,
               {eventOf(bootClock(), {{4242, 90'000}, "brief"}, Forked{shell}),
                exitOf(bootClock(), {{4242, 90'000}, "brief"}, exited(3), shell)});
    m_window->findChild<QDockWidget *>(QStringLiteral("events"))->raise();
}

void TestAppearance::thePaletteIsThatOfTheApplication()
{
    const auto desktop = [] {
        QPalette palette(QColor("#203040"), QColor("#102030"));
        palette.setColor(QPalette::Highlight, QColor("#ff8000"));
        return Palette::of(palette);
    };
    for (const auto &palette : {Palette::light(), Palette::dark(), desktop()}) {
        QVERIFY(Palette::from(palette.toQt()) == palette);
        const ApplicationPalette shown(palette);
        QVERIFY(Palette::current() == palette);
    }
}

void TestAppearance::aSwitchLeavesNoOldColor_data()
{
    QTest::addColumn<QString>("raised");
    for (const auto *dock : {"lab", "system-charts", "events", "operations"})
        QTest::newRow(dock) << QString::fromLatin1(dock);
}

void TestAppearance::aSwitchLeavesNoOldColor()
{
    QFETCH(const QString, raised);
    openDocks();
    m_window->findChild<QDockWidget *>(raised)->raise();
    QTest::keyClicks(&filterFieldOf(*m_window), QStringLiteral("cpu > x"));
    switchThrough([&](const Palette &own, const Palette &other) {
        verifyColors(*m_window, own, other);
        QCoreApplication::processEvents(); // what was put off until then
        verifyColors(*m_window, own, other);
    });
}

void TestAppearance::aSwitchReachesAllPanes()
{
    auto &details = detailsOf(*m_window);
    viewOf(*m_window).select(shell.id);
    for (const auto &pane : details.paneIds()) {
        details.showPane(pane);
        QTRY_VERIFY(details.isFilled());
    }
    switchThrough([&](const Palette &own, const Palette &other) {
        for (const auto &pane : details.paneIds()) {
            details.showPane(pane);
            verifyColors(details, own, other);
        }
    });
}

void TestAppearance::aSwitchReachesWhatIsOpen()
{
    const auto dialogs = openDialogs();
    switchThrough([&](const Palette &own, const Palette &other) {
        for (auto *dialog : m_window->findChildren<QDialog *>())
            verifyColors(*dialog, own, other);
    });
}

void TestAppearance::whatIsOpenedLaterIsRight()
{
    switchThrough([&](const Palette &own, const Palette &other) {
        const auto dialogs = openDialogs();
        for (auto *dialog : m_window->findChildren<QDialog *>())
            verifyColors(*dialog, own, other);
    });
    m_window->setAppearance(Appearance::Dark);
    openDocks();
    verifyColors(*m_window, Palette::dark(), Palette::light());
}

void TestAppearance::aSwitchMovesNothing()
{
    m_window->setAnimated(false);
    openDocks();
    m_window->setAppearance(Appearance::Light);
    QCoreApplication::processEvents();
    const auto places = [&] {
        QStringList all;
        auto *demos = m_window->findChild<QListWidget *>(QStringLiteral("demos"));
        all += QStringLiteral("a demo: %1").arg(demos->visualItemRect(demos->item(0)).height());
        for (const auto *widget : m_window->findChildren<QWidget *>()) {
            const auto place = widget->geometry();
            const bool isOfSamples =
                m_window->statusBar()->isAncestorOf(widget); // another text, another place
            if (widget->isVisible() && !isOfSamples)
                all += QStringLiteral("%1 %2: %3 %4 %5 %6")
                           .arg(QLatin1String(widget->metaObject()->className()), widget->objectName())
                           .arg(place.x())
                           .arg(place.y())
                           .arg(place.width())
                           .arg(place.height());
        }
        all.sort(); // in whatever order they lie upon each other
        return all;
    };
    const auto before = places();
    for (const auto appearance : {Appearance::Dark, Appearance::Light}) {
        m_window->setAppearance(appearance);
        QCoreApplication::processEvents();
        QCOMPARE(places(), before);
    }
}

/// The style gives each row a padding: it must be known before the rows are laid out.
void TestAppearance::rowsOfDemosLieApart()
{
    openDocks();
    QCoreApplication::processEvents();
    const auto *demos = m_window->findChild<QListWidget *>(QStringLiteral("demos"));
    for (int row = 1; row < demos->count(); ++row)
        QCOMPARE(demos->visualItemRect(demos->item(row)).top(),
                 demos->visualItemRect(demos->item(row - 1)).bottom() + 1);
    QVERIFY(demos->visualItemRect(demos->item(0)).height() > demos->fontMetrics().height());
}

static const forklore::TestClass<TestAppearance> testClass(__FILE__);
#include "tst_appearance.moc"
