// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/filter_bar.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

#include "core/filter/fields/process_fields.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/tool_tip.h"
#include "ui/tree/filter_help.h"

namespace forklore {
namespace {

QString shortened(const QString &text)
{
    constexpr int maxLength = 60;
    return text.size() > maxLength ? text.left(maxLength) + QStringLiteral("…") : text;
}

FilterLanguage processLanguage()
{
    const auto &fields = processVocabulary();
    return {fields, fieldNamed(fields, "name").value(),
            FilterBar::tr("Filter: a name, or cpu > 5 and user = root (Ctrl+F)")};
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent),
      m_field(new FilterField(processLanguage())),
      m_star(new QToolButton),
      m_menu(new QMenu(this))
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
        action->setToolTip(toolTipOf(text));
        connect(action, &QAction::triggered, this, [this, text = text] { m_field->setFilter(text); });
    }
    m_menu->addSeparator();
    auto *save = m_menu->addAction(tr("&Save this filter…"), this, &FilterBar::askForName);
    save->setEnabled(!m_field->text().trimmed().isEmpty() && !m_field->error());
    auto *rename = m_menu->addMenu(tr("&Rename"));
    auto *remove = m_menu->addMenu(tr("Re&move"));
    for (const auto &[name, text] : m_saved.all()) {
        rename->addAction(withoutKey(shortened(name)), this, [this, name = name] { askForNewName(name); });
        remove->addAction(withoutKey(shortened(name)), this, [this, name = name] { askToRemove(name); });
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

std::optional<QString> FilterBar::askName(const QString &title, const QString &label, const QString &name)
{
    QInputDialog dialog(this);
    dialog.setWindowTitle(title);
    dialog.setLabelText(label);
    dialog.setTextValue(name);
    constexpr int roomForTitle = 360;
    dialog.resize(roomForTitle, dialog.sizeHint().height());
    if (dialog.exec() != QDialog::Accepted)
        return std::nullopt;
    const auto chosen = dialog.textValue().simplified();
    const bool taken = chosen != name && m_saved.has(chosen);
    if (taken && !confirmed(tr("There is a filter “%1” already.").arg(shortened(chosen)), tr("Replace it")))
        return std::nullopt;
    return chosen;
}

bool FilterBar::confirmed(const QString &question, const QString &operation)
{
    QMessageBox box(QMessageBox::Question, tr("Saved filters"), question, QMessageBox::Cancel, this);
    box.setTextFormat(Qt::PlainText);
    const auto *yes = box.addButton(operation, QMessageBox::AcceptRole);
    box.exec();
    return box.clickedButton() == yes;
}

void FilterBar::askForName()
{
    const auto text = shortened(m_field->text().trimmed());
    const auto name = askName(tr("Save the filter"), tr("A name for “%1”:").arg(text),
                              m_saved.has(text) ? QString() : text);
    if (name)
        saveAs(*name);
}

void FilterBar::askForNewName(const QString &name)
{
    if (const auto newName = askName(tr("Rename the filter"), tr("A new name:"), name))
        change([&](SavedFilters &saved) { saved.rename(name, *newName); });
}

void FilterBar::askToRemove(const QString &name)
{
    if (confirmed(tr("Remove the filter “%1”?").arg(shortened(name)), tr("Remove it")))
        change([&](SavedFilters &saved) { saved.remove(name); });
}

} // namespace forklore
