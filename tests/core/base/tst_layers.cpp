// SPDX-License-Identifier: GPL-3.0-or-later
//
// The layers of the design, held against every #include: no arrow runs upward.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>

#include <QTest>

#include <fmt/format.h>

#include "core/base/text_cursor.h"
#include "tests/support/bytes.h"
#include "tests/support/test_program.h"

namespace {

namespace fs = std::filesystem;

/// Which rooms a room may include beside itself. What stands in no list may not be included.
const std::map<std::string, std::vector<std::string>> mayInclude = {
    {"core/base", {}},
    {"core/process", {"core/base"}},
    {"core/snapshot", {"core/base", "core/process"}},
    {"core/diagnostics", {"core/base", "core/process", "core/snapshot"}},
    {"core/operation", {"core/base", "core/process", "core/snapshot"}},
    {"core/host", {"core/base", "core/process", "core/snapshot", "core/diagnostics", "core/operation"}},
    {"core/host/linux",
     {"core/base", "core/process", "core/snapshot", "core/diagnostics", "core/operation", "core/host"}},
    {"core/session", {"core/base", "core/process", "core/snapshot", "core/host"}},
    {"core/filter", {"core/base", "core/process", "core/snapshot", "core/host"}},
    {"core/lab", {"core", "core/host/linux"}},
    {"ui/models", {"core", "core/host/linux"}},
    {"ui/live", {"core", "core/host/linux", "ui/models"}},
    {"ui/tree", {"core", "ui/models", "ui/live"}},
    {"ui/details", {"core", "core/host/linux", "ui/models", "ui/live", "ui/charts"}},
    {"ui/events", {"core", "ui/models", "ui/live", "ui/charts", "ui/details", "ui/tree"}},
    {"ui/find", {"core", "ui/models", "ui/live", "ui/details"}},
    {"ui/charts", {"core", "ui/models", "ui/live"}},
    {"ui/actions", {"core", "ui/models", "ui/live", "ui/details", "ui/tree"}},
    {"ui/lab", {"core", "ui/models", "ui/live", "ui/details"}},
    {"ui/window", {"core", "ui"}},
    {"app/cli", {"core", "core/host/linux"}},
    {"app/lab", {"core"}},
    {"app/helper", {"core", "core/host/linux"}},
    {"app", {"core", "core/host/linux", "ui"}},
};

/// What holds for one platform alone: only who names it may include it.
constexpr auto platformRoom = "core/host/linux";

bool isBelow(const std::string &path, const std::string &room)
{
    return path.starts_with(room + '/');
}

/// The longest room that a file is in.
std::optional<std::string> roomOf(const std::string &path)
{
    std::optional<std::string> best;
    for (const auto &[room, allowed] : mayInclude) {
        if (isBelow(path, room) && (!best || room.size() > best->size()))
            best = room;
    }
    return best;
}

bool isQt(const std::string &header)
{
    return header.size() > 1 && header.front() == 'Q' &&
           (header[1] == 't' || std::isupper(static_cast<unsigned char>(header[1])));
}

/// Every class of Qt Widgets has its header in that module's directory.
bool isWidget(const std::string &header)
{
    static const fs::path headers = FORKLORE_QT_WIDGETS_DIR;
    return header.starts_with("QtWidgets") ||
           (header.find('/') == std::string::npos && fs::exists(headers / header));
}

std::optional<std::string> complaint(const std::string &file, const std::string &header)
{
    const auto room = roomOf(file);
    if (!room)
        return "is included from no room of the design";
    const bool withoutQt =
        isBelow(file, "core") || *room == "app/cli" || *room == "app/lab" || *room == "app/helper";
    if (isQt(header) && withoutQt)
        return "is Qt";
    if (isWidget(header) && (*room == "ui/models" || *room == "ui/live"))
        return "is a widget";
    const bool ours = std::ranges::any_of(std::vector<std::string>{"core", "ui", "app", "tests"},
                                          [&](const auto &top) { return isBelow(header, top); });
    const auto &allowed = mayInclude.at(*room);
    if (isBelow(header, platformRoom) && *room != platformRoom &&
        std::ranges::find(allowed, platformRoom) == allowed.end())
        return "belongs to one platform";
    if (!ours || isBelow(header, *room))
        return std::nullopt;
    const bool fine = std::ranges::any_of(allowed, [&](const auto &below) { return isBelow(header, below); });
    return fine ? std::nullopt : std::optional<std::string>("is an arrow that runs upward");
}

/// The header that a line includes; nothing for any other line.
std::optional<std::string> headerIn(const std::string &line)
{
    forklore::TextCursor cursor(line);
    auto word = cursor.word();
    if (word == "#") // blanks may follow it
        word = cursor.word();
    if (word != "#include" && word != "include")
        return std::nullopt;
    const auto header = cursor.word();
    if (header.size() < 3)
        return std::nullopt;
    return std::string(header.substr(1, header.size() - 2));
}

QByteArrayList complaintsAbout(const std::string &file, std::istream &text)
{
    QByteArrayList complaints;
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
        const auto header = headerIn(line);
        const auto found = header ? complaint(file, *header) : std::nullopt;
        if (found)
            complaints.append(forklore::bytes(fmt::format("{}:{}: {} {}", file, number, *header, *found)));
    }
    return complaints;
}

bool isSource(const fs::path &path)
{
    return path.extension() == ".h" || path.extension() == ".cpp";
}

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private slots:
    void upwardIsSeen_data();
    void upwardIsSeen();
    void noArrowRunsUpward_data();
    void noArrowRunsUpward();
};

void LayersTest::upwardIsSeen_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("fine");
    const auto row = [](const char *file, const char *line, bool fine) {
        QTest::addRow("%s %s", file, line) << QByteArray(file) << QByteArray(line) << fine;
    };
    row("core/base/a.h", "#include <string>", true);
    row("core/base/a.h", "#include \"core/base/b.h\"", true);
    row("core/base/a.h", "#include \"core/process/b.h\"", false);
    row("core/snapshot/a.h", "#include \"core/host/b.h\"", false);
    row("core/host/linux/a.h", "#include \"core/snapshot/b.h\"", true);
    row("core/host/a.h", "#include \"core/host/linux/b.h\"", false);
    row("core/host/linux/a.h", "#include \"core/host/linux/b.h\"", true);
    row("core/host/linux/a.h", "#include \"core/host/b.h\"", true);
    row("core/base/a.h", "#include <QString>", false);
    row("core/base/a.h", "#include <QtGlobal>", false);
    row("core/base/a.h", "  #  include  \"ui/models/b.h\"", false);
    row("core/a.h", "#include <string>", false);
    row("ui/models/a.h", "#include <QString>", true);
    row("ui/models/a.h", "#include \"core/snapshot/b.h\"", true);
    row("ui/models/text/a.h", "#include \"ui/models/b.h\"", true);
    row("ui/models/a.h", "#include <QWidget>", false);
    row("ui/models/a.h", "#include <QTreeView>", false);
    row("ui/models/a.h", "#include <QtWidgets/QLabel>", false);
    row("ui/models/a.h", "#include \"ui/live/b.h\"", false);
    row("ui/live/a.h", "#include \"ui/models/b.h\"", true);
    row("ui/live/a.h", "#include \"ui/tree/b.h\"", false);
    row("ui/tree/a.h", "#include <QTreeView>", true);
    row("ui/tree/a.h", "#include \"ui/details/b.h\"", false);
    row("ui/details/a.h", "#include \"ui/window/b.h\"", false);
    row("ui/window/a.h", "#include \"ui/details/b.h\"", true);
    row("app/cli/a.h", "#include \"ui/models/b.h\"", false);
    row("app/cli/a.h", "#include <QString>", false);
    row("app/a.cpp", "#include \"ui/window/b.h\"", true);
    row("app/a.cpp", "#include \"tests/support/b.h\"", false);
}

void LayersTest::upwardIsSeen()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, line);
    std::istringstream text(line.toStdString());
    QTEST(complaintsAbout(file.toStdString(), text).isEmpty(), "fine");
}

void LayersTest::noArrowRunsUpward_data()
{
    QTest::addColumn<QByteArray>("top");
    for (const auto *top : {"core", "ui", "app"})
        QTest::newRow(top) << QByteArray(top);
}

void LayersTest::noArrowRunsUpward()
{
    QFETCH(QByteArray, top);
    const fs::path source = FORKLORE_SOURCE_DIR;
    QByteArrayList complaints;
    int files = 0;
    for (const auto &entry : fs::recursive_directory_iterator(source / top.toStdString())) {
        if (!entry.is_regular_file() || !isSource(entry.path()))
            continue;
        std::ifstream text(entry.path());
        complaints += complaintsAbout(entry.path().lexically_relative(source).string(), text);
        ++files;
    }
    QVERIFY(files > 0);
    QVERIFY2(complaints.isEmpty(), ('\n' + complaints.join('\n')).constData());
}

static const forklore::TestClass<LayersTest> testClass(__FILE__);
#include "tst_layers.moc"
