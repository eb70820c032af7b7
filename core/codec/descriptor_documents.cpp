// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/descriptor_documents.h"

#include "core/codec/identity_documents.h"

namespace forklore {
namespace {

Json jsonSocket(const Socket &socket)
{
    const auto address = [&](const std::string &text) {
        return socket.addressError ? jsonError(*socket.addressError) : textOrNull(text);
    };
    return {{"family", socket.family},
            {"type", textOrNull(socket.type)},
            {"state", textOrNull(socket.state)},
            {"local", address(socket.local)},
            {"remote", address(socket.remote)}};
}

} // namespace

Json jsonDescriptors(const Descriptors &descriptors)
{
    auto array = Json::array();
    for (const auto &descriptor : descriptors) {
        Json json;
        json["fd"] = descriptor.number;
        json["kind"] = name(descriptor.kind);
        json["target"] = jsonOf(descriptor.target);
        json["access"] = jsonOf(descriptor.access, [](Access access) { return name(access); });
        json["offset"] = jsonOf(descriptor.offset);
        json["flags"] = jsonOf(descriptor.flags, flagNames);
        json["inode"] = jsonOf(descriptor.inode);
        json["position_shared"] = nullptr;
        if (descriptor.socket)
            json["socket"] = jsonOf(*descriptor.socket, jsonSocket);
        array.push_back(std::move(json));
    }
    return array;
}

Json jsonPeers(const Peers &peers)
{
    auto array = Json::array();
    for (const auto &end : peers) {
        auto holders = Json::array();
        for (const auto &holder : end.holders)
            holders.push_back({{"pid", holder.process.id.pid},
                               {"start_ticks", holder.process.id.start},
                               {"comm", holder.process.comm},
                               {"fd", holder.number},
                               {"access", holder.access ? Json(name(*holder.access)) : Json()}});
        array.push_back({{"fd", end.number},
                         {"peers", std::move(holders)},
                         {"elsewhere", end.elsewhere},
                         {"incomplete", end.incomplete.empty() ? Json(nullptr) : Json(end.incomplete)}});
    }
    return array;
}

Json jsonChain(const Chain &chain)
{
    auto joints = Json::array();
    for (const auto &joint : chain.joints) {
        joints.push_back({{"from", chain.processes.at(joint.from).id.pid},
                          {"from_fd", joint.fromNumber},
                          {"to", chain.processes.at(joint.to).id.pid},
                          {"to_fd", joint.toNumber},
                          {"both_ways", joint.bothWays},
                          {"kind", name(joint.kind)}});
    }
    return {
        {"processes", jsonProcessRefs(chain.processes)}, {"joints", std::move(joints)}, {"cut", chain.cut}};
}

} // namespace forklore
