// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/command.h"

#include <QJsonDocument>
#include <QProcess>
#include <QProcessEnvironment>

namespace forklore {

const QJsonObject Run::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QByteArrayList Run::lines() const
{
    auto lines = out.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

QString commandPath()
{
    return QStringLiteral(FORKLORE_CLI);
}

Run runCommand(const QStringList &arguments, const Setting &setting)
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("NO_COLOR"));
    for (const auto &entry : setting.environment) {
        if (entry.contains('='))
            environment.insert(entry.section('=', 0, 0), entry.section('=', 1));
        else
            environment.remove(entry);
    }
    process.setProcessEnvironment(environment);
    if (setting.inChild)
        process.setChildProcessModifier(setting.inChild);
    process.start(setting.program, arguments, QIODevice::ReadOnly);
    if (!process.waitForFinished(-1))
        return {-1, {}, "forklore-cli could not be run: " + process.errorString().toLocal8Bit()};
    const int status =
        process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128 + process.exitCode();
    return {status, process.readAllStandardOutput(), process.readAllStandardError()};
}

bool complainsOnly(const Run &run)
{
    const auto parts = run.err.chopped(run.err.isEmpty() ? 0 : 1).split(':');
    return run.out.isEmpty() && run.err.endsWith('\n') && run.err.count('\n') == 1 && parts.size() >= 3 &&
           parts[0] == "forklore-cli" && parts[1].size() > 1 && parts[1].startsWith(' ') &&
           parts[2].size() > 1 && parts[2].startsWith(' ') && controlCharacterIn(run.err) < 0;
}

qsizetype controlCharacterIn(const QByteArray &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f || (byte == 0xc2 && next >= 0x80 && next < 0xa0))
            return i;
    }
    return -1;
}

QString errorKind(const QJsonValue &value)
{
    const auto error = value.toObject().value("error").toObject();
    return value.toObject().size() == 1 && !error.value("message").toString().isEmpty()
               ? error.value("kind").toString()
               : QString();
}

QJsonObject objectWith(const QJsonValue &array, const QString &member, const QJsonValue &value)
{
    for (const auto &element : array.toArray()) {
        if (element.toObject().value(member) == value)
            return element.toObject();
    }
    return {};
}

QStringList members(const QJsonObject &object)
{
    return object.keys();
}

QByteArray textOf(const QJsonValue &value)
{
    const auto array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

} // namespace forklore
