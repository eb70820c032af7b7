// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person reads of a demo, and the code that is shown beside it.
#include <QTest>

#include "core/lab/catalogue/demo_text.h"
#include "core/lab/catalogue/excerpt.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class DemoTextTest : public QObject {
    Q_OBJECT

private slots:
    void wholeTextIsRead();
    void wrongTextIsRefused_data();
    void wrongTextIsRefused();
    void namesTakeTheirPlaces();
    void markedLinesAreShown();
    void placeIsThatOfTheLineBefore();
};

void DemoTextTest::wholeTextIsRead()
{
    const auto text = parseDemoText("# Orphan\n"
                                    "A parent ends\n"
                                    "while its child goes on.\n"
                                    "\n"
                                    "? Who is it?\n"
                                    "- nobody\n"
                                    "+ process 1\n"
                                    "\n"
                                    "@ born\n"
                                    "{child} is\n"
                                    "there.\n"
                                    "look: child limits Open files\n"
                                    "look: parent\n"
                                    "@ over\n");
    QVERIFY2(text, why(text));
    const DemoText expected{
        "Orphan",
        "A parent ends while its child goes on.",
        "Who is it?",
        {{"nobody", false}, {"process 1", true}},
        {{"born", "{child} is there.", {{"child", "limits", "Open files"}, {"parent", "", ""}}},
         {"over", "", {}}}};
    QVERIFY(*text == expected);
}

void DemoTextTest::wrongTextIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("complaint");
    const auto row = [](const char *name, const char *text, const char *complaint) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(complaint);
    };
    row("nothing", "", "there is no title");
    row("no summary", "# A\n@ x\n", "there is no summary");
    row("no moment", "# A\nB.\n", "there is no moment");
    row("two words for a moment", "# A\nB.\n@ x y\n", "line 3: a moment has one word for a name");
    row("a moment without a name", "# A\nB.\n@\n", "line 3: a moment has one word for a name");
    row("no choice", "# A\nB.\n? C\n@ x\n", "a question and its choices go together");
    row("no question", "# A\nB.\n- c\n@ x\n", "a question and its choices go together");
    row("nothing is right", "# A\nB.\n? C\n- d\n- e\n@ x\n", "one choice is right");
    row("all is right", "# A\nB.\n? C\n+ d\n+ e\n@ x\n", "one choice is right");
    row("more after the question", "# A\nB.\n? C\nd\n",
        "line 4: only choices and moments follow the question");
    row("a look too early", "# A\nB.\nlook: child\n", "line 3: there is no moment yet to look at");
    row("a look at nobody", "# A\nB.\n@ x\nlook:\n", "line 4: a look needs a role");
}

void DemoTextTest::wrongTextIsRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, complaint);
    const auto parsed = parseDemoText({text.constData(), static_cast<std::size_t>(text.size())});
    QVERIFY(!parsed);
    QCOMPARE(bytes(parsed.error().message), complaint);
}

void DemoTextTest::namesTakeTheirPlaces()
{
    const auto name = [](std::string_view role) {
        return role == "child" ? std::string("4712") : std::string("?");
    };
    QCOMPARE(bytes(withNames("{child} of {parent}.", name)), QByteArray("4712 of ?."));
    QCOMPARE(bytes(withNames("plain", name)), QByteArray("plain"));
    QCOMPARE(bytes(withNames("{child", name)), QByteArray("{child"));
    QCOMPARE(bytes(withNames("", name)), QByteArray(""));
}

void DemoTextTest::markedLinesAreShown()
{
    const auto code = excerpt("#include <x>\n"
                              "//[\n"
                              "int work()\n"
                              "{\n"
                              "    return 1;\n"
                              "}\n"
                              "//]\n"
                              "void f()\n"
                              "{\n"
                              "    lab::play(\"x\");\n"
                              "    //[\n"
                              "\n"
                              "    a();\n"
                              "        lab::show(\"y\");\n"
                              "\n"
                              "\n"
                              "        b();\n"
                              "\n"
                              "    //]\n"
                              "    c();\n"
                              "}\n");
    QByteArrayList lines;
    for (const auto &line : code)
        lines += QByteArray::number(line.number) + ' ' + bytes(line.text);
    QCOMPARE(lines, (QByteArrayList{"3 int work()", "4 {", "5     return 1;", "6 }", "0 ", "13 a();", "15 ",
                                    "17     b();"}));
    QVERIFY(excerpt("nothing\n").empty());
    QVERIFY(excerpt("//[\n//]\n").empty());
}

void DemoTextTest::placeIsThatOfTheLineBefore()
{
    const std::vector<CodeLine> code = {{"a", 10}, {"", 0}, {"b", 12}, {"c", 15}};
    QCOMPARE(placeOf(code, 9), -1);
    QCOMPARE(placeOf(code, 10), 0);
    QCOMPARE(placeOf(code, 11), 0);
    QCOMPARE(placeOf(code, 14), 2);
    QCOMPARE(placeOf(code, 99), 3);
    QCOMPARE(placeOf({}, 1), -1);
}

static const forklore::TestClass<DemoTextTest> testClass(__FILE__);
#include "tst_demo_text.moc"
