// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/process/resources/file_query.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

namespace {

/// "path /x", "port stream 127.0.0.1 80", "inode pipe 12", "text x", or the kind of the error.
QByteArray told(const Result<FileQuery> &query)
{
    if (!query)
        return bytes(name(query.error().kind));
    if (const auto *path = std::get_if<PathQuery>(&*query))
        return "path " + bytes(path->path);
    if (const auto *port = std::get_if<PortQuery>(&*query))
        return "port " + bytes(port->type) + ' ' + bytes(port->address) + ' ' +
               QByteArray::number(port->port);
    if (const auto *inode = std::get_if<InodeQuery>(&*query))
        return "inode " + bytes(inode->kind) + ' ' +
               QByteArray::number(static_cast<qulonglong>(inode->inode));
    return "text " + bytes(std::get<TextQuery>(*query).text);
}

} // namespace

class TestFileQuery : public QObject {
    Q_OBJECT

private slots:
    void isUnderstood_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("meaning");
        const auto row = [](const char *typed, const char *meaning) {
            QTest::newRow(typed) << QByteArray(typed) << QByteArray(meaning);
        };
        row("/var/log/syslog", "path /var/log/syslog");
        row("  /tmp/a b \n", "path /tmp/a b");
        row("/var/log///", "path /var/log");
        row("/", "path /");
        row("///", "path /");
        row("8080", "port   8080");
        row(":53", "port   53");
        row("tcp:8080", "port stream  8080");
        row("udp::53", "port dgram  53");
        row("tcp:127.0.0.1:80", "port stream 127.0.0.1 80");
        row("127.0.0.1:80", "port  127.0.0.1 80");
        row("[::1]:80", "port  [::1] 80");
        row("udp:[0:0:0:0:0:0:0:1]:53", "port dgram [::1] 53");
        row("65535", "port   65535");
        row("inode:4711", "inode  4711");
        row("inode:[4711]", "inode  4711");
        row("socket:[4711]", "inode socket 4711");
        row("pipe:[12]", "inode pipe 12");
        row("net:[4026531840]", "inode net 4026531840");
        row("anon_inode:[eventfd]", "text anon_inode:[eventfd]");
        row("libssl", "text libssl");
        row("memfd:my mem", "text memfd:my mem");
        row("@/tmp/.X11-unix/X0", "text @/tmp/.X11-unix/X0");
        row("a:b", "text a:b");
        row("3 blind mice", "text 3 blind mice");
        row("localhost:80", "text localhost:80");
    }
    void isUnderstood()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, meaning);
        QCOMPARE(told(parseFileQuery(view(typed))), meaning);
    }

    void whatIsWrongIsSaidWithWhatIsPossible_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArray>("hint");
        const auto row = [](const char *typed, const char *hint) {
            QTest::newRow(typed) << QByteArray(typed) << QByteArray(hint);
        };
        row("", "tcp:8080");
        row(" \t", "inode:4711");
        row("0", "from 1 to 65535");
        row("65536", "inode:4711");
        row("tcp:", "from 1 to 65535");
        row("tcp:http", "from 1 to 65535");
        row("127.0.0.1:", "from 1 to 65535");
        row("999.1.1.1:80", "127.0.0.1:80");
        row("[::1", "is no");
        row("[::x]:80", "[::1]:80");
        row("inode:x", "socket:[4711]");
        row("inode:-1", "socket:[4711]");
        row("pipe:[12", "pipe:[4711]");
        row("socket:[]", "socket:[4711]");
        row("inode:18446744073709551616", "is no inode");
    }
    void whatIsWrongIsSaidWithWhatIsPossible()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArray, hint);
        const auto query = parseFileQuery(view(typed));
        QCOMPARE(told(query), QByteArray("malformed"));
        QVERIFY2(bytes(query.error().message).contains(hint), query.error().message.c_str());
    }
};

static const forklore::TestClass<TestFileQuery> testClass(__FILE__);
#include "tst_file_query.moc"
