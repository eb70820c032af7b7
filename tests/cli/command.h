// SPDX-License-Identifier: GPL-3.0-or-later
//
// One run of forklore-cli, and what a script sees of it.
#pragma once

#include <functional>

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

namespace forklore {

struct Run {
    int status = -1; ///< the exit status; 128 + N when signal N ended it
    QByteArray out;
    QByteArray err;

    /// The document on stdout. What is no JSON object gives an empty one.
    [[nodiscard]] const QJsonObject json() const; // const: its [] gives values, which have a [] of their own
    /// The lines of stdout without their ends.
    [[nodiscard]] QByteArrayList lines() const;
    /// For QVERIFY2.
    [[nodiscard]] QByteArray text() const
    {
        return "status " + QByteArray::number(status) + ", stderr: " + err;
    }
};

[[nodiscard]] QString commandPath();

/// How a run differs from a plain one.
struct Setting {
    QStringList environment = {
        "LC_ALL=C.UTF-8"};         ///< "NAME=value", added to the test's own; "NAME" takes it away
    std::function<void()> inChild; ///< after fork, before exec: only what is safe there
    QString program = commandPath();
};

[[nodiscard]] Run runCommand(const QStringList &arguments, const Setting &setting = {});

/// Whether stderr is one line "forklore-cli: WHAT: WHY", free of control characters, and stdout is empty.
[[nodiscard]] bool complainsOnly(const Run &run);

/// The first byte that could do something to a terminal, or the C1 control U+0080 to U+009F; -1 where there
/// is none.
[[nodiscard]] qsizetype controlCharacterIn(const QByteArray &text);

/// The kind of an error object; empty for anything else.
[[nodiscard]] QString errorKind(const QJsonValue &value);

/// The object of an array of objects whose member has this value; empty where there is none.
[[nodiscard]] QJsonObject objectWith(const QJsonValue &array, const QString &member, const QJsonValue &value);

/// The members' names, sorted.
[[nodiscard]] QStringList members(const QJsonObject &object);

/// As compact text, so that a failed comparison shows both.
[[nodiscard]] QByteArray textOf(const QJsonValue &value);

} // namespace forklore
