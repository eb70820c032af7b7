// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every demo shows what it promises on this machine, with each source of events that it has; one that it
// cannot show says why.
#include <QTest>

#include <unistd.h>

#include "core/host/linux/events/proc_connector.h"
#include "core/lab/catalogue/catalogue.h"
#include "tests/lab/playing.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

DemoRun::Options options(const char *program = FORKLORE_LAB)
{
    DemoRun::Options options;
    options.program = program;
    options.megabytes = 64;
    options.patience = std::chrono::seconds(60); // for a busy machine
    return options;
}

void addDemos()
{
    QTest::addColumn<QString>("name");
    for (const auto &demo : demos())
        QTest::newRow(demo.name.c_str()) << QString::fromStdString(demo.name);
}

/// A process writes before its birth is told, or after its end.
bool isOutOfPlace(const Sentence &sentence, const std::vector<Sentence> &narration)
{
    if (sentence.text.find(" wrote ") == std::string::npos)
        return false;
    const auto pid = std::to_string(sentence.pid);
    const auto place = &sentence - narration.data();
    for (std::ptrdiff_t i = 0; i < std::ssize(narration); ++i) {
        const auto &text = narration[static_cast<std::size_t>(i)].text;
        const bool isBirth = text.find("fork; " + pid + " is its child") != std::string::npos ||
                             text.starts_with(pid + " is there;");
        const bool isEnd = text.starts_with(pid + " exited") || text.starts_with(pid + " killed");
        if ((isBirth && i > place) || (isEnd && i < place))
            return true;
    }
    return false;
}

} // namespace

class LabDemos : public QObject {
    Q_OBJECT

private slots:
    void showsWhatItExpectations_data() { addDemos(); }
    void showsWhatItExpectations();
    void showsItWithoutTheConnector_data() { addDemos(); }
    void showsItWithoutTheConnector();
    void narrationFollowsTheEvents();
    void outputIsOfWhoWroteIt();
    void stoppedLeavesNothing();
    void kernelThatCannotIsTold_data();
    void kernelThatCannotIsTold();
    void programThatIsMissingIsTold();
};

void LabDemos::showsWhatItExpectations()
{
    QFETCH(QString, name);
    const auto *demo = demoNamed(name.toStdString());
    const auto state = played(*demo, options());
    if (name == "multicore" && sysconf(_SC_NPROCESSORS_ONLN) < 2) {
        QVERIFY(state.cannotShow);
        return;
    }
    QVERIFY2(state.hasSucceeded(), complaintsOf(state).c_str());
    QCOMPARE(state.observations.size(), demo->expectations.size() + 1);
    QVERIFY2(std::ranges::is_sorted(state.narration, {}, &Sentence::at), complaintsOf(state).c_str());
    for (const auto &sentence : state.narration) // nobody writes who is not born, or has ended
        QVERIFY2(!isOutOfPlace(sentence, state.narration), sentence.text.c_str());
}

/// As for an ordinary user on an older kernel: what happens is seen from what differs between two looks.
void LabDemos::showsItWithoutTheConnector()
{
    QFETCH(QString, name);
    const auto *demo = demoNamed(name.toStdString());
    auto wishes = options();
    wishes.probes.connector = []() -> Result<ProcConnector> {
        return failure(ErrorKind::Denied, "it is for root alone here");
    };
    const auto state = played(*demo, wishes);
    if (name == "multicore" && sysconf(_SC_NPROCESSORS_ONLN) < 2)
        return;
    QVERIFY2(state.hasSucceeded(), complaintsOf(state).c_str());
    for (const auto &sentence : state.narration) // nobody has heard who did
        QVERIFY2(sentence.text.find("is its child") == std::string::npos, sentence.text.c_str());
}

void LabDemos::narrationFollowsTheEvents()
{
    const auto state = played(*demoNamed("orphan"), options());
    QVERIFY2(state.hasSucceeded(), complaintsOf(state).c_str());
    const auto pidOf = [&](const char *role) {
        return QByteArray::number(state.roles.find(role)->second.pid);
    };
    const auto parent = pidOf("parent");
    const auto child = pidOf("child");
    QByteArray all;
    for (const auto &sentence : state.narration)
        all += bytes(sentence.text) + '\n';
    const auto birth = ProcConnector::open()
                           ? parent + " called fork; " + child + " is its child."
                           : child + " is there; it was first seen as a child of " + parent + '.';
    const QByteArray told[] = {birth, child + " is the child of " + parent + ".",
                               parent + " wrote \"the parent ends\".", child + " wrote \"I'm an orphan\"."};
    qsizetype place = 0;
    for (const auto &line : told) { // in this order
        place = all.indexOf(line, place);
        QVERIFY2(place >= 0, line + " is missing or late in:\n" + all);
    }
}

void LabDemos::outputIsOfWhoWroteIt()
{
    const auto state = played(*demoNamed("fork-returns-twice"), options());
    QVERIFY2(state.hasSucceeded(), complaintsOf(state).c_str());
    for (const auto &sentence : state.narration) {
        if (sentence.text.find("child: fork") != std::string::npos)
            QCOMPARE(sentence.pid, state.roles.find("child")->second.pid);
        if (sentence.text.find("parent: fork") != std::string::npos)
            QCOMPARE(sentence.pid, state.roles.find("parent")->second.pid);
    }
}

void LabDemos::stoppedLeavesNothing()
{
    const auto demoRun = DemoRun::start(*demoNamed("zombie"), options());
    QVERIFY2(demoRun, why(demoRun));
    auto &play = **demoRun;
    while (play.state().phase != DemoState::Phase::Held)
        play.proceed();
    const auto stage = play.state().roles.find("stage")->second;
    QVERIFY(LinuxInspector::create()->identity(stage));
    play.stop();
    const auto isOver = [&] {
        play.proceed();
        return play.state().phase == DemoState::Phase::Over;
    };
    QTRY_VERIFY(isOver());
    QVERIFY(!play.state().hasSucceeded());
    QCOMPARE(play.state().observations.back().holds, std::optional(true));
    QVERIFY(!play.state().observations.at(5).holds); // it was not looked for
    QVERIFY(!LinuxInspector::create()->identity(stage));
}

void LabDemos::kernelThatCannotIsTold_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("no subreapers") << "subreaper"
                                   << QByteArray("PR_SET_CHILD_SUBREAPER failed: Invalid argument");
    QTest::newRow("no terminal to control") << "session" << QByteArray("TIOCSCTTY failed");
    QTest::newRow("nor for jobs") << "process-group" << QByteArray("TIOCSCTTY failed");
}

void LabDemos::kernelThatCannotIsTold()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, why);
    const auto state = played(*demoNamed(name.toStdString()), options(FORKLORE_HAMPERED));
    QVERIFY2(state.cannotShow, complaintsOf(state).c_str());
    QVERIFY2(bytes(*state.cannotShow).contains(why), state.cannotShow->c_str());
    QVERIFY(!state.hasSucceeded());
    // What needs nothing of that goes on as ever.
    QVERIFY(played(*demoNamed("ids"), options(FORKLORE_HAMPERED)).hasSucceeded());
}

void LabDemos::programThatIsMissingIsTold()
{
    const auto demoRun = DemoRun::start(*demoNamed("ids"), options("/nowhere/forklore-lab"));
    QVERIFY(!demoRun);
    QVERIFY2(bytes(demoRun.error().message).contains("/nowhere/forklore-lab"), why(demoRun));
}

static const forklore::TestClass<LabDemos> testClass(__FILE__);
#include "tst_lab_demos.moc"
