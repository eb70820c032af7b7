// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every demo is whole: its text, its code, and promises for moments that come.
#include <QTest>

#include <algorithm>
#include <set>

#include "core/lab/catalogue/catalogue.h"
#include "core/lab/catalogue/embedded.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class CatalogueTest : public QObject {
    Q_OBJECT

private slots:
    void allThatWerePromisedAreThere();
    void demoIsWhole_data();
    void demoIsWhole();
};

void CatalogueTest::allThatWerePromisedAreThere()
{
    QByteArrayList names;
    for (const auto &demo : demos())
        names += bytes(demo.name);
    QCOMPARE(names, (QByteArrayList{"ids",
                                    "descriptors",
                                    "standard-streams",
                                    "limit-soft",
                                    "limit-files",
                                    "limit-fsize",
                                    "limit-stack",
                                    "limit-nproc",
                                    "environment",
                                    "arguments",
                                    "names",
                                    "exit-codes",
                                    "fork-returns-twice",
                                    "fork-block",
                                    "copy-on-write",
                                    "shared-offset",
                                    "orphan",
                                    "subreaper",
                                    "zombie",
                                    "wait",
                                    "daemon",
                                    "process-group",
                                    "session",
                                    "signals",
                                    "pipeline",
                                    "multicore",
                                    "fork-bomb"}));
    QVERIFY(demoNamed("orphan") && demoNamed("orphan")->text.title == "Orphan");
    QVERIFY(!demoNamed("nothing"));
}

void CatalogueTest::demoIsWhole_data()
{
    QTest::addColumn<int>("place");
    for (int place = 0; place < static_cast<int>(demos().size()); ++place)
        QTest::newRow(demos()[static_cast<std::size_t>(place)].name.c_str()) << place;
}

void CatalogueTest::demoIsWhole()
{
    QFETCH(int, place);
    const auto &demo = demos()[static_cast<std::size_t>(place)];
    const auto &embedded = embeddedDemos()[static_cast<std::size_t>(place)];
    const auto text = parseDemoText(embedded.text);
    QVERIFY2(text, why(text));
    QVERIFY(!demo.theme.empty());
    QVERIFY(!demo.code.empty());
    QVERIFY(demo.expectations.size() >= 2);
    QVERIFY(demo.text.choices.size() >= 3);
    constexpr std::size_t widest = 64; // what the window shows without scrolling
    for (const auto &line : demo.code)
        QVERIFY2(line.text.size() <= widest, line.text.c_str());

    std::set<std::string> moments = {afterwards};
    for (const auto &moment : demo.text.moments) {
        QVERIFY2(!moment.text.empty(), moment.name.c_str());
        if (moment.name != afterwards) { // and the scenario comes to it
            const auto call = "show(\"" + moment.name + "\")";
            QVERIFY2(embedded.source.find(call) != embedded.source.npos, call.c_str());
        }
        moments.insert(moment.name);
        for (const auto &look : moment.looks) { // the stage is the frame's
            const bool isPlayed = embedded.source.find('"' + look.role + '"') != embedded.source.npos;
            QVERIFY2(isPlayed || look.role == "stage", look.role.c_str());
        }
    }
    std::set<std::string> promised;
    for (const auto &expectation : demo.expectations) {
        QVERIFY2(moments.contains(expectation.moment), expectation.text.c_str());
        QVERIFY2(promised.insert(expectation.text).second, expectation.text.c_str());
        QVERIFY(expectation.find);
    }
}

static const forklore::TestClass<CatalogueTest> testClass(__FILE__);
#include "tst_catalogue.moc"
