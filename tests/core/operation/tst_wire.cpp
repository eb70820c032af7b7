// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sections on their way through the pipe: what comes out is what went in, and nothing else is taken for one.
#include <QTest>

#include "core/operation/wire.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class WireTest : public QObject {
    Q_OBJECT

private slots:
    void sectionsComeBack_data();
    void sectionsComeBack();
    void aCutOneIsNone();
    void whatIsNoSection_data();
    void whatIsNoSection();
};

Q_DECLARE_METATYPE(ProtectedSection)

void WireTest::sectionsComeBack_data()
{
    QTest::addColumn<ProtectedSection>("section");
    QTest::newRow("no environment") << ProtectedSection(Environment());
    QTest::newRow("environment") << ProtectedSection(
        Environment{{"LANG", "C"}, {"", std::string("a\0\xff\n", 4)}, {"no value", std::nullopt}});
    const auto denied = failure(ErrorKind::Denied, "no\nsuch right");
    QTest::newRow("descriptors") << ProtectedSection(Descriptors{
        {0,
         DescriptorKind::Tty,
         std::string("/dev/pts/3"),
         Access::ReadWrite,
         std::uint64_t(0),
         std::uint32_t(02),
         std::uint64_t(6),
         {}},
        {7, DescriptorKind::Socket, std::string("socket:[9]"), denied, denied, denied, std::uint64_t(9),
         Result<Socket>(Socket{"inet", "stream", "LISTEN", "127.0.0.1:80", ""})},
        {7, DescriptorKind::Socket, std::string("socket:[10]"), denied, denied, denied, std::uint64_t(10),
         Result<Socket>(Socket{"vsock", "stream", "", "", "", denied.value()})},
        {8, DescriptorKind::Unknown, denied, denied, denied, denied, denied, Result<Socket>(denied)}});
    QTest::newRow("io") << ProtectedSection(IoCounters{1, 2, 3, 4, 5, 6, ~std::uint64_t(0)});
    QTest::newRow("mappings") << ProtectedSection(
        Mappings{{0x1000, 0x2000, "r-xp", 0, "/bin/a b", {1, 2, 3, 4, 5}}, {}});
}

void WireTest::sectionsComeBack()
{
    QFETCH(const ProtectedSection, section);
    const auto back = fromWire(toWire(section));
    QVERIFY2(back, why(back));
    QVERIFY(*back == section);
}

void WireTest::aCutOneIsNone()
{
    const auto whole = toWire(Environment{{"LANG", "C"}, {"HOME", "/root"}});
    for (std::size_t length = 0; length < whole.size(); ++length)
        QCOMPARE(kindOf(fromWire(whole.substr(0, length))), raw("malformed"));
    QCOMPARE(kindOf(fromWire(whole + "00")), raw("malformed"));
}

void WireTest::whatIsNoSection_data()
{
    QTest::addColumn<QByteArray>("digits");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no digits") << QByteArray("zz");
    QTest::newRow("a fifth kind") << QByteArray("0400000000000000");
    QTest::newRow("more than there is") << QByteArray("0000000000000000ffffffffffffffff");
}

void WireTest::whatIsNoSection()
{
    QFETCH(const QByteArray, digits);
    QCOMPARE(kindOf(fromWire(view(digits))), raw("malformed"));
}

static const forklore::TestClass<WireTest> testClass(__FILE__);
#include "tst_wire.moc"
