// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/section_rights.h"

namespace forklore::cli {
namespace {

template <class Set>
Json jsonNames(const Set &set, std::string (*nameOf)(int))
{
    auto array = Json::array();
    for (const auto member : set.members())
        array.push_back(nameOf(member));
    return array;
}

Json jsonNames(const SignalSet &set)
{
    return jsonNames(set, signalName);
}

Json jsonNames(const CapabilitySet &set)
{
    return jsonNames(set, capabilityName);
}

template <class Id>
Json jsonIds(const FourIds<Id> &ids)
{
    return {{"real", ids.real}, {"effective", ids.effective}, {"saved", ids.saved}, {"fs", ids.filesystem}};
}

Json jsonCapabilities(const Capabilities &capabilities)
{
    Json json;
    json["effective"] = jsonNames(capabilities.effective);
    json["permitted"] = jsonNames(capabilities.permitted);
    json["inheritable"] = jsonNames(capabilities.inheritable);
    json["bounding"] = jsonNames(capabilities.bounding);
    json["ambient"] =
        jsonOf(capabilities.ambient, [](const CapabilitySet &ambient) { return jsonNames(ambient); });
    return json;
}

/// @param fact the path, or whether it was deleted
template <class Place, class Fact>
Json jsonPlace(const Result<std::optional<Place>> &place, Fact fact)
{
    return jsonOf(place, [&](const auto &found) { return found ? Json(fact(*found)) : Json(nullptr); });
}

template <class Fact>
Json jsonNamespaces(const Result<std::vector<Namespace>> &namespaces, Fact fact)
{
    return jsonOf(namespaces, [&](const std::vector<Namespace> &all) {
        auto json = Json::object();
        for (const auto &space : all)
            json[space.kind] = fact(space);
        return json;
    });
}

} // namespace

Json jsonSignals(const SignalReading &reading)
{
    return {{"pending", jsonNames(reading.main.pending)},
            {"shared_pending", jsonNames(reading.main.sharedPending)},
            {"blocked", jsonNames(reading.main.blocked)},
            {"ignored", jsonNames(reading.main.ignored)},
            {"caught", jsonNames(reading.main.caught)},
            {"blocked_by_all_threads", jsonNames(reading.blockedByAll)},
            {"pending_in_other_threads", jsonNames(reading.pendingElsewhere)}};
}

Json jsonRights(const Rights &rights, const IdNames &users, const IdNames &groups)
{
    Json json;
    json["uid"] = jsonIds(rights.ids.uid);
    json["gid"] = jsonIds(rights.ids.gid);
    json["groups"] = rights.groups;
    json["user"] = jsonOf(users.await(rights.ids.uid.effective));
    json["group"] = jsonOf(groups.await(rights.ids.gid.effective));
    json["capabilities"] = jsonOf(rights.capabilities, jsonCapabilities);
    json["no_new_privs"] = jsonOf(rights.noNewPrivileges);
    json["seccomp"] = jsonOf(rights.seccomp, [](Seccomp mode) { return name(mode); });
    return json;
}

Json jsonLocation(const Location &location)
{
    const auto path = [](const auto &place) { return place.path; };
    Json json;
    json["cwd"] = jsonPlace(location.directory, path);
    json["cwd_deleted"] = jsonPlace(location.directory, [](const Place &place) { return place.deleted; });
    json["root"] = jsonPlace(location.root, path);
    json["exe"] = jsonPlace(location.executable, path);
    json["cgroups"] = jsonOf(location.controlGroups);
    json["systemd_unit"] = jsonOf(location.controlGroups, [](const std::vector<std::string> &lines) {
        const auto unit = systemdUnit(lines);
        return unit ? Json(*unit) : Json(nullptr);
    });
    json["namespaces"] =
        jsonNamespaces(location.namespaces, [](const Namespace &space) { return jsonOf(space.inode); });
    json["namespaces_own"] = jsonNamespaces(location.namespaces, [](const Namespace &space) {
        return space.own ? Json(*space.own) : Json(nullptr);
    });
    return json;
}

} // namespace forklore::cli
