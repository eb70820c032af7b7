// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_program.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

#include <QStringList>
#include <QTest>

#ifdef QT_WIDGETS_LIB
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif

namespace {

std::map<std::string, forklore::MakeTest> &allTests()
{
    static std::map<std::string, forklore::MakeTest> all;
    return all;
}

} // namespace

void forklore::addTest(const char *file, MakeTest make)
{
    allTests().emplace(std::filesystem::path(file).stem(), make);
}

int main(int argc, char **argv)
{
    const auto test = argc < 2 ? allTests().end() : allTests().find(argv[1]);
    if (test == allTests().end()) {
        std::fprintf(stderr, "usage: %s TEST [OPTION…], as Qt Test takes them. TEST is one of\n", argv[0]);
        for (const auto &[name, make] : allTests())
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    const Application application(argc, argv);
    auto arguments = QCoreApplication::arguments();
    arguments.removeAt(1); // the name
    return QTest::qExec(test->second().get(), arguments);
}
