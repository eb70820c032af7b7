// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/panes/threads_pane.h"

#include "core/host/rates.h"
#include "ui/models/text/quantities.h"

namespace forklore {

ThreadsPane::ThreadsPane(std::function<SamplePtr()> sample, QWidget *parent)
    : ThreadsPane(std::move(sample), makeThreadsModel(nullptr), parent)
{
}

ThreadsPane::ThreadsPane(std::function<SamplePtr()> sample, ThreadsModel *model, QWidget *parent)
    : TablePane({Section::Threads, QStringLiteral("threads"), tr("Threads")}, model, parent),
      m_sample(std::move(sample)),
      m_model(model)
{
}

void ThreadsPane::show(const Inspection &inspection, bool fresh)
{
    const auto &read = std::get<Result<Threads>>(inspection.value);
    if (fresh)
        m_before.reset();
    if (!read) {
        m_before.reset();
        return showReason(read.error());
    }
    const auto count =
        read->all.size() == 1 ? tr("1 thread") : tr("%1 threads").arg(countText(read->all.size()));
    const auto &system = m_sample()->system;
    if (m_before) {
        const auto apart = intervalText(read->sinceBoot - m_before->sinceBoot);
        setNote(tr("%1 · CPU % over the last %2").arg(count, apart));
        showRows(*m_model, threadRows(withCpuShares(*read, *m_before, system), inspection.id.pid, system),
                 fresh);
    } else {
        setNote(count);
        showRows(*m_model, threadRows(*read, inspection.id.pid, system), fresh);
    }
    m_before = *read;
}

} // namespace forklore
