// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text/bytes.h"

#include <algorithm>
#include <optional>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include "core/base/printable.h"

namespace forklore {
namespace {

bool isPlain(std::string_view bytes)
{
    return std::ranges::all_of(bytes, [](char byte) { return byte >= 0x20 && byte < 0x7f; });
}

/// Nothing where the bytes are not UTF-8. A byte-order mark is a character like others: nothing is dropped.
std::optional<QString> decoded(std::string_view bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8,
                          QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString text = decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return decode.hasError() ? std::nullopt : std::optional(text);
}

/// The bytes of one quoted string of C, or of the shell's $'…': both know these octal escapes.
QString octalQuoted(std::string_view bytes, char quote)
{
    QString text;
    for (const auto byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        if (byte == quote || byte == '\\')
            (text += QLatin1Char('\\')) += QLatin1Char(byte);
        else if (byte == '\n')
            text += QStringLiteral("\\n");
        else if (byte == '?' || code < 0x20 || code >= 0x7f) // '?': no trigraph may arise
            text += QStringLiteral("\\%1").arg(code, 3, 8, QLatin1Char('0'));
        else
            text += QLatin1Char(byte);
    }
    return text;
}

QString shellWord(std::string_view bytes)
{
    constexpr std::string_view safe =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
    if (!isPlain(bytes))
        return QStringLiteral("$'") + octalQuoted(bytes, '\'') + QLatin1Char('\'');
    auto text = QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
    if (!bytes.empty() && bytes.find_first_not_of(safe) == std::string_view::npos)
        return text;
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

} // namespace

QString displayText(std::string_view bytes)
{
    if (isPlain(bytes))
        return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
    return QString::fromStdString(printable(bytes, Backslash::Kept));
}

QString argumentsLine(const std::vector<std::string> &arguments)
{
    QString line;
    for (const auto &argument : arguments) {
        if (!line.isEmpty())
            line += QLatin1Char(' ');
        // A lone argument with blanks is a title as a rule: it reads better bare.
        const bool quoted =
            argument.empty() || (arguments.size() > 1 && argument.find(' ') != std::string::npos);
        line += quoted ? QLatin1Char('"') + displayText(argument) + QLatin1Char('"') : displayText(argument);
    }
    return line;
}

QString asShellLine(const std::vector<std::string> &arguments)
{
    QStringList words;
    for (const auto &argument : arguments)
        words += shellWord(argument);
    return words.join(QLatin1Char(' '));
}

QString asJson(const std::vector<std::string> &arguments)
{
    QJsonArray array;
    for (const auto &argument : arguments) {
        if (const auto text = decoded(argument)) {
            array.append(*text);
            continue;
        }
        const auto bytes = QByteArray::fromStdString(argument);
        array.append(QJsonObject{{QStringLiteral("base64"), QString::fromLatin1(bytes.toBase64())}});
    }
    const auto json = QJsonDocument(array).toJson(QJsonDocument::Indented);
    return QString::fromStdString(printableJson(json.toStdString()));
}

QString asCArray(const std::vector<std::string> &arguments)
{
    QString text = QStringLiteral("char *argv[] = {\n");
    for (const auto &argument : arguments)
        text += QStringLiteral("    \"") + octalQuoted(argument, '"') + QStringLiteral("\",\n");
    return text + QStringLiteral("    NULL\n};\n");
}

} // namespace forklore
