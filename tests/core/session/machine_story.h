// SPDX-License-Identifier: GPL-3.0-or-later
//
// A machine that goes on, and what is recorded of it, as text.
#pragma once

#include <chrono>

#include <QByteArray>

#include "core/session/machine_record.h"
#include "tests/support/series_text.h"

namespace forklore::machine_story {

using namespace std::chrono_literals;

/// A machine that goes on, a sample a second.
class Story {
public:
    Machine machine;
    MachineRecord record;
    Moment maxDistance = Moment::max();

    void second()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        snapshot.machine = machine;
        record.record(snapshot, maxDistance);
    }
    void secondUnasked()
    {
        m_now += 1s;
        Snapshot snapshot;
        snapshot.sinceBoot = m_now;
        record.record(snapshot, maxDistance);
    }
    [[nodiscard]] QByteArray past(Quantity quantity) const { return textOf(record.of(quantity)); }
    [[nodiscard]] QByteArray core(unsigned number) const
    {
        for (const auto &[known, series] : record.cores()) {
            if (known == number)
                return textOf(series);
        }
        return "none";
    }

private:
    Moment m_now{};
};

} // namespace forklore::machine_story
