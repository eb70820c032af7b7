// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/proc/pid_fd.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto kind = kindOfTarget(text);
    if (text.empty())
        expect(!kind, "nothing tells nothing");
    if (!kind)
        return 0;
    const bool path = text.starts_with('/');
    expect(path == (*kind == DescriptorKind::MemFd), "of the paths only a memfd is known by its text");
    if (!path && !text.starts_with("anon_inode:")) {
        expect(text.ends_with(']'), "an inode stands in brackets");
        expect(text.find_first_of("0123456789") != std::string_view::npos, "an inode is a number");
    }
    return 0;
}
