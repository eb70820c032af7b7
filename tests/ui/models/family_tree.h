// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tree of init, a shell and its two jobs, which follows samples and events.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

#include "core/session/session.h"
#include "tests/ui/samples.h"
#include "tests/ui/staged_events.h"

namespace forklore::family_tree {

inline const ProcessRef initial = {{1, 1}, "init"};
inline const ProcessRef shell = {{10, 10}, "shell"};
inline const ProcessRef job = {{11, 11}, "job"};
inline const ProcessRef otherJob = {{12, 12}, "job"};

inline Process processWith(const ProcessRef &ref, const ProcessRef &parent)
{
    return processOf(ref.id.pid, parent.id.pid, ref.id.start, ref.comm);
}

/// init with a shell that has two jobs.
inline std::vector<Process> family()
{
    return {processOf(1, 0, 1, "init"), processWith(shell, initial), processWith(job, shell),
            processWith(otherJob, shell)};
}

inline std::vector<Process> without(const ProcessRef &gone, std::vector<Process> processes = family())
{
    std::erase_if(processes, [&](const Process &process) { return process.id == gone.id; });
    return processes;
}

class FamilyTree : public QObject {
protected:
    /// The whole family is shown.
    void begin();
    void end();
    void apply(std::vector<Process> processes, int seconds);
    void append(const std::vector<Event> &events);
    [[nodiscard]] QString cell(const ProcessRef &process, const char *column,
                               int role = Qt::DisplayRole) const;

    std::unique_ptr<Session> m_session;
    std::unique_ptr<ProcessTreeModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    SamplePtr m_sample;
};

inline void FamilyTree::begin()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".")));
    m_session = std::make_unique<Session>();
    m_model = std::make_unique<ProcessTreeModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model->setSession(*m_session);
    m_sample.reset();
    apply(family(), 1000);
}

inline void FamilyTree::end()
{
    m_tester.reset();
    m_model.reset();
}

inline void FamilyTree::apply(std::vector<Process> processes, int seconds)
{
    m_sample = sampleOf(std::move(processes), m_sample, seconds);
    m_session->advance(*m_sample->snapshot, m_sample->system);
    m_model->apply(m_sample);
}

inline void FamilyTree::append(const std::vector<Event> &events)
{
    m_session->append(events);
    m_model->applyEvents(events);
}

inline QString FamilyTree::cell(const ProcessRef &process, const char *column, int role) const
{
    return m_model->indexOf(process.id, processColumn(column)).data(role).toString();
}

} // namespace forklore::family_tree
