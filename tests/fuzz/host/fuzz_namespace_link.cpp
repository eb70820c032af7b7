// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/inspect/process_location.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto inode = parseNamespaceLink(text);
    if (!inode)
        return 0;
    expect(holds(text, *inode), "the inode stands in the text");
    expect(text.ends_with(']') && !text.starts_with(":["), "a kind stands before, a bracket behind");
    return 0;
}
