// SPDX-License-Identifier: GPL-3.0-or-later
//
// CodeView: the lines of C that run, with their numbers, and the one at which the play stands.
#pragma once

#include <vector>

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>

#include "core/lab/catalogue/excerpt.h"

namespace forklore {

class CodeView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit CodeView(QWidget *parent = nullptr);

    void setCode(const std::vector<CodeLine> &code);
    /// @param place of a line; -1: none
    void setPlace(int place);
    [[nodiscard]] int place() const { return m_place; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitHeight();
    void highlight();

    QSyntaxHighlighter *m_emphasis;
    int m_place = -1;
};

} // namespace forklore
