// SPDX-License-Identifier: GPL-3.0-or-later
//
// Typing a filter: proposals by keys, errors that leave the last good filter standing, saved filters.
#include <QAction>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include "core/filter/event_filter.h"
#include "core/filter/process_filter.h"
#include "tests/support/test_program.h"
#include "ui/models/palette.h"
#include "ui/models/settings.h"
#include "ui/tree/filter_bar.h"
#include "ui/tree/filter_help.h"

using namespace forklore;

namespace {

/// What stands in the left column of the help's first table.
QStringList examplesIn(const QString &help)
{
    static const QRegularExpression code(QStringLiteral("<code>(.*?)</code>"));
    QStringList examples;
    for (const auto &found : code.globalMatch(help.left(help.indexOf(QLatin1String("</table>")))))
        examples += QTextDocumentFragment::fromHtml(found.captured(1)).toPlainText();
    return examples;
}

} // namespace

class TestFilterField : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 500);
        m_bar = new FilterBar;
        auto *column = new QVBoxLayout(m_window.get());
        column->addWidget(m_bar, 0, Qt::AlignTop);
        m_other = new QLineEdit;
        column->addWidget(m_other);
        field().setValues([](std::size_t asked) {
            const bool name = processVocabulary()[asked].name == "name";
            return name ? std::vector<std::string>{"sshd", "sshd-session"} : std::vector<std::string>{"root"};
        });
        connect(&field(), &FilterField::applied, this,
                [this](const QString &text) { m_applied = text.toStdString(); });
        m_applied = "nothing yet";
        m_window->show();
        m_window->activateWindow();
        field().setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void aFilterIsAppliedAfterAPause()
    {
        QTest::keyClicks(&field(), QStringLiteral("user=root"));
        QCOMPARE(m_applied, std::string("nothing yet"));
        QTRY_COMPARE(m_applied, std::string("user=root"));
    }

    void enterAppliesAtOnceAndLeaves()
    {
        QSignalSpy left(&field(), &FilterField::left);
        QTest::keyClicks(&field(), QStringLiteral("ssh"));
        QTest::keyClick(&field(), Qt::Key_Return);
        QCOMPARE(m_applied, std::string("ssh")); // what was typed, not what was proposed
        QCOMPARE(left.count(), 1);
        QVERIFY(!field().popup()->isVisible());
    }

    void anErrorLeavesTheLastGoodFilter()
    {
        QSignalSpy left(&field(), &FilterField::left);
        type("cpu > 5");
        type("cpu > abc");
        QCOMPARE(m_applied, std::string("cpu > 5"));
        QCOMPARE(field().errorColumn(), 7);
        QVERIFY(field().popup()->isVisible());
        QVERIFY(field().popup()->problem().contains(QLatin1String("cpu > 5")));
        QVERIFY(field().toolTip().contains(QLatin1String("Column 7: ")));
        QVERIFY(field().property("wrong").toBool());
        QTest::keyClick(&field(), Qt::Key_Return);
        QCOMPARE(left.count(), 0);
        type("cpu > 6");
        QCOMPARE(m_applied, std::string("cpu > 6"));
        QCOMPARE(field().errorColumn(), 0);
        QVERIFY(field().popup()->problem().isEmpty());
        QVERIFY(field().toolTip().isEmpty());
        QVERIFY(!field().property("wrong").toBool());
    }

    void theColumnCountsCharacters()
    {
        type("\303\274\303\274 cpu > x");
        QCOMPARE(field().errorColumn(), 10);
    }

    void theWrongPartIsMarked()
    {
        const auto marked = [&] {
            const auto image = field().grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == Palette::current().error;
            }
            return count;
        };
        type("cpu > 5");
        QCOMPARE(marked(), 0);
        type("cpu > abc");
        const int three = marked();
        QVERIFY(three > 0);
        type("cpu > abcabc");
        QVERIFY(marked() > three);
        type("cpu >");
        QVERIFY(marked() > 0);
    }

    void tabTakesTheFirstProposal()
    {
        QTest::keyClicks(&field(), QStringLiteral("cp"));
        QTest::keyClick(&field(), Qt::Key_Tab);
        QCOMPARE(field().text(), QStringLiteral("cpu "));
        QTest::keyClicks(&field(), QStringLiteral("> 9"));
        QTest::keyClick(&field(), Qt::Key_Tab);
        QCOMPARE(field().text(), QStringLiteral("cpu > 90% "));
        QTRY_COMPARE(m_applied, std::string("cpu > 90% "));
    }

    void arrowsChooseAndEnterTakes()
    {
        QTest::keyClicks(&field(), QStringLiteral("ss"));
        QTest::keyClick(&field(), Qt::Key_Down);
        QTest::keyClick(&field(), Qt::Key_Down);
        QTest::keyClick(&field(), Qt::Key_Return);
        QCOMPARE(field().text(), QStringLiteral("sshd-session "));
        QVERIFY(field().hasFocus());
        QTest::keyClick(&field(), Qt::Key_Up); // the last of what comes next
        QVERIFY(field().popup()->current() > 0);
    }

    void inTheMiddleOnlyTheWordIsReplaced()
    {
        field().setText(QStringLiteral("user=ro or sshd"));
        field().setCursorPosition(6);
        QTest::keyClicks(&field(), QStringLiteral("o"));
        QTest::keyClick(&field(), Qt::Key_Backspace);
        QTest::keyClick(&field(), Qt::Key_Tab);
        QCOMPARE(field().text(), QStringLiteral("user=root or sshd"));
        QCOMPARE(field().cursorPosition(), 10);
    }

    void escapeClosesTheProposalsFirst()
    {
        int cleared = 0;
        QAction clear;
        clear.setShortcut(Qt::Key_Escape);
        m_window->addAction(&clear);
        connect(&clear, &QAction::triggered, this, [&] { ++cleared; });
        QTest::keyClicks(&field(), QStringLiteral("cp"));
        QVERIFY(field().popup()->isVisible());
        QTest::keyClick(&field(), Qt::Key_Escape);
        QVERIFY(!field().popup()->isVisible());
        QCOMPARE(field().text(), QStringLiteral("cp"));
        QCOMPARE(cleared, 0);
        QTest::keyClick(&field(), Qt::Key_Escape);
        QCOMPARE(cleared, 1);
    }

    void downShowsAllFields()
    {
        QTest::keyClick(&field(), Qt::Key_Down);
        QVERIFY(field().popup()->isVisible());
        QVERIFY(field().popup()->hasProposals());
    }

    void withoutProposalsTabLeaves()
    {
        QTest::keyClick(&field(), Qt::Key_Tab);
        QVERIFY(!field().hasFocus());
    }

    void whoLeavesSeesNoProposals()
    {
        QTest::keyClicks(&field(), QStringLiteral("cp"));
        QVERIFY(field().popup()->isVisible());
        m_other->setFocus();
        QVERIFY(!field().popup()->isVisible());
    }

    void theProposalsStayInsideTheWindow()
    {
        m_window->resize(400, 500);
        QTest::keyClick(&field(), Qt::Key_Down);
        QVERIFY(m_window->rect().contains(field().popup()->geometry()));
    }

    void aSavedFilterIsChosenFromTheMenu()
    {
        auto &menu = m_bar->savedMenu();
        emit menu.aboutToShow();
        QVERIFY(menu.actions().front()->text().startsWith(QLatin1String("Zombies\t")));
        menu.actions().front()->trigger();
        QCOMPARE(m_applied, std::string("state = zombie"));
        QVERIFY(field().popup() == nullptr || !field().popup()->isVisible());
    }

    void savedFiltersOutliveTheWindow()
    {
        const QTemporaryDir directory;
        const auto file = directory.filePath(QStringLiteral("forklore.ini"));
        {
            Settings settings(file);
            QCOMPARE(SavedFilters::read(settings).all(), SavedFilters().all());
            connect(m_bar, &FilterBar::savedChanged, this, [&] { m_bar->saved().write(settings); });
            type("cmd ~ /a,b;\"%=\\\\d/ or \"\303\274\"");
            m_bar->saveAs(QStringLiteral("  Mine, too & 50% "));
        }
        Settings settings(file);
        const auto filters = SavedFilters::read(settings);
        QCOMPARE(filters.all().size(), SavedFilters().all().size() + 1);
        QCOMPARE(filters.all().last(),
                 (SavedFilter{QStringLiteral("Mine, too & 50%"),
                              QString::fromUtf8("cmd ~ /a,b;\"%=\\\\d/ or \"\303\274\"")}));
    }

    void savedFiltersAreRenamedAndRemoved()
    {
        SavedFilters filters;
        const auto count = filters.all().size();
        filters.save(QStringLiteral("a"), QStringLiteral("x"));
        filters.save(QStringLiteral("a"), QStringLiteral("y"));
        filters.save(QStringLiteral(" "), QStringLiteral("z"));
        QCOMPARE(filters.all().size(), count + 1);
        filters.rename(QStringLiteral("a"), QStringLiteral("Busy"));
        QCOMPARE(filters.all().size(), count);
        QCOMPARE(filters.all().last(), (SavedFilter{QStringLiteral("Busy"), QStringLiteral("y")}));
        filters.rename(QStringLiteral("Busy"), QString());
        filters.remove(QStringLiteral("Busy"));
        QCOMPARE(filters.all().size(), count - 1);
    }

    void whoRemovesAllHasNone()
    {
        const QTemporaryDir directory;
        Settings settings(directory.filePath(QStringLiteral("forklore.ini")));
        SavedFilters filters;
        const SavedFilters shipped;
        for (const auto &filter : shipped.all())
            filters.remove(filter.name);
        filters.write(settings);
        QVERIFY(SavedFilters::read(settings).all().isEmpty());
    }

    void shippedFiltersAreRight()
    {
        const SavedFilters shipped;
        for (const auto &filter : shipped.all())
            QVERIFY2(ProcessFilter::parse(filter.text.toStdString()), qPrintable(filter.text));
    }

    void itKnowsTheLanguageItWasMadeFor()
    {
        const auto &fields = eventVocabulary();
        FilterField events({fields, fieldNamed(fields, "name").value(), QStringLiteral("Events")},
                           m_window.get());
        events.show();
        events.setFocus();
        QCOMPARE(events.placeholderText(), QStringLiteral("Events"));
        events.setValues([&](std::size_t asked) {
            return std::vector<std::string>{fields[asked].name == "name" ? "worker" : "wrong"};
        });
        QSignalSpy applied(&events, &FilterField::applied);
        events.setFilter(QStringLiteral("kind=exit and status!=0"));
        QCOMPARE(applied.count(), 1);
        QCOMPARE(applied.front().front().toString(), QStringLiteral("kind=exit and status!=0"));
        events.setFilter(QStringLiteral("kind=exit and cpu > 5"));
        QCOMPARE(applied.count(), 1);
        QCOMPARE(events.errorColumn(), 15);
        events.setFilter(QString());
        QCOMPARE(applied.count(), 2);
        QTest::keyClicks(&events, QStringLiteral("life"));
        QTest::keyClick(&events, Qt::Key_Tab);
        QCOMPARE(events.text(), QStringLiteral("lifetime "));
        events.clear();
        QTest::keyClicks(&events, QStringLiteral("w"));
        QTest::keyClick(&events, Qt::Key_Tab);
        QCOMPARE(events.text(), QStringLiteral("worker "));
    }

    void theHelpNamesEveryField_data()
    {
        QTest::addColumn<QString>("help");
        QTest::addColumn<const Vocabulary *>("vocabulary");
        QTest::newRow("processes") << filterHelpText() << &processVocabulary();
        QTest::newRow("events") << eventFilterHelpText() << &eventVocabulary();
    }
    void theHelpNamesEveryField()
    {
        QFETCH(QString, help);
        QFETCH(const Vocabulary *, vocabulary);
        for (const auto &field : *vocabulary)
            QVERIFY2(help.contains(QLatin1String(field.meaning.data(), qsizetype(field.meaning.size()))),
                     field.name.data());
    }

    void theExamplesOfTheHelpAreRight()
    {
        const auto ofProcesses = examplesIn(filterHelpText());
        const auto ofEvents = examplesIn(eventFilterHelpText());
        QVERIFY(!ofProcesses.isEmpty() && !ofEvents.isEmpty());
        for (const auto &example : ofProcesses)
            QVERIFY2(ProcessFilter::parse(example.toStdString()), qPrintable(example));
        for (const auto &example : ofEvents)
            QVERIFY2(EventFilter::parse(example.toStdString()), qPrintable(example));
    }

private:
    [[nodiscard]] FilterField &field() { return m_bar->field(); }

    void type(const char *text)
    {
        field().selectAll();
        field().insert(QString::fromUtf8(text)); // keyClicks knows ASCII only
        field().applyNow();
    }

    std::unique_ptr<QWidget> m_window;
    FilterBar *m_bar = nullptr;
    QLineEdit *m_other = nullptr;
    std::string m_applied;
};

static const forklore::TestClass<TestFilterField> testClass(__FILE__);
#include "tst_filter_field.moc"
