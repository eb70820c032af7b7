// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs a fuzz target over every file of its corpus: what was found once stays found.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "tests/fuzz/replay.h"

int main(int argc, char **argv)
{
    namespace fs = std::filesystem;
    const auto target = argc == 3 ? forklore::fuzz::targets.find(argv[1]) : forklore::fuzz::targets.end();
    if (target == forklore::fuzz::targets.end() || !fs::is_directory(argv[2])) {
        std::fprintf(stderr, "usage: %s TARGET CORPUS-DIRECTORY\n", argc > 0 ? argv[0] : "fuzz_replay");
        return 2;
    }
    std::vector<fs::path> files;
    std::ranges::copy(fs::directory_iterator(argv[2]), std::back_inserter(files));
    std::ranges::sort(files);
    for (const auto &path : files) {
        std::fprintf(stderr, "%s\n", path.c_str()); // the last one named is the one that failed
        std::ifstream file(path, std::ios::binary);
        const std::vector<char> bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        target->second(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
    }
    std::fprintf(stderr, "%zu files\n", files.size());
    return files.empty() ? 1 : 0;
}
