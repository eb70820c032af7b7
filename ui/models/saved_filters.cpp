// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/saved_filters.h"

#include <algorithm>

#include <QStringList>

#include "ui/models/settings.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

auto findNamed(QList<SavedFilter> &filters, const QString &name)
{
    return std::ranges::find(filters, name, &SavedFilter::name);
}

} // namespace

SavedFilters::SavedFilters()
    : m_all({{u"Zombies"_s, u"state = zombie"_s},
             {u"Busy"_s, u"cpu > 5"_s},
             {u"Near the limit of open files"_s, u"fds > 80%"_s},
             {u"Mine"_s, u"is = mine and kernel = no"_s}})
{
}

SavedFilters SavedFilters::read(const Settings &settings)
{
    SavedFilters filters;
    if (!settings.contains(u"filters/names"_s))
        return filters;
    const auto names = settings.value(u"filters/names"_s).toStringList();
    const auto texts = settings.value(u"filters/texts"_s).toStringList();
    filters.m_all.clear();
    for (qsizetype i = 0; i < std::min(names.size(), texts.size()); ++i)
        filters.save(names[i], texts[i]);
    return filters;
}

void SavedFilters::write(Settings &settings) const
{
    QStringList names;
    QStringList texts;
    for (const auto &[name, text] : m_all) {
        names += name;
        texts += text;
    }
    settings.setValue(u"filters/names"_s, names);
    settings.setValue(u"filters/texts"_s, texts);
}

bool SavedFilters::has(const QString &name) const
{
    return std::ranges::find(m_all, name, &SavedFilter::name) != m_all.end();
}

void SavedFilters::save(const QString &name, const QString &text)
{
    const auto plain = name.simplified();
    if (plain.isEmpty())
        return;
    if (const auto same = findNamed(m_all, plain); same != m_all.end())
        same->text = text;
    else
        m_all.append({plain, text});
}

void SavedFilters::remove(const QString &name)
{
    m_all.removeIf([&](const SavedFilter &filter) { return filter.name == name; });
}

void SavedFilters::rename(const QString &name, const QString &newName)
{
    const auto plain = newName.simplified();
    if (plain.isEmpty() || plain == name || findNamed(m_all, name) == m_all.end())
        return;
    remove(plain);
    findNamed(m_all, name)->name = plain;
}

} // namespace forklore
