// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProcessTreeModel: the processes of a machine as a tree, or as a flat list, in order and filtered.
//
// It owns tree, order and filter itself: a proxy would store every row twice and sort in hundreds of
// milliseconds. However many processes come, go and move, a view gets the same few signals for one refresh:
// new rows are appended to their parents; in one change of layout rows are moved, sorted, and those that go
// are put last under the root; from there they are removed at once; rows that changed in place are announced.
// So persistent indexes, selection and expansion survive, and many changes cost a view little more than few.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include <QAbstractItemModel>

#include "core/filter/process_filter.h"
#include "core/session/session.h"
#include "ui/models/process_columns.h"
#include "ui/models/process_node.h"
#include "ui/models/sample.h"

namespace forklore {

class ProcessTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class Shape { Tree, List };

    explicit ProcessTreeModel(QObject *parent = nullptr);
    ~ProcessTreeModel() override;

    /// Takes the next sample. Its delta must be that from the sample applied before.
    /// @param held somebody points at a row: rows are not sorted anew, and ended ones stay
    void apply(const SamplePtr &sample, bool held = false);

    void setFilter(const ProcessFilter &filter);
    void setShape(Shape shape);
    void setCpuScale(CpuScale scale);
    /// Whether closed branches show the sums of all below them, where a column can be summed up.
    /// @param isOpen whether the branch of a process is open now
    void setBranchSums(bool shown, std::function<bool(const ProcessNode &)> isOpen);
    [[nodiscard]] bool showsBranchSums() const { return m_branchSums; }
    /// Branches were opened or closed.
    void branchesToggled();
    /// Who tells how processes ended and of whom they were born; outlives the model. It must have been given
    /// what the model is given.
    void setSession(const Session &session) { m_session = &session; }
    /// The rows that the events are about say what they tell.
    void applyEvents(const std::vector<Event> &events);
    /// How long new rows are tinted.
    void setLinger(std::chrono::milliseconds linger) { m_linger = linger; }
    /// How long rows of ended processes stay, of those that are there from now on; nothing: until they are
    /// dismissed, or are more than a thousand.
    void setEndedStay(std::optional<std::chrono::milliseconds> stay);
    [[nodiscard]] std::optional<std::chrono::milliseconds> endedStay() const { return m_endedStay; }
    /// @return whether there were any
    bool dismissEnded();

    [[nodiscard]] const ProcessFilter &filter() const { return m_filter; }
    [[nodiscard]] Shape shape() const { return m_shape; }
    [[nodiscard]] CpuScale cpuScale() const { return m_cpuScale; }
    [[nodiscard]] int sortColumn() const { return m_sortColumn; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return m_sortOrder; }
    [[nodiscard]] SamplePtr sample() const { return m_sample; }
    [[nodiscard]] int matchCount() const { return m_matchCount; }

    /// The row behind a valid index.
    [[nodiscard]] static const ProcessNode &node(const QModelIndex &index);
    /// The row of a process, invalid when it is not shown.
    [[nodiscard]] QModelIndex indexOf(const ProcessId &id, int column = 0) const;
    [[nodiscard]] QModelIndex indexOfPid(Pid pid) const;
    [[nodiscard]] QString cellText(const ProcessNode &node, int column) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    using QAbstractItemModel::parent;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    /// The rows are those of the sample: for whoever needs them beside it.
    void applied(const forklore::SamplePtr &sample);
    /// Brackets every change of rows, so that a view can keep its place.
    void aboutToRefresh();
    /// @param resorted whether rows that were there before stand in another order now
    void refreshed(bool resorted);
    /// The row has got a child that was elsewhere before.
    void adopted(const QModelIndex &parent);

private:
    using Nodes = std::vector<ProcessNode *>;
    struct Diff;

    void applyProcesses(const SamplePtr &sample);
    void expire();
    /// Whose it is, and whether it matches the filter; a row whose answer is another one has changed.
    void updateMatch(ProcessNode &node, const FactContext &context);
    void match(ProcessNode &node, const FactContext &context);
    void rememberEnded(const ProcessId &id, const FactContext &context);
    [[nodiscard]] std::chrono::nanoseconds endOfStay() const;
    void applyOrigin(ProcessNode &node) const;
    /// How it ended, if the session knows.
    void applyEnd(ProcessNode &node) const;
    /// Brings the rows to what facts, shape, filter and order ask for.
    void reshape();
    void chooseParents();
    void chooseWanted();
    [[nodiscard]] Diff differences() const;
    void insertArrivals(const Nodes &arrivals);
    void rearrange(const Diff &diff);
    void removeLast(std::size_t count);
    void announceChanges();
    void forget();
    void sumBranches();
    void computeKeys();
    [[nodiscard]] bool isSorted(const Nodes &siblings) const;
    void sortSiblings(Nodes &siblings) const;
    [[nodiscard]] bool comesBefore(const ProcessNode *a, const ProcessNode *b) const;
    void updatePersistentIndexes();
    [[nodiscard]] QModelIndex indexOfNode(const ProcessNode *node, int column = 0) const;
    [[nodiscard]] QString toolTip(const ProcessNode &node, int column) const;

    std::unordered_map<ProcessId, std::unique_ptr<ProcessNode>> m_nodes;
    ProcessNode m_root;
    Nodes m_byPosition; ///< as the sample's processes
    Nodes m_passing;    ///< new and ended ones, as long as they are tinted
    Nodes m_over;    ///< ended ones whose time is over; those that still have a row below them stay with it
    Nodes m_changed; ///< of this refresh
    SamplePtr m_sample;
    ProcessFilter m_filter;
    Shape m_shape = Shape::Tree;
    CpuScale m_cpuScale = CpuScale::OneCore;
    int m_sortColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    const Session *m_session = nullptr;
    std::chrono::milliseconds m_linger{3000};
    std::optional<std::chrono::milliseconds> m_endedStay{5000};
    bool m_branchSums = false;
    std::function<bool(const ProcessNode &)> m_isOpen;
    bool m_held = false;              ///< during apply only
    std::chrono::nanoseconds m_now{}; ///< of the latest sample
    int m_matchCount = 0;
};

} // namespace forklore
