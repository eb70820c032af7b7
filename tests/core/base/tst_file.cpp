// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/base/file.h"
#include "tests/support/bytes.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"

using namespace forklore;

class FileTest : public QObject {
    Q_OBJECT

private slots:
    void readsAllBytes_data();
    void readsAllBytes();
    void aRecordIsOneRead();
    void longLinks();
    void numbers();
    void staysTheSameDirectory();
    void errors();
};

void FileTest::readsAllBytes_data()
{
    QTest::addColumn<int>("size");
    for (const auto size : {0, 1, 4095, 4096, 16383, 16384, 16385, 65536, 1'000'033})
        QTest::addRow("%d", size) << size;
}

void FileTest::readsAllBytes()
{
    QFETCH(int, size);
    QByteArray content(size, '\0');
    for (int i = 0; i < size; ++i)
        content[i] = static_cast<char>(i * 7);
    Fixture fixture;
    fixture.write("file", view(content));
    const auto read = Directory::open(fixture.root()).value().read("file");
    QVERIFY2(read, why(read));
    QVERIFY(bytes(*read) == content);
}

void FileTest::aRecordIsOneRead()
{
    Fixture fixture;
    fixture.write("short", "one line\n");
    fixture.write("long", std::string(5000, 'x'));
    const auto directory = Directory::open(fixture.root()).value();
    QCOMPARE(bytes(directory.readRecord("short").value()), raw("one line\n"));
    QCOMPARE(directory.readRecord("long").value().size(), 4096u);
}

void FileTest::longLinks()
{
    Fixture fixture;
    const auto directory = Directory::open(fixture.root()).value();
    for (const std::size_t size : {1, 255, 256, 257, 4095}) {
        const std::string target(size, 'x');
        fixture.link("link", target);
        QCOMPARE(bytes(directory.readLink("link").value()), bytes(target));
    }
}

void FileTest::numbers()
{
    Fixture fixture;
    for (const auto *name :
         {"10", "9", "100", "self", "1x", "x1", "-5", "4294967295", "99999999999", "2147483648"})
        fixture.directory(name);
    QCOMPARE(Directory::open(fixture.root()).value().numbersIn(".").value(), (std::vector<int>{9, 10, 100}));
}

void FileTest::staysTheSameDirectory()
{
    Fixture fixture;
    fixture.write("7/stat", "the first");
    const auto root = Directory::open(fixture.root()).value();
    const auto first = root.openBelow("7").value();
    fixture.rename("7", "old");
    fixture.write("7/stat", "the second");
    QCOMPARE(bytes(first.read("stat").value()), raw("the first"));
    QCOMPARE(bytes(root.read("7/stat").value()), raw("the second"));
}

void FileTest::errors()
{
    Fixture fixture;
    fixture.write("file", "x");
    const auto directory = Directory::open(fixture.root()).value();
    QCOMPARE(kindOf(Directory::open(fixture.pathOf("missing"))), raw("gone"));
    QCOMPARE(kindOf(directory.openBelow("missing")), raw("gone"));
    QCOMPARE(kindOf(directory.openBelow("file")), raw("gone"));      // no directory, so no process
    QCOMPARE(kindOf(directory.read("missing")), raw("unsupported")); // from this copy of /proc
    QCOMPARE(kindOf(directory.read("7/stat")), raw("gone"));         // no such process
    QCOMPARE(kindOf(directory.readRecord("missing")), raw("unsupported"));
    QCOMPARE(kindOf(directory.readLink("file")), raw("io")); // EINVAL: no link
    QCOMPARE(kindOf(directory.numbersIn("file")), raw("gone"));
    QCOMPARE(kindOf(directory.read(".")), raw("malformed")); // no regular file
    const auto message = bytes(directory.read("missing").error().message);
    QCOMPARE(message, bytes(fixture.root() + "/missing is missing from this copy of /proc"));
}

static const forklore::TestClass<FileTest> testClass(__FILE__);
#include "tst_file.moc"
