// SPDX-License-Identifier: GPL-3.0-or-later
//
// Situations of programs: what becomes of argument vectors, environments and executables.
#include "tests/live/stage/stage.h"

#include <cstring>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

namespace forklore::staging {
namespace {

/// The argument area of main, which setproctitle(3) writes over. The environment lies behind it.
struct Area {
    char *start;
    std::size_t size;
};

Area argumentArea()
{
    auto **last = vectors().arguments;
    while (last[1] != nullptr)
        ++last;
    auto *start = vectors().arguments[0];
    return {start, static_cast<std::size_t>(*last - start) + std::strlen(*last) + 1};
}

Area environmentArea()
{
    auto **last = vectors().environment;
    if (*last == nullptr)
        fail("this situation needs an environment");
    while (last[1] != nullptr)
        ++last;
    auto *start = vectors().environment[0];
    return {start, static_cast<std::size_t>(*last - start) + std::strlen(*last) + 1};
}

[[noreturn]] void become(const std::string &program, const Words &words, char **environment)
{
    std::vector<char *> arguments;
    for (const auto &word : words)
        arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    execve(program.c_str(), arguments.data(), environment);
    must(-1, "exec");
    _exit(1);
}

/// A program of the same kind under another path, which the working directory holds.
[[noreturn]] void becomeCopy(const std::string &name, const std::string &situation)
{
    namespace fs = std::filesystem;
    const auto copy = fs::current_path() / name;
    fs::copy_file("/proc/self/exe", copy, fs::copy_options::overwrite_existing);
    become(copy.string(), {name, situation, copy.string()}, vectors().environment);
}

} // namespace

void stageTitleLong(Report &report, const Words &)
{
    const auto area = argumentArea();
    const auto environment = environmentArea();
    if (environment.start != area.start + area.size || environment.size < 32)
        fail("the environment does not follow the arguments, or is too short");
    const auto size = area.size + 20;
    std::memset(area.start, 't', size);
    area.start[size] = '\0';
    report.add("area", static_cast<long long>(area.size));
    report.add("title", static_cast<long long>(size));
}

void stageTitleShort(Report &report, const Words &)
{
    const auto area = argumentArea();
    std::memset(area.start, 0, area.size);
    std::memcpy(area.start, "short", 5);
    report.add("area", static_cast<long long>(area.size));
}

/// The last byte of the area is no NUL, but an earlier one is: the kernel shows the text up to that.
void stageTitleCut(Report &report, const Words &)
{
    const auto area = argumentArea();
    std::memset(area.start, 'c', area.size);
    area.start[5] = '\0';
    report.add("area", static_cast<long long>(area.size));
}

void stageBigArguments(Report &report, const Words &words)
{
    constexpr std::size_t count = 10'000;
    if (words.empty()) {
        Words big = {"subject", "big-arguments"};
        for (std::size_t i = 0; i < count; ++i)
            big.push_back(std::to_string(i) + std::string(100, 'a'));
        become("/proc/self/exe", big, vectors().environment);
    }
    report.add("count", static_cast<long long>(words.size() + 2));
    report.add("area", static_cast<long long>(argumentArea().size));
}

void stageOddArguments(Report &, const Words &words)
{
    if (words.empty())
        become("/proc/self/exe", {"", "odd-arguments", "", "a b", "new\nline", "\xff\xfe", "x=y", ""},
               vectors().environment);
}

void stageOddEnvironment(Report &, const Words &words)
{
    if (!words.empty())
        return;
    std::vector<std::string> entries = {
        "TWICE=first", "no equals sign", "=odd", "EMPTY=", "TWICE=second", "BYTES=\xff\n", "A=b=c", ""};
    std::vector<char *> environment;
    for (auto &entry : entries)
        environment.push_back(entry.data());
    environment.push_back(nullptr);
    become("/proc/self/exe", {"subject", "odd-environment", "now"}, environment.data());
}

/// Execs itself under another name once the test says so: the same process, another program.
void stageReplaced(Report &report, const Words &words)
{
    if (!words.empty())
        return;
    report.print();
    char word = 0;
    must(read(STDIN_FILENO, &word, 1), "wait for the word to exec");
    become("/proc/self/exe", {"another name", "replaced", "now"}, vectors().environment);
}

void stageDeletedExe(Report &, const Words &)
{
    becomeCopy("copy", "unlinked");
}

void stageExeNamedDeleted(Report &report, const Words &words)
{
    if (words.empty())
        becomeCopy("x (deleted)", "exe-named-deleted");
    report.add("staged", 1);
}

/// The second half of deleted-exe: takes away the file that it runs from.
void stageUnlinked(Report &, const Words &words)
{
    must(unlink(words.at(0).c_str()), "unlink");
}

} // namespace forklore::staging
