// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QAbstractItemModelTester>
#include <QTest>

#include "core/host/linux/inspect/linux_inspector.h"
#include "core/host/linux/sampling/linux_source.h"
#include "tests/support/fixture.h"
#include "tests/support/test_program.h"
#include "tests/ui/samples.h"
#include "ui/models/sections/arguments_model.h"
#include "ui/models/sections/descriptors_model.h"
#include "ui/models/sections/environment_model.h"
#include "ui/models/sections/limits_model.h"

using namespace forklore;

namespace {

LimitUsage limit(Resource resource, std::optional<std::uint64_t> soft, Usage usage)
{
    return {resource, Limit{resource, soft, std::nullopt}, std::move(usage)};
}

Variable variable(const char *name, const char *value)
{
    return {name, std::string(value)};
}

} // namespace

class TestSectionModels : public QObject {
    Q_OBJECT

private slots:
    void aLimitFillsItsBar()
    {
        QCOMPARE(shareOfLimit(limit(Resource::OpenFiles, 1000, Result<std::uint64_t>(800))),
                 std::optional(0.8));
        QVERIFY(!shareOfLimit(limit(Resource::OpenFiles, std::nullopt, Result<std::uint64_t>(8))));
        QVERIFY(!shareOfLimit(limit(Resource::FileSize, 1000, std::nullopt)));
        QVERIFY(!shareOfLimit(limit(Resource::OpenFiles, 1000, failure(ErrorKind::Denied, "no"))));
        // The nice ceiling is no stock that is used up, and 0 is no part of anything.
        QVERIFY(!shareOfLimit(limit(Resource::Nice, 20, Result<std::uint64_t>(20))));
        QVERIFY(!shareOfLimit(limit(Resource::CoreSize, 0, Result<std::uint64_t>(0))));
    }

    void aLimitThatIsNotToldIsUnknown()
    {
        auto row = limit(Resource::OpenFiles, 64, Result<std::uint64_t>(8));
        row.limit = failure(ErrorKind::Malformed, "limits: no good line");
        QVERIFY(!shareOfLimit(row));
        const std::unique_ptr<LimitsModel> model(makeLimitsModel(nullptr));
        model->setRows({row});
        QCOMPARE(dumpCells(*model), QStringList{QStringLiteral("Open files | 8 |  | ? | ? |  | NOFILE")});
        QCOMPARE(model->index(0, 3).data(Qt::ToolTipRole).toString(), QStringLiteral("limits: no good line"));
    }

    void unknownUsageIsSaid()
    {
        const std::unique_ptr<LimitsModel> model(makeLimitsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(
            {limit(Resource::FileSize, 1024, std::nullopt),
             limit(Resource::OpenFiles, 64, failure(ErrorKind::Denied, "open fd: Permission denied"))});
        QCOMPARE(model->index(0, 1).data().toString(), QString::fromUtf8("–"));
        QVERIFY(
            model->index(0, 1).data(Qt::ToolTipRole).toString().contains(QLatin1String("does not count")));
        QCOMPARE(model->index(1, 1).data().toString(), QStringLiteral("?"));
        QCOMPARE(model->index(1, 1).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("open fd: Permission denied"));
    }

    void secretsAreGuessed_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("secret");
        const auto row = [](const char *name, const char *value, bool secret) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(value) << secret;
        };
        row("AWS_SECRET_ACCESS_KEY", "x", true);
        row("GITHUB_TOKEN", "x", true);
        row("PGPASSWORD", "x", true);
        row("db_password", "x", true);
        row("DATABASE_URL", "postgres://ada:pw@db/x", true);
        row("HOMEPAGE", "https://example.org:80/a@b", false);
        row("STRIPE_KEY", "x", true);
        row("PATH", "/bin", false);
        row("SSH_AUTH_SOCK", "/run/ssh", false);
        row("TOKEN", "", false);
    }
    void secretsAreGuessed()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QTEST(looksSecret(variable(name.constData(), value.constData())), "secret");
    }

    void secretsAreMaskedUntilShown()
    {
        const Environment environment = {
            variable("HOME", "/root"), variable("API_TOKEN", "s3cret"), {"stray", std::nullopt}};
        const std::unique_ptr<EnvironmentModel> model(makeEnvironmentModel(nullptr));
        model->setRows(variableRows(environment, false));
        QVERIFY(!dumpCells(*model).join(QLatin1Char('\n')).contains(QLatin1String("s3cret")));
        QVERIFY(!model->index(1, 2).data(SortRole).toString().contains(QLatin1String("s3cret")));
        QVERIFY(
            model->index(2, 2).data(Qt::ToolTipRole).toString().contains(QLatin1String("not a variable")));
        model->setRows(variableRows(environment, true));
        QCOMPARE(dumpCells(*model).at(1), QStringLiteral("1 | API_TOKEN | s3cret"));
    }

    void emptyArgumentsAreSeen()
    {
        const std::unique_ptr<ArgumentsModel> model(makeArgumentsModel(nullptr));
        model->setRows(argumentRows({"a\nb", ""}));
        QCOMPARE(dumpCells(*model), (QStringList{"0 | 3 | a\\nb", "1 | 0 | (empty)"}));
    }

    /// The whole table of a process that holds every kind of descriptor, as text.
    void descriptorsAreATable()
    {
        const Fixture fixture("awkward.txt");
        const auto inspector = LinuxInspector::create(fixture.root());
        const auto descriptors = inspector->descriptors({130, 700});
        QVERIFY(descriptors);
        const std::unique_ptr<DescriptorsModel> model(makeDescriptorsModel(nullptr));
        const QAbstractItemModelTester tester(model.get());
        model->setRows(descriptorRows(*descriptors, {}));
        QCOMPARE(model->rowCount(), static_cast<int>(descriptors->size()));
        const auto lines = dumpCells(*model);
        QCOMPARE(lines.filter(QStringLiteral("LISTEN 127.0.0.1:8080")).size(), 1);
        for (const auto &line : lines)
            QVERIFY2(!line.contains(QLatin1Char('\n')), qPrintable(line));
    }
};

static const forklore::TestClass<TestSectionModels> testClass(__FILE__);
#include "tst_section_models.moc"
