// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settings.h"

#include <cerrno>
#include <cstdio>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QTemporaryFile>

#include "core/base/file.h"
#include "ui/models/text/bytes.h"

namespace forklore {
namespace {

struct Contents {
    QVariantMap values;
    bool isDamaged = false; ///< there is more in it than the values
};

/// Gone: there is no such file. Nothing that could be waited for is opened.
Result<Contents> readSettings(const QString &file)
{
    constexpr off_t maxBytes = 1 << 20;
    const auto path = QFile::encodeName(file);
    const FileDescriptor opened(open(path.constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status = {};
    if (opened.get() < 0 || fstat(opened.get(), &status) != 0)
        return failureOf(errno, path.toStdString());
    if (!S_ISREG(status.st_mode))
        return failure(ErrorKind::Unsupported, path.toStdString() + ": is not a regular file");
    Contents contents;
    contents.isDamaged = status.st_size > maxBytes;
    if (contents.isDamaged)
        return contents;
    const QSettings settings(file, QSettings::IniFormat);
    for (const auto &key : settings.allKeys())
        contents.values.insert(key, settings.value(key));
    contents.isDamaged = settings.status() != QSettings::NoError;
    return contents;
}

/// A value as it was set, and as it is read from the file: there a number is a text, and a list of one is no
/// list.
bool isSame(const QVariant &left, const QVariant &right)
{
    if (left.typeId() == right.typeId())
        return left == right;
    if (left.typeId() == QMetaType::QStringList || right.typeId() == QMetaType::QStringList)
        return left.toStringList() == right.toStringList();
    return left.toString() == right.toString();
}

/// Why a file in which there is room for nothing could not be written.
Failure refused(QTemporaryFile &file)
{
    constexpr qsizetype aBlock = 65536;
    const bool full = file.write(QByteArray(aBlock, '\0')) < 0 || !file.flush();
    return failure(ErrorKind::Io, full ? file.errorString().toStdString() : "the file could not be written");
}

} // namespace

Result<void> writeSettings(const QString &file, const QVariantMap &changes)
{
    auto contents = readSettings(file);
    if (!contents && contents.error().kind != ErrorKind::Gone)
        return Failure(contents.error());
    auto values = contents ? contents->values : QVariantMap();
    values.insert(changes);

    const QFileInfo old(file);
    const auto target = old.exists() ? old.canonicalFilePath() : file; // a symbolic link stays
    QDir().mkpath(QFileInfo(target).path());
    QTemporaryFile fresh(target + QStringLiteral(".XXXXXX"));
    if (!fresh.open())
        return failure(ErrorKind::Io, fresh.errorString().toStdString());
    QSettings settings(fresh.fileName(), QSettings::IniFormat);
    for (auto value = values.constBegin(); value != values.constEnd(); ++value)
        settings.setValue(value.key(), value.value());
    settings.sync();
    if (settings.status() != QSettings::NoError)
        return refused(fresh);
    if (old.exists())
        QFile::setPermissions(fresh.fileName(), old.permissions());
    if (std::rename(QFile::encodeName(fresh.fileName()).constData(), QFile::encodeName(target).constData()) !=
        0)
        return failureOf(errno, target.toStdString());
    return {};
}

Settings::Settings(QString file) : m_file(std::move(file))
{
    const auto contents = readSettings(m_file);
    if (!contents && contents.error().kind == ErrorKind::Gone)
        return;
    if (!contents) {
        m_complaint = tr("Settings are not kept: %1").arg(displayText(contents.error().message));
        m_file.clear();
        return;
    }
    m_values = contents->values;
    if (!contents->isDamaged)
        return;
    const auto aside = m_file + QStringLiteral(".damaged");
    const bool moved =
        std::rename(QFile::encodeName(m_file).constData(), QFile::encodeName(aside).constData()) == 0;
    m_complaint = moved ? tr("The settings were damaged: what could not be read is in %1").arg(aside)
                        : tr("Settings are not kept: %1 is damaged").arg(m_file);
    if (!moved)
        m_file.clear();
    else
        m_changed = m_values;
}

Settings::~Settings()
{
    finish();
}

QVariant Settings::value(const QString &key, const QVariant &otherwise) const
{
    return m_values.value(key, otherwise);
}

void Settings::setValue(const QString &key, const QVariant &value)
{
    if (m_values.contains(key) && isSame(m_values.value(key), value))
        return;
    m_values.insert(key, value);
    m_changed.insert(key, value);
}

void Settings::save()
{
    if (m_changed.isEmpty() || m_changed == m_refused || m_file.isEmpty() || m_writer)
        return;
    const auto result = std::make_shared<Result<void>>();
    m_writer.reset(QThread::create(
        [file = m_file, changes = m_changed, result] { *result = writeSettings(file, changes); }));
    connect(m_writer.get(), &QThread::finished, this, [this, written = m_changed, result] {
        m_writer->wait(); // it is as good as over
        m_writer.reset();
        handleResult(written, *result);
    });
    m_writer->start();
}

void Settings::finish()
{
    constexpr std::chrono::seconds patience(2);
    const QDeadlineTimer deadline(patience);
    m_refused.clear(); // there may be room by now
    // Twice: what changed while it was written is written then.
    for (int round = 0; round < 2 && (m_writer || !m_changed.isEmpty()); ++round) {
        save();
        if (!m_writer)
            return;
        if (!m_writer->wait(deadline)) { // a file server that does not answer
            disconnect(m_writer.get(), nullptr, this, nullptr);
            static_cast<void>(m_writer.release());
            return;
        }
        QCoreApplication::sendPostedEvents(this); // its result
    }
}

void Settings::handleResult(const QVariantMap &written, const Result<void> &result)
{
    for (auto value = written.constBegin(); result && value != written.constEnd(); ++value) {
        if (isSame(m_changed.value(value.key()), value.value()))
            m_changed.remove(value.key());
    }
    m_refused = result ? QVariantMap() : m_changed;
    const auto why = result ? std::string() : result.error().message;
    if (std::exchange(m_saidWhy, why) != why && !why.empty())
        emit notKept(displayText(why));
}

} // namespace forklore
