// SPDX-License-Identifier: GPL-3.0-or-later
//
// FactGrid: groups of facts, as many beside each other as find room, the others below; all of it scrolls.
#pragma once

#include <vector>

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/details/fact_text.h"
#include "ui/models/text/facts.h"

namespace forklore {

class FactGrid : public QScrollArea {
    Q_OBJECT

public:
    explicit FactGrid(QWidget *parent = nullptr);

    /// Labels that stay keep their widgets, and with them what is selected in them.
    void setGroups(const std::vector<FactGroup> &groups);
    /// The fact with this label stands out; empty: none does.
    void setMark(const QString &label);
    [[nodiscard]] bool hasMark() const;
    /// A widget above all groups, below those that were added before.
    void addAbove(QWidget *widget);
    /// A widget below all groups, as wide as they are.
    void addBelow(QWidget *widget);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild(const QStringList &shape);
    void addGroup(const QString &title);
    void addFact(const QString &label);
    void arrange();
    void showMark();
    void colorMark();

    QWidget *m_content;
    QVBoxLayout *m_column;
    QGridLayout *m_grid;
    std::vector<QWidget *> m_groups;
    std::vector<QLabel *> m_names;    ///< in the order of the facts
    std::vector<FactText *> m_values; ///< in the order of the facts
    QStringList m_shape;              ///< the labels now shown: only other ones need other widgets
    int m_columns = 0;
    QString m_mark;
};

} // namespace forklore
