// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pane: one section of the selected process. It shows its data, or says why there is none, and knows no other
// pane.
#pragma once

#include <optional>

#include <QLabel>
#include <QStackedLayout>
#include <QTimer>
#include <QWidget>

#include "ui/models/sample.h"
#include "ui/models/sections/inspection.h"

namespace forklore {

/// What a pane shows and what it is called.
struct PaneHeading {
    Section section = Section::Overview;
    QString id; ///< for settings and options, whatever the language
    QString title;
};

class Pane : public QWidget {
    Q_OBJECT

public:
    explicit Pane(PaneHeading heading, QWidget *parent = nullptr);

    [[nodiscard]] Section section() const { return m_heading.section; }
    [[nodiscard]] const QString &title() const { return m_heading.title; }
    [[nodiscard]] const QString &id() const { return m_heading.id; }

    /// A sample has come, or the process was selected: for what is drawn from samples alone.
    virtual void refresh(const ProcessId &, const SamplePtr &) {}
    /// Whether the section is to be read for it just now.
    [[nodiscard]] virtual bool isReading() const { return true; }
    /// A further section, which the pane adds to its own when it comes: what is too dear to wait for.
    [[nodiscard]] virtual std::optional<Section> addition() const { return std::nullopt; }
    virtual void applyAddition(const Inspection &) {}
    /// Shows the section; the place is kept unless it is another process than before.
    void apply(const Inspection &inspection);
    /// The process whose section is shown.
    [[nodiscard]] const std::optional<ProcessId> &shown() const { return m_shown; }
    /// Points at a field: its label, or a cell of its row. Empty: at none.
    virtual void setMark(const QString &) {}
    [[nodiscard]] virtual bool hasMark() const { return false; }
    /// Nothing is shown any more until the section of this process comes; when that takes a while, that it is
    /// being read.
    void awaitSection();
    /// The process ended before this section of it was read.
    /// @param last as it was last seen @param when it ended, a sentence
    virtual void showEnded(const Process &last, const QString &when);
    /// Nothing is shown of any process, and why.
    void showUnread(const QString &why);
    /// It has ended; what was read of it stays.
    virtual void markEnded(const Process &) {}
    /// Else it says only that the process was gone when the section was to be read.
    [[nodiscard]] bool isRead() const { return m_isRead; }

protected:
    /// @param fresh whether it is another process than before
    virtual void show(const Inspection &inspection, bool fresh) = 0;
    void setContent(QWidget *content);
    void showContent();
    void showReason(const Error &error);
    void showEmpty(const QString &text);
    /// What is shown is this process's, though no section was read for it.
    void markShown(const ProcessId &id);
    void markUnread() { m_isRead = false; }

private:
    PaneHeading m_heading;
    QLabel *m_message;
    QStackedLayout *m_pages;
    bool m_isAwaiting = false;
    QTimer m_reading; ///< until it is worth saying
    std::optional<ProcessId> m_shown;
    bool m_isRead = false;
    Viewer m_viewer;             ///< with whose eyes the section was read last
    bool m_keepsContent = false; ///< what comes is of the process whose section is shown
};

} // namespace forklore
