// SPDX-License-Identifier: GPL-3.0-or-later
//
// SavedFilters: filters with names, as the user keeps them.
#pragma once

#include <QList>
#include <QString>

namespace forklore {

class Settings;

struct SavedFilter {
    QString name;
    QString text;

    bool operator==(const SavedFilter &) const = default;
};

class SavedFilters {
public:
    /// Those that Forklore comes with.
    SavedFilters();

    /// What was written; where nothing was, those that Forklore comes with.
    [[nodiscard]] static SavedFilters read(const Settings &settings);
    void write(Settings &settings) const;

    [[nodiscard]] const QList<SavedFilter> &all() const { return m_all; }
    [[nodiscard]] bool has(const QString &name) const;
    /// The text under the name; one that has it already is replaced. Without a name nothing is saved.
    void save(const QString &name, const QString &text);
    void remove(const QString &name);
    /// Another one that has the new name goes.
    void rename(const QString &name, const QString &newName);

private:
    QList<SavedFilter> m_all;
};

} // namespace forklore
