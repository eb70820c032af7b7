// SPDX-License-Identifier: GPL-3.0-or-later
//
// RemarkList: what is to be said of a process, a line each, with an explanation below for whoever asks.
#pragma once

#include <set>
#include <vector>

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

#include "core/diagnostics/diagnostic.h"

namespace forklore {

/// A sign for a diagnostic's weight: its shape says as much as its colour.
class DiagnosticMark : public QWidget {
    Q_OBJECT

public:
    explicit DiagnosticMark(QWidget *parent = nullptr);
    void setWeight(Weight weight);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Weight m_weight = Weight::Usual;
};

class DiagnosticList : public QWidget {
    Q_OBJECT

public:
    explicit DiagnosticList(QWidget *parent = nullptr);

    /// @param fresh they are on another process than those before: what was explained is folded again
    void setDiagnostics(const std::vector<Diagnostic> &diagnostics, bool fresh);

signals:
    void processLinked(const forklore::ProcessId &id);

private:
    struct Row {
        QWidget *widget;
        QToolButton *explain;
        DiagnosticMark *mark;
        QLabel *sentence;
        QLabel *explanation;
    };

    void addRow();
    void showRow(const Row &row, const Diagnostic &diagnostic);
    void explain(std::size_t row, bool on);

    QVBoxLayout *m_column;
    std::vector<Row> m_rows; ///< never fewer than before: the rest are hidden, so that the focus stays
    std::vector<Diagnostic> m_diagnostics;
    std::set<DiagnosticKind> m_explained;
};

} // namespace forklore
