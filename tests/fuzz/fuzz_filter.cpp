// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/filter/completion.h"
#include "core/filter/process_filter.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

namespace {

Process makeProcess()
{
    Stat stat;
    stat.pid = 812;
    stat.ppid = 1;
    stat.comm = "sshd";
    stat.ttyDevice = 0x8803;
    stat.ttyForegroundGroup = 812;
    stat.pgid = 812;
    stat.sid = 812;
    stat.flags = 0;
    stat.threads = 3; // other fields are missing
    Process process{stat.id(), {}, Credentials{}, std::string("/usr/sbin/sshd\0-D\0\xff\0", 20), {}, {}, {}};
    process.stat = stat;
    process.environment = Result<Environment>(Environment{{"LANG", "C"}});
    process.io = Result<IoCounters>(IoCounters());
    return process;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    static const Process process = makeProcess();
    static const SystemInfo system;
    static const FactContext context{system, std::chrono::seconds(1000), 0,
                                     [](Uid) { return std::string("root"); },
                                     [](std::uint32_t) { return std::string("pts/3"); }};

    const auto filter = ProcessFilter::parse(text);
    if (filter) {
        const auto tristate = filter->evaluate(process, context);
        const auto opposite = ProcessFilter::parse("not (" + std::string(text) + " )");
        expect(filter->isEmpty() || !opposite || opposite->evaluate(process, context) == !tristate,
               "not turns the answer round");
        (void)filter->needs();
    } else {
        const auto &error = filter.error();
        expect(error.offset <= text.size() && error.length <= text.size() - error.offset,
               "an error is inside the text");
        expect(!error.message.empty(), "an error says what is wrong");
    }
    const auto values = [](std::size_t) { return std::vector<std::string>{"a b", "sshd", "\xff\"("}; };
    const auto step = 1 + text.size() / 40; // a short text at every position, a long one here and there
    for (std::size_t cursor = 0; cursor <= text.size(); cursor += step) {
        for (const auto &proposal : complete(text, cursor, processVocabulary(), values))
            expect(proposal.from <= text.size() && proposal.length <= text.size() - proposal.from &&
                       !proposal.text.empty(),
                   "a proposal replaces a part of the text");
    }
    return 0;
}
