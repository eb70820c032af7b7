// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_environ.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    std::string block;
    for (const auto &variable : parsePidEnviron(text)) {
        expect(!holds(variable.name, "=") || !variable.value, "a name holds no equals sign");
        block += variable.name + (variable.value ? "=" + *variable.value : "") + '\0';
    }
    expect(block == text || block == std::string(text) + '\0', "the variables joined give the block");
    return 0;
}
