// SPDX-License-Identifier: GPL-3.0-or-later
//
// Settings outlive what may happen to their file, and nothing that lies in its place holds up the start.
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/support/test_program.h"
#include "ui/models/settings.h"

using namespace forklore;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

/// While it lives no file of this process can grow: the nearest to a full disk that any user can stage.
class FullDisk {
public:
    FullDisk()
    {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &none);
        signal(SIGXFSZ, SIG_IGN);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        signal(SIGXFSZ, SIG_DFL);
    }
    FullDisk(const FullDisk &) = delete;
    FullDisk &operator=(const FullDisk &) = delete;

private:
    rlimit m_before{};
};

} // namespace

class SettingsTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_file = m_directory->filePath(u"forklore/forklore.ini"_s);
    }

    void whatIsSetIsReadAgain()
    {
        const QStringList list = {u"a,b"_s, u"\"c\""_s, u"d"_s};
        {
            Settings settings(m_file);
            QCOMPARE(settings.value(u"a/number"_s, 7).toInt(), 7);
            settings.setValue(u"a/number"_s, 5);
            settings.setValue(u"a/list"_s, list);
            settings.setValue(u"a/one"_s, QStringList{u"alone"_s});
            settings.setValue(u"bytes"_s, QByteArray("\0\xff=\n", 4));
            settings.setValue(u"yes"_s, true);
        } // written at the end
        const Settings settings(m_file);
        QCOMPARE(settings.complaint(), QString());
        QCOMPARE(settings.value(u"a/number"_s, 7).toInt(), 5);
        QCOMPARE(settings.value(u"a/list"_s).toStringList(), list);
        QCOMPARE(settings.value(u"a/one"_s).toStringList(), QStringList{u"alone"_s});
        QCOMPARE(settings.value(u"bytes"_s).toByteArray(), QByteArray("\0\xff=\n", 4));
        QCOMPARE(settings.value(u"yes"_s).toBool(), true);
        QCOMPARE(QDir(m_directory->filePath(u"forklore"_s)).entryList(QDir::Files | QDir::Hidden),
                 QStringList{u"forklore.ini"_s});
    }

    void whatEarlierVersionsWroteIsRead()
    {
        {
            QSettings earlier(m_file, QSettings::IniFormat);
            earlier.setValue(u"window/state"_s, QByteArray("\0\1\2", 3));
            earlier.setValue(u"filters/names"_s, QStringList{u"é"_s, u"b"_s});
        }
        const Settings settings(m_file);
        QCOMPARE(settings.value(u"window/state"_s).toByteArray(), QByteArray("\0\1\2", 3));
        QCOMPARE(settings.value(u"filters/names"_s).toStringList(), (QStringList{u"é"_s, u"b"_s}));
    }

    void whatIsTheSameIsNotWritten()
    {
        {
            Settings settings(m_file);
            settings.setValue(u"number"_s, 5);
            settings.setValue(u"list"_s, QStringList{u"alone"_s});
        }
        QVERIFY(QFile::remove(m_file));
        write(m_file, "[General]\nnumber=5\nlist=alone\n");
        const auto before = QFileInfo(m_file).lastModified();
        struct stat status = {};
        QCOMPARE(stat(QFile::encodeName(m_file).constData(), &status), 0);
        const auto inode = status.st_ino;
        {
            Settings settings(m_file);
            settings.setValue(u"number"_s, 5);
            settings.setValue(u"list"_s, QStringList{u"alone"_s});
            settings.save();
        }
        QCOMPARE(stat(QFile::encodeName(m_file).constData(), &status), 0);
        QCOMPARE(status.st_ino, inode);
        QCOMPARE(QFileInfo(m_file).lastModified(), before);
    }

    void anotherWindowsKeysStay()
    {
        Settings first(m_file);
        Settings second(m_file);
        first.setValue(u"a"_s, 1);
        first.finish();
        second.setValue(u"b"_s, 2);
        second.finish();
        const Settings both(m_file);
        QCOMPARE(both.value(u"a"_s).toInt(), 1);
        QCOMPARE(both.value(u"b"_s).toInt(), 2);
    }

    void whatIsNoFileIsLeftAlone_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto *kind : {"FIFO", "directory", "device", "link to a device"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void whatIsNoFileIsLeftAlone()
    {
        QFETCH(const QString, kind);
        QVERIFY(QDir().mkpath(m_directory->filePath(u"forklore"_s)));
        const auto path = QFile::encodeName(m_file);
        if (kind == u"FIFO"_s)
            QCOMPARE(mkfifo(path.constData(), 0600), 0); // a plain open waits for a writer
        if (kind == u"directory"_s)
            QVERIFY(QDir().mkpath(m_file));
        if (kind == u"link to a device"_s)
            QVERIFY(QFile::link(u"/dev/full"_s, m_file));
        const auto file = kind == u"device"_s ? u"/dev/zero"_s : m_file;
        {
            Settings settings(file);
            QVERIFY2(settings.complaint().contains(u"is not a regular file"_s),
                     qPrintable(settings.complaint()));
            const QSignalSpy notKept(&settings, &Settings::notKept);
            settings.setValue(u"number"_s, 5);
            QCOMPARE(settings.value(u"number"_s).toInt(), 5);
            settings.finish();
            QCOMPARE(notKept.count(), 0); // it was said
        }
        struct stat status = {};
        QCOMPARE(stat(QFile::encodeName(file).constData(), &status), 0);
        QVERIFY(!S_ISREG(status.st_mode));
    }

    void whatIsDamagedIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no settings") << QByteArray("[General]\nnumber=5\nthis is no setting\n");
        QTest::newRow("far too much") << QByteArray(3'000'000, 'a');
    }
    void whatIsDamagedIsSetAside()
    {
        QFETCH(const QByteArray, bytes);
        QVERIFY(QDir().mkpath(m_directory->filePath(u"forklore"_s)));
        write(m_file, bytes);
        {
            Settings settings(m_file);
            QVERIFY2(settings.complaint().contains(m_file + u".damaged"_s), qPrintable(settings.complaint()));
            QCOMPARE(settings.value(u"number"_s, 7).toInt(), bytes.contains("number=5") ? 5 : 7);
            settings.setValue(u"other"_s, 6);
        }
        QCOMPARE(contentsOf(m_file + u".damaged"_s), bytes);
        const Settings settings(m_file);
        QCOMPARE(settings.complaint(), QString());
        QCOMPARE(settings.value(u"other"_s).toInt(), 6);
        QCOMPARE(settings.value(u"number"_s, 7).toInt(), bytes.contains("number=5") ? 5 : 7);
    }

    void aFullDiskCostsNothingElse()
    {
        QVERIFY(QDir().mkpath(m_directory->filePath(u"forklore"_s)));
        write(m_file, "[General]\nnumber=5\n");
        Settings settings(m_file);
        QSignalSpy notKept(&settings, &Settings::notKept);
        settings.setValue(u"number"_s, 6);
        {
            const FullDisk full;
            settings.save();
            QTRY_COMPARE(notKept.count(), 1);
            QVERIFY2(notKept.front().front().toString().contains(u"File too large"_s),
                     qPrintable(notKept.front().front().toString()));
            settings.setValue(u"more"_s, 7);
            settings.finish();
            QCOMPARE(notKept.count(), 1); // said once
        }
        QCOMPARE(contentsOf(m_file), QByteArray("[General]\nnumber=5\n")); // whole, as it was
        QCOMPARE(QDir(m_directory->filePath(u"forklore"_s)).entryList(QDir::Files | QDir::Hidden),
                 QStringList{u"forklore.ini"_s});
        settings.finish(); // there is room again
        QCOMPARE(Settings(m_file).value(u"number"_s).toInt(), 6);
        QCOMPARE(Settings(m_file).value(u"more"_s).toInt(), 7);
    }

    void aFolderThatCannotBeMadeIsSaid()
    {
        write(m_directory->filePath(u"forklore"_s), "a file in the folder's place");
        Settings settings(m_file);
        QSignalSpy notKept(&settings, &Settings::notKept);
        settings.setValue(u"number"_s, 6);
        settings.save();
        QTRY_VERIFY(notKept.count() == 1 || !settings.complaint().isEmpty());
        QCOMPARE(settings.value(u"number"_s).toInt(), 6);
    }

    void aLinkStays()
    {
        const auto real = m_directory->filePath(u"real.ini"_s);
        write(real, "[General]\nnumber=5\n");
        QVERIFY(QDir().mkpath(m_directory->filePath(u"forklore"_s)));
        QVERIFY(QFile::link(real, m_file));
        {
            Settings settings(m_file);
            settings.setValue(u"number"_s, 6);
        }
        QVERIFY(QFileInfo(m_file).isSymbolicLink());
        QVERIFY(contentsOf(real).contains("number=6"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_file;
};

static const forklore::TestClass<SettingsTest> testClass(__FILE__);
#include "tst_settings.moc"
