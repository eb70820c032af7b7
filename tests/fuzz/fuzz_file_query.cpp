// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/resources/file_query.h"
#include "tests/fuzz/target.h"

using namespace forklore;
using namespace forklore::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = textOf(data, size);
    const auto query = parseFileQuery(text);
    if (!query) {
        expect(!query.error().message.empty(), "what is wrong is said");
        return 0;
    }
    if (const auto *path = std::get_if<PathQuery>(&*query)) {
        expect(path->path.starts_with('/') && holds(text, std::string_view(path->path)),
               "the path was typed");
        expect(path->path == "/" || !path->path.ends_with('/'), "no slash at its end");
    } else if (const auto *port = std::get_if<PortQuery>(&*query)) {
        expect(port->port != 0 && holds(text, port->port), "the port was typed");
    } else if (const auto *inode = std::get_if<InodeQuery>(&*query)) {
        expect(holds(text, inode->inode) && holds(text, std::string_view(inode->kind)),
               "the inode was typed");
    } else {
        const auto &part = std::get<TextQuery>(*query).text;
        expect(!part.empty() && holds(text, std::string_view(part)), "the text was typed");
    }
    return 0;
}
