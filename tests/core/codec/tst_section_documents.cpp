// SPDX-License-Identifier: GPL-3.0-or-later
//
// Protected sections as documents: what comes out is what went in, whatever the bytes.
#include <QTest>

#include "core/codec/cbor.h"
#include "core/codec/section_decoders.h"
#include "core/codec/sections.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

Q_DECLARE_METATYPE(ProtectedSection)

namespace {

constexpr DocumentBounds bounds = {.bytes = 10'000'000, .items = 1'000'000};
constexpr auto largest = std::numeric_limits<std::uint64_t>::max();

Result<ProtectedSection> there(const ProtectedSection &section)
{
    return fromCbor(toCbor(protectedDocument(section)), bounds).and_then([&](const Json &document) {
        return traits(sectionOf(section)).decodeProtected(document);
    });
}

Failure errorOf(ErrorKind kind)
{
    return failure(kind, "no\nsuch \xff right");
}

Descriptor descriptorWith(ErrorKind kind)
{
    const auto error = errorOf(kind);
    return {8, DescriptorKind::Unknown, error, error, error, error, error, Result<Socket>(error)};
}

} // namespace

class SectionDocumentsTest : public QObject {
    Q_OBJECT

private slots:
    void sectionsComeBack_data();
    void sectionsComeBack();
    void furtherMembersAreLeftUnread();
    void whatIsNoSection_data();
    void whatIsNoSection();
};

void SectionDocumentsTest::sectionsComeBack_data()
{
    QTest::addColumn<ProtectedSection>("section");
    QTest::newRow("no environment") << ProtectedSection(Environment());
    QTest::newRow("environment") << ProtectedSection(Environment{
        {"LANG", "C"}, {"", std::string("a\0\xff\n", 4)}, {"no value", std::nullopt}, {"LANG", ""}});
    QTest::newRow("a long environment")
        << ProtectedSection(Environment(5000, {std::string(100, 'n'), std::string(500, '\xfe')}));
    QTest::newRow("no descriptors") << ProtectedSection(Descriptors());
    const auto denied = errorOf(ErrorKind::Denied);
    QTest::newRow("descriptors") << ProtectedSection(Descriptors{
        {0,
         DescriptorKind::Tty,
         std::string("/dev/pts/3 \xc3"),
         Access::ReadWrite,
         std::uint64_t(0),
         std::uint32_t(0x80'8002),
         std::uint64_t(6),
         {}},
        {1, DescriptorKind::File, std::string(), Access::Path, largest, ~std::uint32_t(0), largest, {}},
        {7, DescriptorKind::Socket, std::string("socket:[9]"), denied, denied, denied, std::uint64_t(9),
         Result<Socket>(Socket{"inet", "stream", "LISTEN", "127.0.0.1:80", ""})},
        {7, DescriptorKind::Socket, std::string("socket:[10]"), denied, denied, denied, std::uint64_t(10),
         Result<Socket>(Socket{"vsock", "stream", "", "", "", denied.value()})}});
    Descriptors failed;
    for (const auto kind : {ErrorKind::Denied, ErrorKind::Gone, ErrorKind::Unsupported, ErrorKind::Malformed,
                            ErrorKind::Stuck, ErrorKind::Io})
        failed.push_back(descriptorWith(kind));
    QTest::newRow("every kind of error") << ProtectedSection(failed);
    QTest::newRow("io") << ProtectedSection(IoCounters{1, 2, 3, 4, 5, 6, largest});
    QTest::newRow("no counters") << ProtectedSection(IoCounters());
    QTest::newRow("mappings") << ProtectedSection(
        Mappings{{0x1000, 0x2000, "r-xp", 0, "/bin/a\xff b", {1, 2, 3, 4, 5}},
                 {0x3000, largest, "", largest, "", {{}, {}, {}, {}, {}, {}}}});
}

void SectionDocumentsTest::sectionsComeBack()
{
    QFETCH(const ProtectedSection, section);
    const auto back = there(section);
    QVERIFY2(back, why(back));
    QVERIFY(*back == section);
}

void SectionDocumentsTest::furtherMembersAreLeftUnread()
{
    Json document = protectedDocument(Environment{{"LANG", "C"}});
    document[0]["secret"] = true;
    QVERIFY(decodeEnvironment(document) == (Environment{{"LANG", "C"}}));
}

void SectionDocumentsTest::whatIsNoSection_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const auto *json :
         {"null", "{}", "[1]", "[{}]", R"([{"name":"A"}])", R"([{"name":1,"value":null}])",
          R"([{"name":"A","value":null},null])", R"({"error":{"kind":"denied","message":"no"}})"})
        QTest::newRow(json) << QByteArray(json);
}

void SectionDocumentsTest::whatIsNoSection()
{
    QFETCH(const QByteArray, json);
    const auto document = Json::parse(json.toStdString());
    QCOMPARE(kindOf(decodeEnvironment(document)), raw("malformed"));
    QCOMPARE(kindOf(decodeDescriptors(document)), raw("malformed"));
    QCOMPARE(kindOf(decodeMappings(document)), raw("malformed"));
    QCOMPARE(kindOf(decodeIo(document)), raw("malformed"));
}

static const forklore::TestClass<SectionDocumentsTest> testClass(__FILE__);
#include "tst_section_documents.moc"
