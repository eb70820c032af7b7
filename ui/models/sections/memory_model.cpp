// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sections/memory_model.h"

#include <algorithm>

#include "core/process/missing_line.h"
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
    figure.tip = displayText(error.message);
    return figure;
}

/// @param line of status
MemoryFigure counted(const MemoryUse &use, MemoryFigure figure, Count count, std::string_view line)
{
    if (!use.counts)
        return missing(std::move(figure), use.counts.error());
    if (const auto value = *use.counts.*count) {
        figure.value = bytesText(*value);
        return figure;
    }
    return missing(std::move(figure), missingLine("status", line));
}

using PageFigure = std::optional<std::uint64_t> PageFigures::*;

/// The lines of smaps that it is made of.
constexpr std::string_view smapsLines(PageFigure figure)
{
    if (figure == &PageFigures::proportional)
        return "Pss";
    if (figure == &PageFigures::unique)
        return "Private_Clean or Private_Dirty";
    if (figure == &PageFigures::shared)
        return "Shared_Clean or Shared_Dirty";
    return figure == &PageFigures::swap ? "Swap" : "Rss";
}

MemoryFigure walked(const Result<PageFigures> &pages, MemoryFigure figure, PageFigure value)
{
    if (!pages)
        return missing(std::move(figure), pages.error());
    if (const auto bytes = *pages.*value) {
        figure.value = bytesText(*bytes);
        return figure;
    }
    return missing(std::move(figure), missingLine("smaps", smapsLines(value)));
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
    return mapping.name.empty() ? u"(anonymous)"_s : displayText(mapping.name);
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

using Bytes = std::optional<std::uint64_t>;

template <PageFigure figure>
Bytes figureOf(const Mapping &row)
{
    return row.pages.*figure;
}

/// Kernels before Linux 4.4 do not tell how much of it huge pages are.
Bytes inMemory(const Mapping &row)
{
    const auto &pages = row.pages;
    return pages.resident ? Bytes(*pages.resident + pages.hugePages.value_or(0)) : std::nullopt;
}

/// A column of bytes.
/// @param figure whose lines of smaps are missing where there are none
template <Bytes (*bytesOf)(const Mapping &), PageFigure figure>
RowColumn<Mapping> bytesColumn(const QString &title, const QString &tip)
{
    return {.title = title,
            .tip = tip,
            .align = Qt::AlignRight,
            .width = 84,
            .text =
                [](const Mapping &row) {
                    const auto bytes = bytesOf(row);
                    return bytes ? bytesText(*bytes) : u"?"_s;
                },
            .key =
                [](const Mapping &row) {
                    const auto bytes = bytesOf(row);
                    return QVariant(bytes ? static_cast<double>(*bytes) : -1.0);
                },
            .reason =
                [](const Mapping &row) {
                    return bytesOf(row) ? QString()
                                        : displayText(missingLine("smaps", smapsLines(figure)).message);
                }};
}

} // namespace

std::vector<MemoryFigure> memoryFigures(const MemoryUse &use)
{
    const auto pages = use.mappings.map(pagesOf);
    const auto parts = MemoryPart::None;
    std::vector<MemoryFigure> figures = {
        counted(use, {u"RSS"_s, {}, u"in RAM, shared pages included"_s, residentKinds(use), parts},
                &MemoryCounts::resident, "VmRSS"),
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
                u"Unique set size: pages in RAM that no other process maps"_s,
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
                &MemoryCounts::swap, "VmSwap"),
        counted(use,
                {u"Peak"_s, {}, u"the largest RSS so far"_s, u"High water mark of the RSS (VmHWM)"_s, parts},
                &MemoryCounts::peakResident, "VmHWM"),
        counted(use,
                {u"Virtual"_s,
                 {},
                 u"address space, used or not"_s,
                 u"All mappings together; most of it may never have been touched"_s,
                 parts},
                &MemoryCounts::virtualBytes, "VmSize"),
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
                &MemoryCounts::hugePages, "HugetlbPages"));
    return figures;
}

MappingsModel *makeMappingsModel(QObject *parent)
{
    std::vector<RowColumn<Mapping>> columns = {
        bytesColumn<inMemory, &PageFigures::resident>(
            u"In RAM"_s,
            u"In RAM, shared pages included, and huge pages (hugetlbfs), which the RSS leaves out"_s),
        bytesColumn<figureOf<&PageFigures::proportional>, &PageFigures::proportional>(
            u"PSS"_s, u"Each shared page split among those who map it"_s),
        bytesColumn<figureOf<&PageFigures::unique>, &PageFigures::unique>(
            u"Private"_s, u"In RAM, and mapped by no other process"_s),
        bytesColumn<figureOf<&PageFigures::swap>, &PageFigures::swap>(u"Swap"_s, u"Moved out of RAM"_s),
        {.title = u"Size"_s,
         .tip = u"Of the address range, used or not"_s,
         .align = Qt::AlignRight,
         .width = 84,
         .text = [](const Mapping &row) { return bytesText(row.end - row.start); },
         .key = [](const Mapping &row) { return QVariant(static_cast<qulonglong>(row.end - row.start)); }},
        {.title = u"Access"_s,
         .tip = u"Read, write, execute; private or shared"_s,
         .width = 64,
         .dim = true,
         .text = [](const Mapping &row) { return displayText(row.permissions); },
         .reason = permissionsMeaning},
        {.title = u"Mapping"_s,
         .tip = u"The file, or what else is there"_s,
         .width = 260,
         .text = nameText,
         .reason = placeText},
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
