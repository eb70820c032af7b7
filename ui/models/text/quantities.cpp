// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/quantities.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QRegularExpression>

#include "core/base/byte_size.h"

namespace forklore {
namespace {

constexpr QChar thinSpace(0x2009);

QDateTime toDateTime(WallTime time)
{
    using std::chrono::milliseconds;
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<milliseconds>(time).time_since_epoch().count());
}

QString twoDigits(std::int64_t value)
{
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

} // namespace

QString countText(std::uint64_t count)
{
    auto text = QString::number(count);
    for (auto at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, thinSpace);
    return text;
}

QString bytesText(std::uint64_t bytes)
{
    return QString::fromStdString(byteSizeText(bytes));
}

QString percentText(double share)
{
    return QString::number(share * 100, 'f', 1);
}

QString cpuTimeText(std::chrono::nanoseconds time)
{
    using namespace std::chrono;
    const auto hours = duration_cast<std::chrono::hours>(time).count();
    const auto minutes = duration_cast<std::chrono::minutes>(time).count() % 60;
    const auto seconds = duration_cast<std::chrono::seconds>(time).count() % 60;
    if (hours > 0)
        return QStringLiteral("%1:%2:%3").arg(hours).arg(twoDigits(minutes), twoDigits(seconds));
    const auto hundredths = duration_cast<milliseconds>(time).count() % 1000 / 10;
    return QStringLiteral("%1:%2.%3").arg(minutes).arg(twoDigits(seconds), twoDigits(hundredths));
}

QString durationText(std::chrono::nanoseconds time)
{
    time =
        std::max(time, std::chrono::nanoseconds::zero()); // one born during the sample is no older than that
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    if (seconds < 1)
        return QStringLiteral("%1 ms").arg(
            std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    if (seconds < 86400)
        return QStringLiteral("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
    return QStringLiteral("%1 d %2 h").arg(seconds / 86400).arg(seconds / 3600 % 24);
}

QString intervalText(std::chrono::nanoseconds time)
{
    const auto seconds = std::chrono::duration<double>(time).count();
    return seconds < 60 ? QString::number(seconds, 'f', 1) + QStringLiteral(" s") : durationText(time);
}

QString startedText(WallTime started, WallTime now)
{
    const auto start = toDateTime(started);
    const auto today = toDateTime(now).date();
    if (start.date() == today)
        return start.toString(QStringLiteral("HH:mm"));
    const bool thisYear = start.date().year() == today.year();
    return start.toString(thisYear ? QStringLiteral("MMM d") : QStringLiteral("yyyy-MM-dd"));
}

QString dateTimeText(WallTime time)
{
    return toDateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString timeOfDayText(WallTime time)
{
    return toDateTime(time).toString(QStringLiteral("HH:mm:ss"));
}

QString preciseTimeText(WallTime time)
{
    return toDateTime(time).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString shareText(double share)
{
    constexpr double whole = 0.0995; // from here on the decimals say nothing
    return QString::number(share * 100, 'f', share > 0 && share < whole ? 1 : 0) + QStringLiteral(" %");
}

QString sizeText(double bytes)
{
    return bytesText(static_cast<std::uint64_t>(std::max(bytes, 0.0)));
}

QString throughputText(double perSecond)
{
    return sizeText(perSecond) + QStringLiteral("/s");
}

QString rateText(double perSecond)
{
    constexpr double many = 9.95; // from here on the decimals say nothing
    const bool whole = perSecond >= many || perSecond == std::floor(perSecond);
    return (whole ? amountText(perSecond) : QString::number(perSecond, 'f', 1)) + QStringLiteral(" /s");
}

QString amountText(double count)
{
    return countText(static_cast<std::uint64_t>(std::llround(std::max(count, 0.0))));
}

QString limitText(Resource resource, const std::optional<std::uint64_t> &value)
{
    if (!value)
        return QStringLiteral("unlimited");
    const auto unit = traits(resource).unit;
    if (unit == LimitUnit::Bytes) // chosen by people, as a rule: "8 MiB"
        return bytesText(*value).replace(QRegularExpression(QStringLiteral("\\.0+ ")), QStringLiteral(" "));
    if (unit == LimitUnit::Seconds)
        return countText(*value) + QStringLiteral(" s");
    if (unit == LimitUnit::Microseconds)
        return countText(*value) + QStringLiteral(" µs");
    return countText(*value);
}

} // namespace forklore
