// SPDX-License-Identifier: GPL-3.0-or-later
//
// A test program holds all test classes of a room, and runs the one that its first argument names: linking a
// program for each of them took half of a build.
#pragma once

#include <memory>

#include <QObject>

namespace forklore {

using MakeTest = std::unique_ptr<QObject> (*)();

/// @param file where the class is: tst_forest.cpp makes it "tst_forest"
void addTest(const char *file, MakeTest make);

/// One of these, at namespace scope, makes a class known to its program.
template <typename Test>
struct TestClass {
    explicit TestClass(const char *file)
    {
        addTest(file, []() -> std::unique_ptr<QObject> { return std::make_unique<Test>(); });
    }
};

} // namespace forklore
