// SPDX-License-Identifier: GPL-3.0-or-later
//
// LifeLine: the life of a process as a line with marks, from its birth to its end or to now. The marks stand
// at equal distances, what passed between two stands above the line: a life of hours and its first
// millisecond have room side by side.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/models/palette.h"
#include "ui/models/text/timeline_text.h"

namespace forklore {

class TimelineStrip : public QWidget {
    Q_OBJECT

public:
    explicit TimelineStrip(QWidget *parent = nullptr);

    void setMarks(std::vector<TimelineMark> marks);
    [[nodiscard]] const std::vector<TimelineMark> &marks() const { return m_marks; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// A mark that is drawn, or the place of those for which there is no room.
    struct Stop {
        const TimelineMark *mark = nullptr; ///< null: some are left out here
        std::size_t leftOut = 0;
        QRect room; ///< of its texts
    };
    [[nodiscard]] std::vector<Stop> stops() const;
    void paintStop(QPainter &painter, const Stop &stop) const;
    void paintWay(QPainter &painter, const Stop &from, const Stop &to) const;
    [[nodiscard]] int lineY() const;

    std::vector<TimelineMark> m_marks;
};

} // namespace forklore
