// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a process is called and what it was told: names, arguments, environment.
#include "core/lab/catalogue/catalogue_parts.h"

#include <algorithm>

#include "core/base/printable.h"
#include "core/lab/catalogue/checks.h"

namespace forklore {
namespace {

using namespace find;

/// @param value as /proc/PID/environ has it; nothing: there is no such variable
Find hasVariable(const std::string &role, const std::string &variable,
                 const std::optional<std::string> &value)
{
    return [=](const DemoContext &context) {
        return context.ask(role, &Inspector::environment).map([&](const Environment &environment) {
            const auto found = std::ranges::find(environment, variable, &Variable::name);
            const auto seen = found == environment.end() ? std::nullopt : found->value;
            return check(seen == value, "{}", seen ? variable + "=" + printable(*seen) : "no " + variable);
        });
    };
}

Find runs(const std::string &role, const std::string &program)
{
    return [=](const DemoContext &context) {
        return context.ask(role, &Inspector::names).and_then([&](const Names &names) {
            return names.executable.map([&](const std::optional<Executable> &executable) {
                const auto path = executable ? executable->path : std::string("none");
                return check(path.substr(path.rfind('/') + 1) == program, "{}", printable(path));
            });
        });
    };
}

} // namespace

std::vector<DemoEntry> nameEntries()
{
    return {
        {"environment",
         {{"the child has inherited what the parent had set", "changed",
           wrote("child", "inherited: LAB_HUE is blue\n")},
          {"/proc shows what was given at exec: nothing of it", "changed",
           hasVariable("child", "LAB_HUE", std::nullopt)},
          {"a program that the child starts gets the child's", "executed",
           hasVariable("child", "LAB_HUE", "red")},
          {"the parent's is untouched", "executed", reported("parent", "parent-is-blue", 1)}}},
        {"arguments",
         {{"first the arguments are those of the start", "before", hasArgument("changer", 1, "arguments")},
          {"the process can write over them, and /proc shows it", "after",
           hasArgument("changer", 1, "tampered!")},
          {"its comm is another thing, and stays", "after", hasComm("changer", "lab: changer")},
          {"its parent's are its own", "after", hasArgument("stage", 1, "arguments")}}},
        {"names",
         {{"first it is called by its program", "before", hasArgument("dancer", 0, "forklore-lab")},
          {"prctl changes the comm", "renamed", hasComm("dancer", "ballerina")},
          {"and leaves the arguments alone", "renamed", hasArgument("dancer", 0, "forklore-lab")},
          {"a title written over argv[0] shows in the command line", "titled",
           hasArgument("dancer", 0, "prima donna!")},
          {"and leaves the comm alone", "titled", hasComm("dancer", "ballerina")},
          {"which file it runs, that does not change", "titled", runs("dancer", "forklore-lab")}}},
    };
}

} // namespace forklore
