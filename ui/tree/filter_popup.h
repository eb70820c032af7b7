// SPDX-License-Identifier: GPL-3.0-or-later
//
// FilterPopup: what stands below the filter while it is typed: what is wrong with it, and how it could go on.
//
// It is a child of the window and takes no focus, so typing goes on in the field, the tree keeps refreshing
// and a click elsewhere is not lost, as it would be with a menu.
#pragma once

#include <vector>

#include <QFrame>
#include <QLabel>
#include <QTreeWidget>

#include "core/filter/completion.h"

namespace forklore {

class FilterPopup : public QFrame {
    Q_OBJECT

public:
    explicit FilterPopup(QWidget *window);

    /// Below the field, inside the window; nothing to say hides it.
    void showBelow(const QWidget &field, const QString &problem, const std::vector<Proposal> &proposals);

    [[nodiscard]] bool hasProposals() const { return m_list->topLevelItemCount() > 0; }
    [[nodiscard]] QString problem() const { return m_problem->isHidden() ? QString() : m_problem->text(); }
    /// The proposal that is chosen, -1 for none.
    [[nodiscard]] int current() const;
    void move(int step);
    using QWidget::move;

signals:
    void clicked(int proposal);

protected:
    void changeEvent(QEvent *event) override;

private:
    void dimExplanations();
    void fill(const std::vector<Proposal> &proposals);

    QLabel *m_problem;
    QTreeWidget *m_list;
};

} // namespace forklore
