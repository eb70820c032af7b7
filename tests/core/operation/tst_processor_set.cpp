// SPDX-License-Identifier: GPL-3.0-or-later
//
// Machines with more processors than cpu_set_t holds, by the answers that they would give.
#include <QTest>

#include <cerrno>

#include "core/host/linux/control/processor_set.h"
#include "core/operation/processor_list.h"
#include "tests/support/test_program.h"

using namespace forklore;

class ProcessorSetTest : public QObject {
    Q_OBJECT

private slots:
    void largerMachinesAreRead()
    {
        const auto read = [](pid_t, std::size_t bytes, cpu_set_t *set) {
            if (bytes < 512) { // a kernel for 4 096 processors
                errno = EINVAL;
                return -1;
            }
            for (const std::size_t processor : {0, 1023, 1024, 3000})
                CPU_SET_S(processor, bytes, set);
            return 0;
        };
        const auto processors = processorsOf(1, read);
        QVERIFY(processors);
        QCOMPARE(*processors, (std::vector<int>{0, 1023, 1024, 3000}));
    }

    void whatIsRefusedIsAnError()
    {
        int calls = 0;
        const auto refuse = [&calls](int reason) {
            return [&calls, reason](pid_t, std::size_t, cpu_set_t *) {
                ++calls;
                errno = reason;
                return -1;
            };
        };
        QCOMPARE(processorsOf(1, refuse(ESRCH)).error(), ESRCH);
        QCOMPARE(calls, 1);
        QCOMPARE(processorsOf(1, refuse(EINVAL)).error(), EINVAL);
        QVERIFY(calls < 20);
    }

    void ownAreReadAndSet()
    {
        const auto own = processorsOf(0);
        QVERIFY(own && !own->empty());
        QCOMPARE(setProcessors(0, *own), 0);
        QCOMPARE(setProcessors(0, {}), EINVAL);
        QCOMPARE(setProcessors(0, {maxProcessors - 1}), EINVAL); // not on this machine
    }
};

static const forklore::TestClass<ProcessorSetTest> testClass(__FILE__);
#include "tst_processor_set.moc"
