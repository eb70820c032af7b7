// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_bar.h"

#include <QHBoxLayout>
#include <QInputDialog>

#include "ui/models/text/bytes.h"
#include "ui/tree/filter_help.h"

namespace forklore {
namespace {

QString shortened(const QString &text)
{
    constexpr int most = 60;
    return text.size() > most ? text.left(most) + QStringLiteral("…") : text;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent), m_field(new FilterField), m_star(new QToolButton), m_menu(new QMenu(this))
{
    m_star->setText(QStringLiteral("★"));
    m_star->setToolTip(tr("Saved filters, and help on the filter language"));
    m_star->setAccessibleName(tr("Saved filters"));
    m_star->setMenu(m_menu);
    m_star->setPopupMode(QToolButton::InstantPopup);
    m_star->setFocusPolicy(Qt::TabFocus);
    m_menu->setToolTipsVisible(true);
    connect(m_menu, &QMenu::aboutToShow, this, &FilterBar::fillMenu);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_field, 1);
    row->addWidget(m_star);
}

void FilterBar::fillMenu()
{
    m_menu->clear();
    for (const auto &[name, text] : m_saved.all()) {
        auto *action =
            m_menu->addAction(withoutKey(shortened(name)) + QLatin1Char('\t') + withoutKey(shortened(text)));
        action->setToolTip(text);
        connect(action, &QAction::triggered, this, [this, text = text] { m_field->setFilter(text); });
    }
    m_menu->addSeparator();
    auto *save = m_menu->addAction(tr("&Save this filter…"), this, &FilterBar::askForName);
    save->setEnabled(!m_field->text().trimmed().isEmpty() && !m_field->error());
    auto *rename = m_menu->addMenu(tr("&Rename"));
    auto *remove = m_menu->addMenu(tr("Re&move"));
    for (const auto &[name, text] : m_saved.all()) {
        rename->addAction(withoutKey(shortened(name)), this, [this, name = name] { askForNewName(name); });
        remove->addAction(withoutKey(shortened(name)), this,
                          [this, name = name] { change([&](SavedFilters &saved) { saved.remove(name); }); });
    }
    rename->setEnabled(!m_saved.all().isEmpty());
    remove->setEnabled(!m_saved.all().isEmpty());
    m_menu->addSeparator();
    m_menu->addAction(tr("&Filter language"), this, [this] { showFilterHelp(window()); });
}

void FilterBar::change(const std::function<void(SavedFilters &)> &change)
{
    change(m_saved);
    emit savedChanged();
}

void FilterBar::saveAs(const QString &name)
{
    change([&](SavedFilters &saved) { saved.save(name, m_field->text().trimmed()); });
}

void FilterBar::askForName()
{
    bool accepted = false;
    const auto name = QInputDialog::getText(
        this, tr("Save the filter"), tr("A name for “%1”:").arg(shortened(m_field->text().trimmed())),
        QLineEdit::Normal, shortened(m_field->text().trimmed()), &accepted);
    if (accepted)
        saveAs(name);
}

void FilterBar::askForNewName(const QString &name)
{
    bool accepted = false;
    const auto newName = QInputDialog::getText(this, tr("Rename the filter"), tr("A new name:"),
                                               QLineEdit::Normal, name, &accepted);
    if (accepted)
        change([&](SavedFilters &saved) { saved.rename(name, newName); });
}

} // namespace forklore
