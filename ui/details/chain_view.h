// SPDX-License-Identifier: GPL-3.0-or-later
//
// ChainView: a picture of processes that are joined by pipes and sockets, each box a link to its process.
#pragma once

#include <vector>

#include <QAbstractButton>
#include <QWidget>

#include "ui/details/chain_layout.h"

namespace forklore {

/// A process in the picture.
class ChainBox : public QAbstractButton {
    Q_OBJECT

public:
    explicit ChainBox(QWidget *parent = nullptr);

    /// @param self it is the one that the picture is about
    void setProcess(const ProcessRef &process, bool self);
    [[nodiscard]] const ProcessId &process() const { return m_process.id; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] QFont nameFont() const;

    ProcessRef m_process;
    QString m_name;
    bool m_self = false;
};

class ChainView : public QWidget {
    Q_OBJECT

public:
    explicit ChainView(QWidget *parent = nullptr);

    /// A chain of one is no picture: hidden. One that may not be seen is said to be so.
    void setChain(const Result<Chain> &chain, const ProcessId &self);

    [[nodiscard]] const std::vector<ChainBox *> &boxes() const { return m_boxes; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void processLinked(const forklore::ProcessId &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] ChainLayout layoutFor(int width) const;
    [[nodiscard]] int titleHeight() const;
    void arrange();

    Chain m_chain;
    QString m_note; ///< below the picture
    ProcessId m_self;
    std::vector<ChainBox *> m_boxes;
    ChainLayout m_layout; ///< below the title
};

} // namespace forklore
