// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one sample of this machine costs, and one inspection of this process.
#include <QTest>

#include <unistd.h>

#include "core/snapshot/delta.h"
#include "core/source/linux/inspector.h"
#include "core/source/linux/linux_source.h"
#include "core/source/linux/open_files.h"

using namespace forklore;

class BenchSample : public QObject {
    Q_OBJECT

private slots:
    void first()
    {
        auto source = LinuxSource::create();
        QBENCHMARK
        {
            QVERIFY((*source)->sample(SampleRequest::everything(), nullptr));
        }
    }

    void following()
    {
        auto source = LinuxSource::create();
        auto before = (*source)->sample({}, nullptr);
        QBENCHMARK
        {
            auto after = (*source)->sample({}, &*before);
            const auto delta = difference(*before, *after);
            before = std::move(after);
        }
        qInfo("%zu processes", before->processes.size());
    }

    void inspection()
    {
        const auto inspector = Inspector::create();
        const auto id = inspector->idOf(getpid());
        QBENCHMARK
        {
            QVERIFY(inspector->descriptors(*id));
        }
    }

    /// The look at all processes that peers, chain and whoHas are made of.
    void openFiles()
    {
        const auto root = Directory::open("/proc");
        std::size_t count = 0;
        QBENCHMARK
        {
            count = readOpenFiles(*root, Held::Descriptors).files.size();
        }
        qInfo("%zu descriptors", count);
    }

    void whoHas()
    {
        const auto inspector = Inspector::create();
        const auto query = parseFileQuery("/dev/null");
        QBENCHMARK
        {
            QVERIFY(!inspector->whoHas(*query).holders.empty());
        }
    }

    void peers()
    {
        const auto inspector = Inspector::create();
        const auto id = inspector->idOf(getpid());
        QBENCHMARK
        {
            QVERIFY(inspector->peers(*id));
        }
    }
};

QTEST_GUILESS_MAIN(BenchSample)
#include "bench_sample.moc"
