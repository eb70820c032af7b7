// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChartCursor: the moment the pointer is at, for all charts at once.
#pragma once

#include <optional>

#include <QObject>

#include "core/session/series.h"

namespace forklore {

class ChartCursor : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] std::optional<Moment> moment() const { return m_moment; }
    /// Nothing: the pointer has left the charts.
    void moveTo(std::optional<Moment> moment)
    {
        if (moment == m_moment)
            return;
        m_moment = moment;
        emit moved();
    }

signals:
    void moved();

private:
    std::optional<Moment> m_moment;
};

} // namespace forklore
