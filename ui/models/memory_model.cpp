// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/memory_model.h"

#include <algorithm>

#include "ui/models/text/bytes.h"
#include "ui/models/text/quantities.h"

namespace forklore {

using namespace Qt::StringLiterals;

namespace {

using Count = std::optional<std::uint64_t> MemoryCounts::*;

/// A value that could not be read, and the reason as its tip.
MemoryFigure missing(MemoryFigure figure, const Error &error)
{
    figure.value = error.kind == ErrorKind::Denied ? u"hidden"_s : u"?"_s;
    figure.tip = lineOf(error.message);
    return figure;
}

MemoryFigure counted(const MemoryUse &use, MemoryFigure figure, Count count)
{
    if (!use.counts)
        return missing(std::move(figure), use.counts.error());
    if (const auto value = *use.counts.*count) {
        figure.value = bytesText(*value);
        return figure;
    }
    return missing(std::move(figure), {ErrorKind::Unsupported, "This kernel does not tell"});
}

MemoryFigure walked(const Result<PageFigures> &pages, MemoryFigure figure, std::uint64_t PageFigures::*value)
{
    if (!pages)
        return missing(std::move(figure), pages.error());
    figure.value = bytesText(*pages.*value);
    return figure;
}

/// Of what kind the pages in RAM are.
QString residentKinds(const MemoryUse &use)
{
    QStringList kinds;
    const auto add = [&](const QString &text, Count count) {
        if (use.counts && *use.counts.*count)
            kinds += text.arg(bytesText(*(*use.counts.*count)));
    };
    add(u"%1 anonymous (heap, stacks)"_s, &MemoryCounts::residentAnonymous);
    add(u"%1 of files"_s, &MemoryCounts::residentFile);
    add(u"%1 of shared memory"_s, &MemoryCounts::residentShared);
    return u"Resident set size. "_s + kinds.join(u", "_s);
}

QString nameText(const Mapping &mapping)
{
    return mapping.name.empty() ? u"(anonymous)"_s : lineOf(mapping.name);
}

QString placeText(const Mapping &mapping)
{
    const auto hex = [](std::uint64_t number) { return QString::number(number, 16); };
    const auto place = u"%1 at %2–%3"_s.arg(nameText(mapping), hex(mapping.start), hex(mapping.end));
    return mapping.name.starts_with('/') ? place + u", from its byte %1 on"_s.arg(countText(mapping.offset))
                                         : place;
}

QString permissionsMeaning(const Mapping &mapping)
{
    const auto has = [&](std::size_t at) {
        return at < mapping.permissions.size() && mapping.permissions[at] != '-';
    };
    QStringList may;
    if (has(0))
        may += u"read"_s;
    if (has(1))
        may += u"write"_s;
    if (has(2))
        may += u"execute"_s;
    const bool shared = mapping.permissions.ends_with('s');
    return (may.isEmpty() ? u"no access at all"_s : u"may "_s + may.join(u", "_s)) +
           (shared ? u"; shared: others that map it see what is written"_s
                   : u"; private: what is written becomes the process's own copy"_s);
}

/// A column of one of the figures.
template <std::uint64_t PageFigures::*figure>
RowColumn<Mapping> figureColumn(const QString &title, const QString &tip)
{
    return {title,
            tip,
            Qt::AlignRight,
            84,
            false,
            [](const Mapping &row) { return bytesText(row.pages.*figure); },
            [](const Mapping &row) { return QVariant(static_cast<qulonglong>(row.pages.*figure)); },
            nullptr};
}

} // namespace

std::vector<MemoryFigure> memoryFigures(const MemoryUse &use)
{
    const auto pages = use.mappings.map(pagesOf);
    const auto parts = MemoryPart::None;
    std::vector<MemoryFigure> figures = {
        counted(use, {u"RSS"_s, {}, u"in RAM, shared pages included"_s, residentKinds(use), parts},
                &MemoryCounts::resident),
        walked(pages,
               {u"PSS"_s,
                {},
                u"each shared page split among its users"_s,
                u"Proportional set size: the sum over all processes is what they take together"_s,
                parts},
               &PageFigures::proportional),
        walked(pages,
               {u"USS"_s,
                {},
                u"its own alone: its end would free it"_s,
                u"Unique set size: pages in RAM that nobody else maps"_s,
                MemoryPart::Private},
               &PageFigures::unique),
        walked(pages,
               {u"Shared"_s,
                {},
                u"in RAM, and mapped by others too"_s,
                u"RSS is this and the USS together. The two ways of counting may differ a little"_s,
                MemoryPart::Shared},
               &PageFigures::shared),
        counted(use,
                {u"Swap"_s,
                 {},
                 u"moved out of RAM"_s,
                 u"Without what shared memory has in swap"_s,
                 MemoryPart::Swap},
                &MemoryCounts::swap),
        counted(use,
                {u"Peak"_s, {}, u"the largest RSS so far"_s, u"High water mark of the RSS (VmHWM)"_s, parts},
                &MemoryCounts::peakResident),
        counted(use,
                {u"Virtual"_s,
                 {},
                 u"address space, used or not"_s,
                 u"All mappings together; most of it may never have been touched"_s,
                 parts},
                &MemoryCounts::virtualBytes),
    };
    // Hardly any process has such.
    if (use.counts && use.counts->hugePages.value_or(0) > 0)
        figures.insert(
            figures.begin() + 1,
            counted(
                use,
                {u"Huge pages"_s,
                 {},
                 u"in RAM too, and not in the RSS"_s,
                 u"HugetlbPages: of the machine's pool of huge pages. No other figure has them but Virtual"_s,
                 parts},
                &MemoryCounts::hugePages));
    return figures;
}

MappingsModel *makeMappingsModel(QObject *parent)
{
    std::vector<RowColumn<Mapping>> columns = {
        figureColumn<&PageFigures::resident>(u"In RAM"_s, u"RSS: in RAM, shared pages included"_s),
        figureColumn<&PageFigures::proportional>(u"PSS"_s,
                                                 u"Each shared page split among those who map it"_s),
        figureColumn<&PageFigures::unique>(u"Private"_s, u"In RAM, and mapped by nobody else"_s),
        figureColumn<&PageFigures::swap>(u"Swap"_s, u"Moved out of RAM"_s),
        {u"Size"_s, u"Of the address range, used or not"_s, Qt::AlignRight, 84, false,
         [](const Mapping &row) { return bytesText(row.end - row.start); },
         [](const Mapping &row) { return QVariant(static_cast<qulonglong>(row.end - row.start)); }, nullptr},
        {u"Access"_s, u"Read, write, execute; private or shared"_s, Qt::AlignLeft, 64, true,
         [](const Mapping &row) { return lineOf(row.permissions); }, nullptr, permissionsMeaning},
        {u"Mapping"_s, u"The file, or what else is there"_s, Qt::AlignLeft, 260, false, nameText, nullptr,
         placeText},
    };
    // Half of the address is a number that no address makes negative.
    return new MappingsModel(
        std::move(columns),
        [](const Mapping &row) -> std::int64_t { return static_cast<std::int64_t>(row.start / 2); }, parent);
}

std::vector<Mapping> mappingRows(const Mappings &mappings)
{
    auto rows = mappings;
    std::ranges::sort(rows, {}, &Mapping::start);
    return rows;
}

} // namespace forklore
