// SPDX-License-Identifier: GPL-3.0-or-later
//
// FilterBar: the filter field of the processes and the button with the filters that were saved.
#pragma once

#include <optional>

#include <QMenu>
#include <QToolButton>

#include "ui/models/saved_filters.h"
#include "ui/tree/filter_field.h"

namespace forklore {

class FilterBar : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] FilterField &field() { return *m_field; }
    [[nodiscard]] QMenu &savedMenu() { return *m_menu; }

    [[nodiscard]] const SavedFilters &saved() const { return m_saved; }
    void setSaved(const SavedFilters &saved) { m_saved = saved; }
    /// The filter that is typed, under a name.
    void saveAs(const QString &name);

signals:
    void savedChanged();

private:
    void fillMenu();
    void askForName();
    void askForNewName(const QString &name);
    void askToRemove(const QString &name);
    /// Nothing: thought better of.
    [[nodiscard]] std::optional<QString> askName(const QString &title, const QString &label,
                                                 const QString &name);
    [[nodiscard]] bool confirmed(const QString &question, const QString &operation);
    void change(const std::function<void(SavedFilters &)> &change);

    FilterField *m_field;
    QToolButton *m_star;
    QMenu *m_menu;
    SavedFilters m_saved;
};

} // namespace forklore
