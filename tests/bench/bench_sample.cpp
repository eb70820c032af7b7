// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one sample of this machine costs, and one inspection of this process.
#include <QTest>

#include <cstring>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/inspect/open_files.h"
#include "core/host/linux/sampling/linux_source.h"
#include "core/snapshot/delta.h"
#include "tests/support/test_program.h"

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

    /// The page walk of a process with 64 MiB in RAM and 1 000 mappings more.
    void mappings()
    {
        constexpr std::size_t size = 64 << 20;
        const auto map = [](std::size_t bytes, int protection) {
            return mmap(nullptr, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        };
        auto *touched = map(size, PROT_READ | PROT_WRITE);
        QVERIFY(touched != MAP_FAILED);
        std::memset(touched, 1, size);
        std::vector<void *> pages;
        for (int i = 0; i < 1000; ++i) // of two kinds by turns, or the kernel would make one of them
            pages.push_back(map(4096, i % 2 == 0 ? PROT_READ : PROT_READ | PROT_WRITE));
        const auto inspector = LinuxInspector::create();
        const auto id = inspector->idOf(getpid());
        std::size_t count = 0;
        QBENCHMARK
        {
            const auto mappings = inspector->mappings(*id);
            QVERIFY(mappings);
            count = mappings->size();
        }
        qInfo("%zu mappings", count);
        for (auto *page : pages)
            munmap(page, 4096);
        munmap(touched, size);
    }

    void inspection()
    {
        const auto inspector = LinuxInspector::create();
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
        const auto inspector = LinuxInspector::create();
        const auto query = parseFileQuery("/dev/null");
        QBENCHMARK
        {
            QVERIFY(!inspector->whoHas(*query)->holders.empty());
        }
    }

    void peers()
    {
        const auto inspector = LinuxInspector::create();
        const auto id = inspector->idOf(getpid());
        QBENCHMARK
        {
            QVERIFY(inspector->peers(*id));
        }
    }
};

static const forklore::TestClass<BenchSample> testClass(__FILE__);
#include "bench_sample.moc"
