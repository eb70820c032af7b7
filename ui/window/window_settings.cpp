// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the main window was left: place, sizes, columns by their id, order, choices.
#include <algorithm>

#include <QActionGroup>
#include <QHeaderView>

#include "ui/window/main_window.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

QLatin1String idOf(int column)
{
    return QLatin1String(processColumns()[static_cast<std::size_t>(column)].id);
}

/// -1 for an id that no column has (any more).
int columnOf(const QString &id)
{
    const auto &columns = processColumns();
    const auto found =
        std::ranges::find(columns, id, [](const ProcessColumn &column) { return QLatin1String(column.id); });
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

template <class Choice>
Choice readChoice(const Settings &settings, const QString &key)
{
    constexpr int last = 2; // every choice that is kept has three ways
    return static_cast<Choice>(std::clamp(settings.value(key).toInt(), 0, last));
}

void restoreColumns(const Settings &settings, ProcessView &view)
{
    auto &header = *view.header();
    for (int column = 0; column < header.count(); ++column) {
        const auto &about = processColumns()[static_cast<std::size_t>(column)];
        if (column > 0)
            view.setColumnShown(column, settings.value(u"columns/"_s + idOf(column), about.shown).toBool());
        constexpr int narrowest = 20;
        constexpr int widest = 2000;
        const int width = settings.value(u"widths/"_s + idOf(column), about.width).toInt();
        header.resizeSection(column, std::clamp(width, narrowest, widest));
    }
    int place = 0;
    for (const auto &id : settings.value(u"tree/order"_s).toStringList()) {
        if (const int column = columnOf(id); column >= 0)
            header.moveSection(header.visualIndex(column), place++);
    }
    if (const int column = columnOf(settings.value(u"tree/sort"_s).toString()); column >= 0)
        view.sortBy(column,
                    settings.value(u"tree/descending"_s).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void saveColumns(Settings &settings, const ProcessView &view, const ProcessTreeModel &model)
{
    const auto &header = *view.header();
    QStringList order;
    for (int visual = 0; visual < header.count(); ++visual) {
        const int column = header.logicalIndex(visual);
        order += idOf(column);
        settings.setValue(u"columns/"_s + idOf(column), !view.isColumnHidden(column));
        if (!view.isColumnHidden(column) &&
            visual + 1 < header.count()) // the last is as wide as there is room
            settings.setValue(u"widths/"_s + idOf(column), header.sectionSize(column));
    }
    settings.setValue(u"tree/order"_s, order);
    settings.setValue(u"tree/sort"_s, QString(idOf(model.sortColumn())));
    settings.setValue(u"tree/descending"_s, model.sortOrder() == Qt::DescendingOrder);
}

} // namespace

void MainWindow::resetColumns()
{
    auto &header = *m_view->header();
    for (int column = 0; column < header.count(); ++column) {
        const auto &about = processColumns()[static_cast<std::size_t>(column)];
        header.moveSection(header.visualIndex(column), column);
        header.resizeSection(column, about.width);
        if (column > 0)
            m_view->setColumnShown(column, about.shown);
    }
}

/// Not at the end alone: what ends the program may leave no time for it.
void MainWindow::keepSettings()
{
    constexpr auto soon = std::chrono::seconds(2);
    m_saveTimer.setInterval(soon);
    connect(&m_saveTimer, &QTimer::timeout, this, &MainWindow::saveSettings);
    connect(&m_settings, &Settings::notKept, this,
            [this](const QString &why) { showMessage(tr("Settings are not kept: %1").arg(why)); });
    m_saveTimer.start();
    if (!m_settings.complaint().isEmpty())
        showMessage(m_settings.complaint());
}

void MainWindow::restoreSettings()
{
    restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray());
    restoreState(m_settings.value(u"window/state"_s).toByteArray());
    m_chartsWidth = m_settings.value(u"window/charts-width"_s).toInt();
    m_charts->setPerCore(m_settings.value(u"charts/per-core"_s).toBool());
    m_charts->setSpan(
        std::chrono::seconds(std::clamp(m_settings.value(u"charts/span"_s, 60).toInt(), 60, 86400)));
    m_readOnly->setChecked(m_settings.value(u"window/read-only"_s).toBool());
    m_actions->setAsking(m_settings.value(u"actions/ask-before-terminate"_s, true).toBool());
    m_branchSums->setChecked(m_settings.value(u"tree/branch-sums"_s).toBool());
    m_splitter->restoreState(m_settings.value(u"window/splitter"_s).toByteArray());
    setDetailsPlace(readChoice<DetailsPlace>(m_settings, u"window/details"_s));
    m_details->showPane(m_settings.value(u"window/pane"_s).toString());
    setAppearance(readChoice<Appearance>(m_settings, u"window/appearance"_s));
    m_filter->setSaved(SavedFilters::read(m_settings));
    const auto interval = m_settings.value(u"sampling/interval"_s, 1000).toLongLong();
    setInterval(std::chrono::milliseconds(std::clamp(interval, 100LL, 60'000LL)));
    const bool ofMachine = m_settings.value(u"tree/cpu-of-machine"_s).toBool();
    m_scales->actions().at(ofMachine ? 1 : 0)->trigger();
    const auto stay = std::clamp(m_settings.value(u"tree/ended-stay"_s, 5000).toInt(), 0, 300'000);
    setEndedStay(stay > 0 ? std::optional(std::chrono::milliseconds(stay)) : std::nullopt);
    restoreColumns(m_settings, *m_view);
    if (m_settings.value(u"tree/list"_s).toBool())
        setShape(ProcessTreeModel::Shape::List);
}

void MainWindow::saveSettings()
{
    m_settings.setValue(u"window/geometry"_s, saveGeometry());
    m_settings.setValue(u"window/state"_s, saveState());
    m_settings.setValue(u"window/charts-width"_s, m_chartsWidth);
    m_settings.setValue(u"charts/per-core"_s, m_charts->isPerCore());
    m_settings.setValue(u"charts/span"_s, static_cast<int>(m_charts->span().count()));
    if (m_readOnly->isEnabled()) // else it was not the user's wish
        m_settings.setValue(u"window/read-only"_s, m_readOnly->isChecked());
    m_settings.setValue(u"actions/ask-before-terminate"_s, m_actions->isAsking());
    m_settings.setValue(u"tree/branch-sums"_s, m_model.showsBranchSums());
    m_settings.setValue(u"window/splitter"_s, m_splitter->saveState());
    m_settings.setValue(u"window/details"_s, static_cast<int>(m_detailsPlace));
    m_settings.setValue(u"window/pane"_s, m_details->shownPane());
    m_settings.setValue(u"window/appearance"_s, static_cast<int>(m_appearance));
    m_settings.setValue(u"sampling/interval"_s, static_cast<qlonglong>(m_sampler.interval().count()));
    m_settings.setValue(u"tree/cpu-of-machine"_s, m_model.cpuScale() == CpuScale::Machine);
    m_settings.setValue(u"tree/ended-stay"_s,
                        static_cast<int>(m_model.endedStay().value_or(std::chrono::milliseconds(0)).count()));
    m_settings.setValue(u"tree/list"_s, m_model.shape() == ProcessTreeModel::Shape::List);
    if (m_lab)
        m_settings.setValue(u"lab/done"_s, m_lab->done());
    saveColumns(m_settings, *m_view, m_model);
    m_settings.save();
}

} // namespace forklore
