// SPDX-License-Identifier: GPL-3.0-or-later
//
// Settings: what the window remembers, in an INI file. The file is read once, and only if it is a regular
// one. What changes is written in a thread of its own, into a new file that then replaces the old one:
// neither a crash nor a full disk leaves half a file, and no disk keeps the window waiting.
#pragma once

#include <memory>

#include <QObject>
#include <QThread>
#include <QVariantMap>

#include "core/base/result.h"

namespace forklore {

class Settings : public QObject {
    Q_OBJECT

public:
    Settings() = default; ///< kept in memory alone
    explicit Settings(QString file);
    ~Settings() override;

    /// What was wrong with the file; empty: nothing.
    [[nodiscard]] const QString &complaint() const { return m_complaint; }

    [[nodiscard]] bool contains(const QString &key) const { return m_values.contains(key); }
    [[nodiscard]] QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    void setValue(const QString &key, const QVariant &value);

    /// Writes what has changed, if anything has; goes on in the background.
    void save();
    /// Waits for what is written, but not for ever.
    void finish();

signals:
    /// They cannot be written. Once for each reason, until they can be again.
    void notKept(const QString &why);

private:
    void handleResult(const QVariantMap &written, const Result<void> &result);

    QString m_file; ///< empty: none is written
    QVariantMap m_values;
    QVariantMap m_changed; ///< not written yet
    QVariantMap m_refused; ///< as they were changed when they could not be written: not tried at once again
    QString m_complaint;
    std::unique_ptr<QThread> m_writer; ///< at work
    std::string m_saidWhy;
};

/// The values of a file with changes applied, written in its place. Unsupported: it is no regular file.
[[nodiscard]] Result<void> writeSettings(const QString &file, const QVariantMap &changes);

} // namespace forklore
