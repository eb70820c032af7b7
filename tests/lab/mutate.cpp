// SPDX-License-Identifier: GPL-3.0-or-later
//
// mutate MUTATIONS NAME SOURCE TARGET: writes the source of a scenario with what mutations.txt does to it.
// Fails when the piece to be replaced does not stand there once.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

namespace {

std::string contentOf(const char *path)
{
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
}

int complain(const std::string &why)
{
    std::fprintf(stderr, "mutate: %s\n", why.c_str());
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 5)
        return complain("usage: mutate MUTATIONS NAME SOURCE TARGET");
    std::istringstream mutations(contentOf(argv[1]));
    std::string line;
    while (std::getline(mutations, line) && line != argv[2]) {
    }
    std::string before;
    std::string after;
    if (!std::getline(mutations, before) || !std::getline(mutations, after) || before.substr(0, 2) != "- " ||
        after.substr(0, 2) != "+ ")
        return complain(std::string("there is no mutation of ") + argv[2]);
    before.erase(0, 2);
    after.erase(0, 2);
    auto source = contentOf(argv[3]);
    const auto place = source.find(before);
    if (place == std::string::npos || source.find(before, place + 1) != std::string::npos)
        return complain("\"" + before + "\" does not stand once in " + argv[3]);
    std::ofstream(argv[4]) << source.replace(place, before.size(), after);
    return 0;
}
