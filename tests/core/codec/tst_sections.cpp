// SPDX-License-Identifier: GPL-3.0-or-later
//
// The registry of sections is whole: each has a row, and a row has all that is made from it.
#include <set>

#include <QTest>

#include "core/codec/section_decoders.h"
#include "core/codec/sections.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

using namespace forklore;

class SectionsTest : public QObject {
    Q_OBJECT

private slots:
    void eachHasARow();
    void namesAreOneEach();
    void formerNamesAreUnderstood();
    void whatIsListedHasADocument();
    void whatIsProtectedComesBack();
};

void SectionsTest::eachHasARow()
{
    for (std::size_t at = 0; at < sections().size(); ++at) {
        QVERIFY(traits(static_cast<Section>(at)).id == static_cast<Section>(at));
        QVERIFY(sections()[at].read != nullptr);
        QVERIFY(!sections()[at].title.empty());
        QVERIFY(!sections()[at].meaning.empty());
    }
}

void SectionsTest::namesAreOneEach()
{
    std::set<std::string_view> names;
    for (const auto &section : sections()) {
        QVERIFY(names.insert(section.name).second);
        QVERIFY(section.formerName.empty() || names.insert(section.formerName).second);
        QVERIFY(sectionNamed(section.name) == &section);
    }
    QVERIFY(sectionNamed("") == nullptr);
    QVERIFY(sectionNamed("Environment") == nullptr);
}

void SectionsTest::formerNamesAreUnderstood()
{
    QVERIFY(sectionNamed("remarks") == &traits(Section::Diagnostics));
}

void SectionsTest::whatIsListedHasADocument()
{
    for (const auto &section : sections())
        QCOMPARE(section.document != nullptr, section.listed != SectionTraits::Listed::Never);
}

void SectionsTest::whatIsProtectedComesBack()
{
    const std::vector<ProtectedSection> all = {Environment(), Descriptors(), IoCounters(), Mappings()};
    std::size_t found = 0;
    for (const auto &section : sections()) {
        QCOMPARE(section.decodeProtected != nullptr, section.isProtected());
        for (const auto &value : all) {
            if (sectionOf(value) != section.id)
                continue;
            ++found;
            QVERIFY(section.decodeProtected(protectedDocument(value)) == value);
        }
    }
    QCOMPARE(found, all.size());
}

static const forklore::TestClass<SectionsTest> testClass(__FILE__);
#include "tst_sections.moc"
