// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/section_decoders.h"

#include <array>

#include "core/codec/descriptor_documents.h"
#include "core/codec/members.h"
#include "core/codec/resource_documents.h"

namespace forklore {
namespace {

constexpr std::array<DescriptorKind, 18> descriptorKinds = {
    DescriptorKind::File,      DescriptorKind::Directory, DescriptorKind::Device,    DescriptorKind::Tty,
    DescriptorKind::Pipe,      DescriptorKind::Fifo,      DescriptorKind::Socket,    DescriptorKind::EventFd,
    DescriptorKind::EventPoll, DescriptorKind::Inotify,   DescriptorKind::SignalFd,  DescriptorKind::TimerFd,
    DescriptorKind::PidFd,     DescriptorKind::MemFd,     DescriptorKind::Namespace, DescriptorKind::IoUring,
    DescriptorKind::Anon,      DescriptorKind::Unknown};
constexpr std::array<Access, 4> accesses = {Access::Read, Access::Write, Access::ReadWrite, Access::Path};

template <class T>
std::optional<T> ifGood(const Members &members, T value)
{
    return members.isGood() ? std::optional(std::move(value)) : std::nullopt;
}

std::optional<Variable> variableIn(const Json &json)
{
    Members members(json);
    Variable variable{members.get("name", textIn), members.get("value", nullOr(textIn))};
    return ifGood(members, std::move(variable));
}

std::optional<Socket> socketIn(const Json &json)
{
    Members members(json);
    Socket socket;
    socket.family = members.get("family", textIn);
    socket.type = members.get("type", textOrNullIn);
    socket.state = members.get("state", textOrNullIn);
    const auto local = members.get("local", errorOr(textOrNullIn));
    const auto remote = members.get("remote", errorOr(textOrNullIn));
    if (local)
        socket.local = *local;
    else
        socket.addressError = local.error();
    if (remote)
        socket.remote = *remote;
    if (local.has_value() != remote.has_value()) // one error is written for both
        members.refuse();
    return ifGood(members, std::move(socket));
}

std::optional<Descriptor> descriptorIn(const Json &json)
{
    constexpr auto kindIn = [](const Json &kind) { return wordIn(kind, descriptorKinds); };
    constexpr auto accessIn = [](const Json &access) { return wordIn(access, accesses); };
    Members members(json);
    Descriptor descriptor;
    descriptor.number = members.get("fd", numberIn<int>);
    descriptor.kind = members.get("kind", kindIn);
    descriptor.target = members.get("target", errorOr(textIn));
    descriptor.access = members.get("access", errorOr(accessIn));
    descriptor.offset = members.get("offset", errorOr(numberIn<std::uint64_t>));
    descriptor.flags = members.get("flag_bits", errorOr(numberIn<std::uint32_t>));
    descriptor.inode = members.get("inode", errorOr(numberIn<std::uint64_t>));
    descriptor.socket = members.getIfAny("socket", errorOr(socketIn));
    return ifGood(members, std::move(descriptor));
}

/// Of a counter that the kernel does not tell there is an error, which says which line it lacks.
std::optional<std::optional<std::uint64_t>> counterIn(const Json &json)
{
    const auto counter = errorOr(numberIn<std::uint64_t>)(json);
    if (!counter)
        return std::nullopt;
    return *counter ? std::optional<std::uint64_t>(**counter) : std::optional<std::uint64_t>();
}

std::optional<IoCounters> ioIn(const Json &json)
{
    Members members(json);
    IoCounters io;
    io.readBytes = members.get("read_bytes", counterIn);
    io.writeBytes = members.get("write_bytes", counterIn);
    io.cancelledWriteBytes = members.get("cancelled_write_bytes", counterIn);
    io.readCalls = members.get("read_syscalls", counterIn);
    io.writeCalls = members.get("write_syscalls", counterIn);
    io.readCharacters = members.get("read_chars", counterIn);
    io.writeCharacters = members.get("write_chars", counterIn);
    return ifGood(members, io);
}

std::optional<Mapping> mappingIn(const Json &json)
{
    Members members(json);
    Mapping mapping;
    mapping.start = members.get("start", numberIn<std::uint64_t>);
    mapping.end = members.get("end", numberIn<std::uint64_t>);
    mapping.permissions = members.get("permissions", textIn);
    mapping.offset = members.get("offset", numberIn<std::uint64_t>);
    mapping.name = members.get("path", textIn);
    mapping.pages.resident = members.get("rss_bytes", counterIn);
    mapping.pages.proportional = members.get("pss_bytes", counterIn);
    mapping.pages.unique = members.get("private_bytes", counterIn);
    mapping.pages.shared = members.get("shared_bytes", counterIn);
    mapping.pages.swap = members.get("swap_bytes", counterIn);
    mapping.pages.hugePages = members.get("hugetlb_bytes", counterIn);
    return ifGood(members, std::move(mapping));
}

/// @param read of the whole document
template <class Read>
auto sectionIn(const Json &document, Read read) -> Result<typename decltype(read(document))::value_type>
{
    if (auto value = read(document))
        return std::move(*value);
    return failure(ErrorKind::Malformed, "the section is not in a form that makes sense here");
}

Json exactDocument(const Environment &environment)
{
    return jsonEnvironment(environment);
}

Json exactDocument(const Descriptors &descriptors)
{
    auto array = jsonDescriptors(descriptors);
    for (std::size_t at = 0; at < descriptors.size(); ++at)
        array[at]["flag_bits"] = jsonOf(descriptors[at].flags);
    return array;
}

Json exactDocument(const IoCounters &io)
{
    return jsonIo(io);
}

Json exactDocument(const Mappings &mappings)
{
    return jsonMappings(mappings);
}

} // namespace

Json protectedDocument(const ProtectedSection &section)
{
    return std::visit([](const auto &value) { return exactDocument(value); }, section);
}

Result<Environment> decodeEnvironment(const Json &document)
{
    return sectionIn(document, listOf(variableIn));
}

Result<Descriptors> decodeDescriptors(const Json &document)
{
    return sectionIn(document, listOf(descriptorIn));
}

Result<IoCounters> decodeIo(const Json &document)
{
    return sectionIn(document, ioIn);
}

Result<Mappings> decodeMappings(const Json &document)
{
    return sectionIn(document, listOf(mappingIn));
}

} // namespace forklore
