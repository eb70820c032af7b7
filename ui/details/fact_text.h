// SPDX-License-Identifier: GPL-3.0-or-later
//
// FactText: a text that can be selected and breaks into lines. Another text of the same height does not lay
// out anew what it stands in, as a label's would: some facts change with every sample.
#pragma once

#include <QLabel>

namespace forklore {

class FactText : public QWidget {
    Q_OBJECT

public:
    explicit FactText(QWidget *parent = nullptr);

    void setText(const QString &text);

    [[nodiscard]] QSize sizeHint() const override { return m_label->sizeHint(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return m_label->minimumSizeHint(); }
    [[nodiscard]] int heightForWidth(int width) const override { return m_label->heightForWidth(width); }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QLabel *m_label;
};

} // namespace forklore
