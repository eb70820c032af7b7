// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/models/text/bytes.h"
#include "ui/models/text/overview_text.h"
#include "ui/models/text/quantities.h"
#include "ui/models/text/reasons.h"

using namespace forklore;
using namespace std::string_literals;

class TestText : public QObject {
    Q_OBJECT

private slots:
    void bytesBecomeOneLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("line");
        QTest::newRow("plain") << QByteArray("sshd -D") << "sshd -D";
        QTest::newRow("UTF-8") << QByteArray("caf\xc3\xa9") << QString::fromUtf8("caf\xc3\xa9");
        QTest::newRow("newline and tab") << QByteArray("a\nb\tc\r") << "a\\nb\\tc\\r";
        QTest::newRow("escape sequence") << QByteArray("\x1b[31m") << "\\x1b[31m";
        QTest::newRow("not UTF-8") << QByteArray("a\xff"
                                                 "b")
                                   << "a\\xffb";
        QTest::newRow("direction override") << QByteArray("\xe2\x80\xae"
                                                          "x")
                                            << "\\u202ex";
        QTest::newRow("byte-order mark") << QByteArray("\xef\xbb\xbf"
                                                       "x")
                                         << "\\ufeffx";
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << "a\\x00b";
        QTest::newRow("empty") << QByteArray() << "";
    }
    void bytesBecomeOneLine()
    {
        QFETCH(QByteArray, bytes);
        QTEST(displayText(bytes.toStdString()), "line");
    }

    void argumentsAreOneLine()
    {
        QCOMPARE(argumentsLine({"ls", "-l", "a b", ""}), QStringLiteral("ls -l \"a b\" \"\""));
        QCOMPARE(argumentsLine({"nginx: worker process"}), QStringLiteral("nginx: worker process"));
    }

    void argumentsAreCopiedExactly()
    {
        const std::vector<std::string> arguments = {"printf", "", "it's", "a\nb", "\xff", "what?"};
        QCOMPARE(asShellLine(arguments), QStringLiteral("printf '' 'it'\\''s' $'a\\nb' $'\\377' 'what?'"));
        QCOMPARE(asCArray({"a\"b",
                           "\xff"
                           "7",
                           "a?"}),
                 QStringLiteral(
                     "char *argv[] = {\n    \"a\\\"b\",\n    \"\\3777\",\n    \"a\\077\",\n    NULL\n};\n"));
        QCOMPARE(asJson({"a", "\xff"}).simplified(), QStringLiteral("[ \"a\", { \"base64\": \"/w==\" } ]"));
    }

    void sizesHaveThreeFigures() { QCOMPARE(bytesText(13'002'342), QStringLiteral("12.4 MiB")); }

    void countsAreGrouped()
    {
        QCOMPARE(countText(999), QStringLiteral("999"));
        QCOMPARE(countText(63412), QString::fromUtf8("63\u2009412"));
        QCOMPARE(countText(1234567), QString::fromUtf8("1\u2009234\u2009567"));
    }

    void timesAreRead()
    {
        using namespace std::chrono_literals;
        QCOMPARE(cpuTimeText(4560ms), QStringLiteral("0:04.56"));
        QCOMPARE(cpuTimeText(1h + 2min + 3s + 900ms), QStringLiteral("1:02:03"));
        QCOMPARE(durationText(12ms), QStringLiteral("12 ms"));
        QCOMPARE(durationText(59s), QStringLiteral("59 s"));
        QCOMPARE(durationText(3h + 58min), QStringLiteral("3 h 58 min"));
        QCOMPARE(durationText(50h), QStringLiteral("2 d 2 h"));
        QCOMPARE(percentText(0.976), QStringLiteral("97.6"));
    }

    void limitsHaveTheirUnit()
    {
        QCOMPARE(limitText(Resource::OpenFiles, 1024), QString::fromUtf8("1\u2009024"));
        QCOMPARE(limitText(Resource::Stack, 8 * 1024 * 1024), QStringLiteral("8 MiB"));
        QCOMPARE(limitText(Resource::CpuTime, 10), QStringLiteral("10 s"));
        QCOMPARE(limitText(Resource::CoreSize, std::nullopt), QStringLiteral("unlimited"));
    }

    void aReasonSaysTheRuleAndTheRemedy()
    {
        const auto denied = reasonFor(
            Section::Environment, {ErrorKind::Denied, "open /proc/1/environ: Permission denied"}, Viewer());
        QVERIFY(denied.title.contains(QLatin1String("environment")));
        QVERIFY(denied.rule.contains(QLatin1String("own user")));
        QVERIFY(denied.remedy.contains(QLatin1String("root")));
        QVERIFY(denied.remedy.contains(QLatin1String("/proc/1/environ")));
        const auto gone = reasonFor(Section::Descriptors, {ErrorKind::Gone, "process 7 has ended"}, Viewer());
        QCOMPARE(gone.rule, QStringLiteral("Process 7 has ended."));
        QVERIFY(gone.remedy.isEmpty());
    }

    void linksLeadToAProcess()
    {
        QCOMPARE(processOfLink(QStringLiteral("process:12:345")), std::optional(ProcessId{12, 345}));
        for (const char *link : {"", "process:12", "process:x:1", "process:1:-1", "https://example.org"})
            QVERIFY2(!processOfLink(QString::fromLatin1(link)), link);
    }
};

static const forklore::TestClass<TestText> testClass(__FILE__);
#include "tst_text.moc"
