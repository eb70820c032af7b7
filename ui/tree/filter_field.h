// SPDX-License-Identifier: GPL-3.0-or-later
//
// FilterField: where a filter is typed. It proposes how to go on, and says where an expression is wrong; what
// was right last stands until the next right one. What is filtered it does not know: its owner makes a filter
// of the text.
//
// Keys while proposals are shown: up and down choose, Tab takes the chosen or the first, Enter takes the
// chosen one, Esc closes them. Down shows them when they are not. A second Esc is the window's: it clears the
// filter.
#pragma once

#include <optional>

#include <QLineEdit>
#include <QPointer>
#include <QTimer>

#include "core/filter/parser.h"
#include "ui/tree/filter_popup.h"

namespace forklore {

/// What can be asked in a field.
struct FilterLanguage {
    const Vocabulary &vocabulary; ///< outlives the field
    std::size_t textField;        ///< the one whose values complete a plain word
    QString placeholder;
};

class FilterField : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterField(FilterLanguage language, QWidget *parent = nullptr);
    ~FilterField() override;

    /// Where the values that are proposed come from.
    void setValues(CurrentValues values) { m_values = std::move(values); }

    /// As if it were typed, without a pause.
    void setFilter(const QString &text);
    /// Takes over what has been typed without waiting for a pause.
    void applyNow();

    [[nodiscard]] const std::optional<FilterError> &error() const { return m_error; }
    /// Position of the error in characters, from 1 on; 0: there is none.
    [[nodiscard]] int errorColumn() const;
    /// Null before there was anything to show.
    [[nodiscard]] const FilterPopup *popup() const { return m_popup; }

signals:
    /// A text that is right in the language, and what it was parsed to; empty: all.
    void applied(const QString &text, const forklore::Expression &expression);
    /// What is typed is wrong, or no longer.
    void errorChanged();
    /// Enter: the user is done with it.
    void left();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void setError(std::optional<FilterError> error);
    void edited();
    void propose();
    void showPopup(std::vector<Proposal> proposals);
    void closePopup();
    void accept(int proposal);
    [[nodiscard]] bool proposes() const;
    [[nodiscard]] int characters(std::size_t bytes) const;
    [[nodiscard]] int xOf(int position) const;

    FilterLanguage m_language;
    CurrentValues m_values = [](std::size_t) { return std::vector<std::string>(); };
    QTimer m_pause;
    std::optional<FilterError> m_error;
    std::vector<Proposal> m_proposals;
    QPointer<FilterPopup> m_popup; ///< a child of the window
};

} // namespace forklore
