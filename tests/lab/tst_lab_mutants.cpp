// SPDX-License-Identifier: GPL-3.0-or-later
//
// No observation is said to hold because it should: of each demo a scenario that was broken on purpose makes
// one of them fail. What was broken stands in mutations.txt.
#include <algorithm>

#include <QFile>
#include <QTest>

#include <unistd.h>

#include "core/lab/catalogue/catalogue.h"
#include "tests/lab/playing.h"
#include "tests/support/test_program.h"

using namespace forklore;

class LabMutants : public QObject {
    Q_OBJECT

private slots:
    void brokenScenarioIsFoundOut_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto &demo : demos())
            QTest::newRow(demo.name.c_str()) << QString::fromStdString(demo.name);
    }

    void brokenScenarioIsFoundOut()
    {
        QFETCH(QString, name);
        if (name == "multicore" && sysconf(_SC_NPROCESSORS_ONLN) < 2)
            return;
        const auto expectation = expectationOf(name);
        DemoRun::Options options;
        options.program = FORKLORE_MUTANTS;
        options.megabytes = 64;
        options.patience = std::chrono::milliseconds(1500);
        const auto fails = [&](const DemoState &state) {
            const auto found = std::ranges::find(state.observations, expectation, &Observation::expectation);
            return found != state.observations.end() && found->holds == false;
        };
        const auto state = played(*demoNamed(name.toStdString()), options, fails);
        QVERIFY2(!state.cannotShow, complaintsOf(state).c_str());
        QVERIFY2(fails(state), expectation.c_str());
    }

private:
    /// That which the mutation breaks.
    static std::string expectationOf(const QString &name)
    {
        QFile file(QStringLiteral(FORKLORE_SOURCE_DIR "/tests/lab/mutations.txt"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("mutations.txt cannot be read");
        const auto lines = file.readAll().split('\n');
        const auto place = lines.indexOf(name.toLatin1());
        return lines.value(place + 3).mid(2).toStdString();
    }
};

static const forklore::TestClass<LabMutants> testClass(__FILE__);
#include "tst_lab_mutants.moc"
