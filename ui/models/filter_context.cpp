// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_context.h"

namespace forklore {
namespace {

template <class Names, class Key>
std::string nameIn(const Names &names, Key key)
{
    const auto known = names.find(key);
    return known == names.end() ? std::string() : known->second.toStdString();
}

} // namespace

FactContext filterContext(const Sample &sample)
{
    return {sample.system, sample.snapshot->sinceBoot, sample.system.viewer.uid,
            [&sample](Uid uid) { return nameIn(sample.users, uid); },
            [&sample](std::uint32_t device) { return nameIn(sample.terminals, device); }};
}

} // namespace forklore
