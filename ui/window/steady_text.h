// SPDX-License-Identifier: GPL-3.0-or-later
//
// SteadyText: one line of text that may change with every sample. Its room only grows, so what stands beside
// it does not jump, and the window is not laid out anew each second. Where it finds less room, it is elided.
#pragma once

#include <QWidget>

namespace forklore {

class SteadyText : public QWidget {
    Q_OBJECT

public:
    explicit SteadyText(Qt::Alignment side = Qt::AlignLeft, QWidget *parent = nullptr);

    [[nodiscard]] const QString &text() const { return m_text; }
    void setText(const QString &text);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    Qt::Alignment m_side;
    QString m_text;
    int m_room = 0; ///< of the longest so far, in pixels
};

} // namespace forklore
