// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessView: the tree as a user meets it. It keeps its place whatever comes and goes, opens what is new,
// and finds a process by what is typed.
#pragma once

#include <chrono>
#include <optional>

#include <QElapsedTimer>
#include <QHash>
#include <QPersistentModelIndex>
#include <QSet>
#include <QTreeView>

#include "core/host/source.h"
#include "ui/models/process_tree_model.h"

namespace forklore {

class ProcessDelegate;

class ProcessView : public QTreeView {
    Q_OBJECT

public:
    explicit ProcessView(ProcessTreeModel &model, QWidget *parent = nullptr);

    /// For the lines in the tree; outlives the view.
    void setSession(const Session &session);
    /// Closed branches show the sums of all below them.
    void setBranchSums(bool shown);

    /// Rows that a demo points at, with the roles that their processes play; none: the demo is over.
    void setMarks(const QHash<ProcessId, QString> &marks);
    [[nodiscard]] const QHash<ProcessId, QString> &marks() const { return m_marks; }

    /// Somebody points at a row just now: it should not move away.
    [[nodiscard]] bool isPointedAt() const;
    /// The rows on screen, and the facts that the visible columns need.
    [[nodiscard]] SampleRequest request() const;

    /// It alone, whatever keys are held.
    void select(const ProcessId &id);
    /// When selectAtStart() is called next.
    void setWanted(Pid pid) { m_wanted = pid; }
    /// The process that is wanted; the first row, when it is called first and none is.
    void selectAtStart();
    /// The one process that is shown and that commands for one are about: the current row if it is selected,
    /// else one that is. Invalid: none is selected.
    [[nodiscard]] QModelIndex chosen() const;
    /// The process that was chosen last, which may have ended or be hidden by the filter; nothing: the user
    /// has deselected it.
    [[nodiscard]] const std::optional<ProcessId> &lastChosen() const { return m_chosen; }
    /// Opens the branches above the chosen row and scrolls to it.
    void reveal();
    void goToParent();
    void setEverythingExpanded(bool expanded);
    /// The selected rows as they are shown, with tabs between the cells; empty: none is selected.
    [[nodiscard]] QString selectedText() const;
    /// With a filter, all that is left is open, whatever was closed.
    void setFiltered(bool filtered);
    void setColumnShown(int column, bool shown);
    void fitColumn(int column);
    /// Widens the first column, within reason, where the name of the current row is cut.
    void fitCurrentName();
    void sortBy(int column, Qt::SortOrder order);

    void keyboardSearch(const QString &search) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles = {}) override;

signals:
    /// The process that was wanted does not exist.
    void wantedMissing(forklore::Pid pid);
    /// @param process as the row shows it, which may have ended
    void chosenChanged(const forklore::Process &process);
    /// The user has deselected all.
    void nothingChosen();
    /// For the selected rows. @param at in the viewport
    void menuWanted(const QPoint &at);
    /// Why a key did nothing.
    void messageWanted(const QString &text);
    /// What has been typed to find a process; empty when that is over.
    void searching(const QString &text, bool found);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void holdPlace();
    void restorePlace(bool resorted);
    void rememberSuccessor(const QModelIndex &current);
    void updateChosen();
    [[nodiscard]] int wholeWidthOf(const QModelIndex &index) const;
    void openParent(const QModelIndex &parent);
    void applyExpansion();
    [[nodiscard]] bool opens(const ProcessNode &node) const;
    void updateGraphs();
    [[nodiscard]] std::vector<ProcessId> idsNearby() const;
    void rememberToggle(const QModelIndex &index, bool expanded);
    void headerClicked(int column);

    ProcessTreeModel &m_model;
    ProcessDelegate *m_delegate;
    QHash<ProcessId, QString> m_marks;
    QSet<ProcessId> m_toggled; ///< open or closed other than they would be by themselves
    bool m_filtered = false;
    bool m_arranging = false; ///< the program opens and closes, not the user
    std::optional<ProcessId> m_chosen;
    std::optional<Pid> m_wanted;
    bool m_isAtStart = true;
    bool m_refreshing = false; ///< rows come and go: that selects and deselects nothing
    QPersistentModelIndex m_anchor;
    int m_anchorTop = 0;
    QPersistentModelIndex m_belowAnchor;
    QPersistentModelIndex m_successor;      ///< where the arrow keys go on when the current row has gone
    mutable QHash<quintptr, int> m_painted; ///< the rows on screen and their tops
    QElapsedTimer m_pointerMoved;
    QString m_typed;
    QElapsedTimer m_typedAt;
};

} // namespace forklore
