// SPDX-License-Identifier: GPL-3.0-or-later
//
// The layers of the design, held against every #include: no arrow runs upward. And their sizes: a long file
// holds two ideas, and a full folder holds two rooms.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

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
    {"core/codec",
     {"core/base", "core/process", "core/snapshot", "core/diagnostics", "core/operation", "core/host"}},
    {"core/host/linux",
     {"core/base", "core/process", "core/snapshot", "core/diagnostics", "core/operation", "core/host",
      "core/codec"}},
    {"core/session", {"core/base", "core/process", "core/snapshot", "core/host"}},
    {"core/facts", {"core/base", "core/process", "core/snapshot", "core/host"}},
    {"core/filter", {"core/base", "core/process", "core/snapshot", "core/host", "core/facts"}},
    {"core/lab", {"core", "core/host/linux"}},
    {"ui/models", {"core"}},
    {"ui/live", {"core", "ui/models"}},
    {"ui/tree", {"core", "ui/models", "ui/live"}},
    {"ui/details", {"core", "ui/models", "ui/live", "ui/charts"}},
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

constexpr int maxLines = 400; // of a file
constexpr int maxFiles = 33;  // directly in a folder

std::optional<QByteArray> complaintAboutLength(const std::string &file, std::istream &text)
{
    int lines = 0;
    for (std::string line; std::getline(text, line);)
        ++lines;
    if (lines <= maxLines)
        return std::nullopt;
    return forklore::bytes(fmt::format("{}: {} lines, more than {}", file, lines, maxLines));
}

/// @param files the sources directly in it
std::optional<QByteArray> complaintAboutFolder(const std::string &folder, int files)
{
    if (files <= maxFiles)
        return std::nullopt;
    return forklore::bytes(fmt::format("{}: {} files, more than {}", folder, files, maxFiles));
}

/// All below a folder, by their paths from the top of the project.
std::vector<std::string> sourcesBelow(const std::string &top)
{
    const fs::path project = FORKLORE_SOURCE_DIR;
    std::vector<std::string> sources;
    for (const auto &entry : fs::recursive_directory_iterator(project / top)) {
        if (entry.is_regular_file() && isSource(entry.path()))
            sources.push_back(entry.path().lexically_relative(project).string());
    }
    return sources;
}

std::ifstream contentOf(const std::string &source)
{
    return std::ifstream(fs::path(FORKLORE_SOURCE_DIR) / source);
}

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private slots:
    void upwardIsSeen_data();
    void upwardIsSeen();
    void noArrowRunsUpward_data();
    void noArrowRunsUpward();

    void longFileIsSeen_data();
    void longFileIsSeen();
    void noFileIsLong_data();
    void noFileIsLong();
    void fullFolderIsSeen_data();
    void fullFolderIsSeen();
    void noFolderIsFull_data();
    void noFolderIsFull();

private:
    static void eachTop(std::initializer_list<const char *> tops);
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
    row("core/filter/a.h", "#include \"core/facts/b.h\"", true);
    row("core/facts/a.h", "#include \"core/filter/b.h\"", false);
    row("core/codec/a.h", "#include \"core/host/b.h\"", true);
    row("core/host/a.h", "#include \"core/codec/b.h\"", false);
    row("core/operation/a.h", "#include \"core/codec/b.h\"", false);
    row("core/host/linux/a.h", "#include \"core/codec/b.h\"", true);
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

void LayersTest::eachTop(std::initializer_list<const char *> tops)
{
    QTest::addColumn<QByteArray>("top");
    for (const auto *top : tops)
        QTest::newRow(top) << QByteArray(top);
}

void LayersTest::noArrowRunsUpward_data()
{
    eachTop({"core", "ui", "app"});
}

void LayersTest::noArrowRunsUpward()
{
    QFETCH(QByteArray, top);
    QByteArrayList complaints;
    const auto sources = sourcesBelow(top.toStdString());
    for (const auto &source : sources) {
        auto text = contentOf(source);
        complaints += complaintsAbout(source, text);
    }
    QVERIFY(!sources.empty());
    QVERIFY2(complaints.isEmpty(), ('\n' + complaints.join('\n')).constData());
}

void LayersTest::longFileIsSeen_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("lines");
    QTest::addColumn<QByteArray>("complaint");
    const auto row = [](const char *file, int lines, const char *complaint) {
        QTest::addRow("%s %d", file, lines) << QByteArray(file) << lines << QByteArray(complaint);
    };
    row("core/base/a.h", 0, "");
    row("core/base/a.h", 400, "");
    row("core/base/a.h", 401, "core/base/a.h: 401 lines, more than 400");
    row("tests/ui/tst_a.cpp", 700, "tests/ui/tst_a.cpp: 700 lines, more than 400");
}

void LayersTest::longFileIsSeen()
{
    QFETCH(QByteArray, file);
    QFETCH(int, lines);
    std::istringstream text(QByteArray(lines, '\n').toStdString());
    QTEST(complaintAboutLength(file.toStdString(), text).value_or(QByteArray()), "complaint");
}

void LayersTest::noFileIsLong_data()
{
    eachTop({"core", "ui", "app", "tests"});
}

void LayersTest::noFileIsLong()
{
    QFETCH(QByteArray, top);
    QByteArrayList complaints;
    const auto sources = sourcesBelow(top.toStdString());
    for (const auto &source : sources) {
        auto text = contentOf(source);
        if (const auto found = complaintAboutLength(source, text))
            complaints.append(*found);
    }
    QVERIFY(!sources.empty());
    QVERIFY2(complaints.isEmpty(), ('\n' + complaints.join('\n')).constData());
}

void LayersTest::fullFolderIsSeen_data()
{
    QTest::addColumn<int>("files");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("empty") << 0 << QByteArray();
    QTest::newRow("just not full") << 33 << QByteArray();
    QTest::newRow("full") << 34 << QByteArray("core/base: 34 files, more than 33");
}

void LayersTest::fullFolderIsSeen()
{
    QFETCH(int, files);
    QTEST(complaintAboutFolder("core/base", files).value_or(QByteArray()), "complaint");
}

void LayersTest::noFolderIsFull_data()
{
    noFileIsLong_data();
}

void LayersTest::noFolderIsFull()
{
    QFETCH(QByteArray, top);
    std::map<std::string, int> folders;
    for (const auto &source : sourcesBelow(top.toStdString()))
        ++folders[fs::path(source).parent_path().string()];
    QByteArrayList complaints;
    for (const auto &[folder, files] : folders) {
        if (const auto found = complaintAboutFolder(folder, files))
            complaints.append(*found);
    }
    QVERIFY(!folders.empty());
    QVERIFY2(complaints.isEmpty(), ('\n' + complaints.join('\n')).constData());
}

static const forklore::TestClass<LayersTest> testClass(__FILE__);
#include "tst_layers.moc"
