// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowsModel: a section of a process as a table. Columns are a table themselves; rows keep their place on
// refresh.
#pragma once

#include <algorithm>
#include <vector>

#include <QAbstractTableModel>
#include <QFont>
#include <QString>

namespace forklore {

/// One column of a section's table.
template <class Row>
struct RowColumn {
    QString title = {};
    QString tip = {};
    Qt::Alignment align = Qt::AlignLeft;
    int width = 100; ///< at first, in pixels at 1x
    bool dim = false;
    QString (*text)(const Row &) = nullptr;
    QVariant (*key)(const Row &) = nullptr;   ///< what it is sorted by; null: its text
    QString (*reason)(const Row &) = nullptr; ///< a tool tip: why the text is what it is; null: none
    bool (*link)(const Row &) = nullptr;      ///< whether it leads somewhere; null: never
    bool (*wrong)(const Row &) = nullptr;     ///< whether it tells of a failure; null: never
};

/// What a view needs of such a model beside Qt's own roles.
enum RowRole {
    SortRole = Qt::UserRole,
    DimRole,
    WidthRole, ///< of the header
    BarRole,   ///< 0–1 and above: how full; invalid: no bar
    LinkRole,  ///< true: it leads somewhere
    WrongRole, ///< true: it tells of a failure
};

/// Row is a value with operator==; Key its place in the section, an ascending number that stays the row's
/// own.
template <class Row>
class RowsModel : public QAbstractTableModel {
public:
    using Key = std::int64_t (*)(const Row &);

    RowsModel(std::vector<RowColumn<Row>> columns, Key key, QObject *parent = nullptr)
        : QAbstractTableModel(parent), m_columns(std::move(columns)), m_key(key)
    {
    }

    /// @param bar how full the bar in a column is; see BarRole
    void setBar(int column, QVariant (*bar)(const Row &))
    {
        m_barColumn = column;
        m_bar = bar;
    }

    /// @param emphasis which rows stand out: by heavier type in a column, and as the others are dim
    void setEmphasis(int column, bool (*emphasis)(const Row &))
    {
        m_emphasisColumn = column;
        m_emphasis = emphasis;
    }

    /// The rows, ascending by key. Rows that stay keep their index, selected or not.
    void setRows(const std::vector<Row> &rows)
    {
        constexpr std::size_t maxSteps = 100; // each moves all rows behind it, here and in the views
        if (stepsTo(rows) > maxSteps)
            return replaceRows(rows);
        for (std::size_t at = 0; at < rows.size() || at < m_rows.size();) {
            const bool atEnd = at >= rows.size();
            if (!atEnd && (at >= m_rows.size() || m_key(rows[at]) < m_key(m_rows[at]))) {
                beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
                m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at), rows[at]);
                endInsertRows();
                ++at;
            } else if (atEnd || m_key(m_rows[at]) < m_key(rows[at])) {
                beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
                m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
                endRemoveRows();
            } else {
                if (!(m_rows[at] == rows[at])) {
                    m_rows[at] = rows[at];
                    emit dataChanged(index(static_cast<int>(at), 0),
                                     index(static_cast<int>(at), columnCount() - 1));
                }
                ++at;
            }
        }
    }

    /// Another process's rows: nothing is kept.
    void resetRows(std::vector<Row> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    /// Rows with keys beyond that of the last.
    void appendRows(const std::vector<Row> &rows)
    {
        if (rows.empty())
            return;
        const auto first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        endInsertRows();
    }

    void removeFirst(std::size_t count)
    {
        if (count == 0)
            return;
        beginRemoveRows({}, 0, static_cast<int>(count) - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + static_cast<std::ptrdiff_t>(count));
        endRemoveRows();
    }

    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid())
            return {};
        const auto &row = m_rows[static_cast<std::size_t>(index.row())];
        const auto &column = m_columns[static_cast<std::size_t>(index.column())];
        switch (role) {
        case Qt::DisplayRole:
            return column.text(row);
        case Qt::ToolTipRole:
            return column.reason ? QVariant(column.reason(row)) : QVariant();
        case Qt::TextAlignmentRole:
            return QVariant(column.align | Qt::AlignVCenter);
        case SortRole:
            return column.key ? column.key(row) : QVariant(column.text(row));
        case DimRole:
            return column.dim || (m_emphasis && !m_emphasis(row));
        case Qt::FontRole:
            return index.column() == m_emphasisColumn && m_emphasis(row) ? QVariant(heavier()) : QVariant();
        case LinkRole:
            return column.link && column.link(row);
        case WrongRole:
            return column.wrong && column.wrong(row);
        case BarRole:
            return index.column() == m_barColumn ? m_bar(row) : QVariant();
        default:
            return {};
        }
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const auto &column = m_columns[static_cast<std::size_t>(section)];
        switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.tip;
        case Qt::TextAlignmentRole:
            return QVariant(column.align | Qt::AlignVCenter);
        case WidthRole:
            return column.width;
        default:
            return {};
        }
    }

private:
    /// How many rows come or go.
    [[nodiscard]] std::size_t stepsTo(const std::vector<Row> &rows) const
    {
        std::size_t stay = 0;
        auto old = m_rows.begin();
        for (const auto &row : rows) {
            while (old != m_rows.end() && m_key(*old) < m_key(row))
                ++old;
            if (old != m_rows.end() && !(m_key(row) < m_key(*old)))
                ++stay;
        }
        return rows.size() + m_rows.size() - 2 * stay;
    }

    /// All at once; what is selected stays so by its key.
    void replaceRows(const std::vector<Row> &rows)
    {
        emit layoutAboutToBeChanged();
        const auto before = persistentIndexList();
        QModelIndexList after;
        for (const auto &index : before) {
            const auto key = m_key(m_rows[static_cast<std::size_t>(index.row())]);
            const auto at =
                std::lower_bound(rows.begin(), rows.end(), key,
                                 [this](const Row &row, const auto &wanted) { return m_key(row) < wanted; });
            const bool stays = at != rows.end() && !(key < m_key(*at));
            after.append(stays ? createIndex(static_cast<int>(at - rows.begin()), index.column())
                               : QModelIndex());
        }
        m_rows = rows;
        changePersistentIndexList(before, after);
        emit layoutChanged();
    }

    static QFont heavier()
    {
        QFont font;
        font.setBold(true);
        return font;
    }

    std::vector<RowColumn<Row>> m_columns;
    Key m_key;
    std::vector<Row> m_rows;
    int m_barColumn = -1;
    QVariant (*m_bar)(const Row &) = nullptr;
    int m_emphasisColumn = -1;
    bool (*m_emphasis)(const Row &) = nullptr;
};

} // namespace forklore
