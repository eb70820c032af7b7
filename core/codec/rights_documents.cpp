// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/rights_documents.h"

#include "core/process/missing_line.h"

namespace forklore {
namespace {

template <class Set>
Json namesIn(const Set &set, std::string (*nameOf)(int))
{
    auto array = Json::array();
    for (const auto member : set.members())
        array.push_back(nameOf(member));
    return array;
}

Json namesIn(const SignalSet &set)
{
    return namesIn(set, signalName);
}

Json namesIn(const CapabilitySet &set)
{
    return namesIn(set, capabilityName);
}

/// Names of a set, or why it is not known.
template <class Set>
Json namesIn(const Result<Set> &set)
{
    return jsonOf(set, [](const Set &known) { return namesIn(known); });
}

/// @param line of status, which has the set
Json jsonSignalSet(const std::optional<SignalSet> &set, std::string_view line)
{
    return set ? namesIn(*set) : jsonError(missingLine("status", line));
}

template <class Id>
Json jsonIds(const FourIds<Id> &ids)
{
    return {{"real", ids.real}, {"effective", ids.effective}, {"saved", ids.saved}, {"fs", ids.filesystem}};
}

Json jsonCapabilities(const Capabilities &capabilities)
{
    Json json;
    json["effective"] = namesIn(capabilities.effective);
    json["permitted"] = namesIn(capabilities.permitted);
    json["inheritable"] = namesIn(capabilities.inheritable);
    json["bounding"] = namesIn(capabilities.bounding);
    json["ambient"] = namesIn(capabilities.ambient);
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
    return {{"pending", jsonSignalSet(reading.main.pending, "SigPnd")},
            {"shared_pending", jsonSignalSet(reading.main.sharedPending, "ShdPnd")},
            {"blocked", jsonSignalSet(reading.main.blocked, "SigBlk")},
            {"ignored", jsonSignalSet(reading.main.ignored, "SigIgn")},
            {"caught", jsonSignalSet(reading.main.caught, "SigCgt")},
            {"blocked_by_all_threads", jsonSignalSet(reading.blockedByAll, "SigBlk")},
            {"pending_in_other_threads", jsonSignalSet(reading.pendingElsewhere, "SigPnd")}};
}

Json jsonRights(const Rights &rights, const IdNames &users, const IdNames &groups)
{
    Json json;
    json["uid"] = jsonOf(rights.uid, jsonIds<Uid>);
    json["gid"] = jsonOf(rights.gid, jsonIds<Gid>);
    json["groups"] = jsonOf(rights.groups);
    json["user"] =
        jsonOf(rights.uid, [&](const FourIds<Uid> &ids) { return jsonOf(users.await(ids.effective)); });
    json["group"] =
        jsonOf(rights.gid, [&](const FourIds<Gid> &ids) { return jsonOf(groups.await(ids.effective)); });
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

} // namespace forklore
