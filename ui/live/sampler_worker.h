// SPDX-License-Identifier: GPL-3.0-or-later
//
// SamplerWorker: the part of the sampler that lives in its thread.
#pragma once

#include <memory>

#include <QObject>

#include "core/host/id_names.h"
#include "core/host/source.h"
#include "core/session/session.h"
#include "ui/models/sample.h"

namespace forklore {

class SamplerWorker : public QObject {
    Q_OBJECT

public:
    SamplerWorker(std::unique_ptr<Source> source, IdNames users, std::shared_ptr<Session> session);

    /// @param isAfterBreak nothing was measured since the sample before
    void sample(const SampleRequest &request, bool isAfterBreak);

signals:
    void sampled(const forklore::SamplePtr &sample);
    void failed(const QString &reason);

private:
    [[nodiscard]] OwnCost cost();
    void addNames(Sample &sample);
    void addRenamed(Sample &sample) const;

    std::unique_ptr<Source> m_source;
    IdNames m_users;
    std::shared_ptr<Session> m_session;
    std::unordered_map<Uid, QString> m_names;         ///< of the sample before
    std::chrono::steady_clock::time_point m_costAt{}; ///< it stands still while the machine sleeps
    std::chrono::nanoseconds m_cpuTime{};
};

} // namespace forklore
