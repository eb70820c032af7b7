// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes and results in the terms of Qt Test, so that a failed comparison prints what differs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <QByteArray>
#include <QList>

#include "core/base/result.h"

namespace forklore {

[[nodiscard]] inline QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

template <class Texts>
[[nodiscard]] QByteArrayList listOf(const Texts &texts)
{
    QByteArrayList list;
    for (const auto &text : texts)
        list.append(bytes(text));
    return list;
}

[[nodiscard]] inline std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

/// A literal that may hold NULs.
template <std::size_t size>
[[nodiscard]] QByteArray raw(const char (&literal)[size])
{
    return {literal, static_cast<qsizetype>(size - 1)};
}

/// For QVERIFY2: what a result that should be a value says instead.
template <class T>
[[nodiscard]] const char *why(const Result<T> &result)
{
    return result ? "" : result.error().message.c_str();
}

/// The word for an error's kind; empty for a value.
template <class T>
[[nodiscard]] QByteArray kindOf(const Result<T> &result)
{
    return result ? QByteArray() : bytes(name(result.error().kind));
}

} // namespace forklore
