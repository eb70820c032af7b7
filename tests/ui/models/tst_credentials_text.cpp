// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Credentials pane says, as lines "GROUP / LABEL: VALUE".
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/models/text/credentials_text.h"

using namespace forklore;

namespace {

const CapabilitySet everything = knownCapabilities();

CapabilitySet without(std::initializer_list<int> capabilities)
{
    auto set = everything;
    for (const auto capability : capabilities)
        set.bits &= ~(std::uint64_t(1) << capability);
    return set;
}

CapabilitySet only(std::initializer_list<int> capabilities)
{
    return {everything.bits & ~without(capabilities).bits};
}

/// Started by ada, acting as root.
CredentialsReading reading()
{
    Rights rights{FourIds<Uid>{1000, 0, 0, 0},
                  FourIds<Gid>{100, 100, 100, 100},
                  std::vector<Gid>{4, 4242},
                  Capabilities{only({10, 13}), only({10, 13}), {}, everything, Result<CapabilitySet>()},
                  everything,
                  true,
                  Seccomp::Filter};
    Location location{std::optional(Place{"/srv/x", true}), std::optional(Place{"/", false}),
                      std::optional(Executable{"/bin/x", false}),
                      std::vector<std::string>{"0::/system.slice/ssh.service"},
                      std::vector<Namespace>{{"net", 4026532281u, false},
                                             {"pid", 4026531836u, true},
                                             {"pid_for_children", 4026531836u, true},
                                             {"time", 8u, true},
                                             {"time_for_children", 9u, false},
                                             {"uts", 7u, std::nullopt}}};
    return {rights, location, {{0, "root"}, {1000, "ada"}}, {{4, "adm"}, {100, "users"}, {4242, "4242"}}};
}

QStringList linesOf(const CredentialsReading &reading)
{
    QStringList lines;
    for (const auto &group : credentialsGroups(reading)) {
        for (const auto &fact : group.facts)
            lines += QStringLiteral("%1 / %2: %3").arg(group.title, fact.label, fact.value);
    }
    return lines;
}

QString tipOf(const CredentialsReading &reading, const QString &label)
{
    for (const auto &group : credentialsGroups(reading)) {
        for (const auto &fact : group.facts) {
            if (fact.label == label)
                return fact.tip;
        }
    }
    return {};
}

} // namespace

class TestCredentialsText : public QObject {
    Q_OBJECT

private slots:
    void everythingAtOnce()
    {
        const QStringList expected = {
            QStringLiteral("User / Real: ada (1000)"),
            QString::fromUtf8("User / Effective: root (0) · other than the real one"),
            QString::fromUtf8("User / Saved: root (0) · other than the real one"),
            QString::fromUtf8("User / File system: root (0) · other than the real one"),
            QStringLiteral("Group / Real: users (100)"),
            QStringLiteral("Group / Effective: users (100)"),
            QStringLiteral("Group / Saved: users (100)"),
            QStringLiteral("Group / File system: users (100)"),
            QStringLiteral("Group / Further groups: adm (4), 4242"),
            QStringLiteral("Capabilities / Effective: CAP_NET_BIND_SERVICE"),
            QStringLiteral("Capabilities / : CAP_NET_RAW"),
            QStringLiteral("Capabilities / Permitted: the effective ones"),
            QStringLiteral("Capabilities / Inheritable: none"),
            QStringLiteral("Capabilities / Bounding: all"),
            QStringLiteral("Capabilities / Ambient: none"),
            QStringLiteral("Restrictions / Rights through exec: never (no_new_privs)"),
            QStringLiteral("Restrictions / Seccomp: a filter decides on each system call"),
            QStringLiteral("Place / Directory: /srv/x (deleted since)"),
            QStringLiteral("Place / Root: /"),
            QStringLiteral("Place / Executable: /bin/x"),
            QStringLiteral("Place / systemd unit: ssh.service"),
            QStringLiteral("Place / Control group: /system.slice/ssh.service"),
            QString::fromUtf8("Namespaces / net: 4026532281 · not yours"),
            QString::fromUtf8("Namespaces / pid: 4026531836 · yours too"),
            QString::fromUtf8("Namespaces / time: 8 · yours too"),
            QString::fromUtf8("Namespaces / time of children: 9 · not yours"),
            QStringLiteral("Namespaces / uts: 7"),
        };
        QCOMPARE(linesOf(reading()), expected);
    }

    void capabilities_data()
    {
        QTest::addColumn<qulonglong>("bits");
        QTest::addColumn<QString>("text");
        const auto row = [](CapabilitySet set, const char *text) {
            QTest::newRow(text) << qulonglong(set.bits) << QString::fromLatin1(text);
        };
        row({}, "none");
        row(everything, "all");
        row(without({24}), "all but CAP_SYS_RESOURCE");
        row(without({24, 25}), "all but CAP_SYS_RESOURCE, CAP_SYS_TIME");
        row(only({0}), "CAP_CHOWN");
        row(only({5, 7}), "CAP_KILL, CAP_SETUID");
        row(only({0, 1, 2, 3, 4, 5}), "6 of 41");
        row({1ull << 63}, "capability 63");
    }

    void capabilities()
    {
        QFETCH(qulonglong, bits);
        QTEST(capabilitiesText({bits}, everything), "text");
    }

    void whatIsAllDependsOnTheKernel()
    {
        QCOMPARE(capabilitiesText(capabilitiesUpTo(37), capabilitiesUpTo(37)), QStringLiteral("all"));
        QCOMPARE(capabilitiesText(capabilitiesUpTo(37), everything),
                 QStringLiteral("all but CAP_PERFMON, CAP_BPF, CAP_CHECKPOINT_RESTORE"));
    }

    void tipsSayWhatIsLeftOut()
    {
        auto root = reading();
        root.rights->capabilities->effective = without({24});
        const auto tip = tipOf(root, QStringLiteral("Effective"));
        root.rights->capabilities->permitted = only({0, 1, 2, 3, 4, 5});
        QVERIFY(tipOf(root, QStringLiteral("Permitted")).contains(QLatin1String("CAP_KILL: Send signals")));
        for (const auto &group : credentialsGroups(root)) {
            if (group.title == QLatin1String("Capabilities"))
                QVERIFY(group.facts.front().tip.contains(QLatin1String("It lacks CAP_SYS_RESOURCE: ")));
        }
    }

    void whatIsNotToldIsSaid()
    {
        auto old = reading();
        old.rights->capabilities->ambient = failure(ErrorKind::Unsupported, "no CapAmb line");
        old.rights->noNewPrivileges = failure(ErrorKind::Unsupported, "no NoNewPrivs line");
        old.rights->seccomp = failure(ErrorKind::Malformed, "mode 3");
        old.location->directory = failure(ErrorKind::Denied, "read the link cwd");
        old.location->root = std::optional<Place>();
        old.location->controlGroups = std::vector<std::string>{"2:cpu:/a", "1:name=systemd:/", "0::/"};
        old.location->namespaces = failure(ErrorKind::Denied, "open ns");
        const auto lines = linesOf(old);
        for (const auto *line :
             {"Capabilities / Ambient: not provided by this kernel",
              "Restrictions / Rights through exec: not provided by this kernel",
              "Restrictions / Seccomp: ? (mode 3)", "Place / Directory: hidden: the kernel denies it to you",
              "Place / Root: none", "Place / systemd unit: none",
              "Place / Control group: /a (cpu)\n/ (name=systemd, v2)",
              "Namespaces / All: hidden: the kernel denies it to you"})
            QVERIFY2(lines.contains(QString::fromLatin1(line)), line);
        old.rights->groups = failure(ErrorKind::Malformed, "no Groups line");
        old.rights->gid = failure(ErrorKind::Malformed, "no Gid line");
        QVERIFY(linesOf(old).contains(QStringLiteral("Group / Further groups: ? (no Groups line)")));
        QVERIFY(linesOf(old).contains(QStringLiteral("Group / Real: ? (no Gid line)")));
        old.rights->capabilities = failure(ErrorKind::Unsupported, "no Cap lines");
        QVERIFY(
            linesOf(old).contains(QStringLiteral("Capabilities / Effective: not provided by this kernel")));
    }

    void namespacesOfWhichNoneMayBeReadAreOneLine()
    {
        auto foreign = reading();
        const Result<std::uint64_t> denied = failure(ErrorKind::Denied, "read the link");
        foreign.location->namespaces = std::vector<Namespace>{{"net", denied, {}}, {"pid", denied, {}}};
        QCOMPARE(linesOf(foreign).filter(QStringLiteral("Namespaces")).size(), 1);
        foreign.location->namespaces->at(1).inode = 5u;
        QCOMPARE(linesOf(foreign).filter(QStringLiteral("Namespaces")),
                 (QStringList{QStringLiteral("Namespaces / net: hidden: the kernel denies it to you"),
                              QStringLiteral("Namespaces / pid: 5")}));
    }

    void bytesOfNamesBecomeText()
    {
        auto odd = reading();
        odd.location->directory = std::optional(Place{"/a\nb\xff", false});
        odd.users[0] = "ro\not";
        const auto lines = linesOf(odd);
        QVERIFY(lines.contains(QStringLiteral("Place / Directory: /a\\nb\\xff")));
        for (const auto &line : lines)
            QVERIFY2(!line.contains(QLatin1Char('\n')), qPrintable(line));
    }
};

static const forklore::TestClass<TestCredentialsText> testClass(__FILE__);
#include "tst_credentials_text.moc"
