// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/linux/sockets/peers.h"

#include <algorithm>
#include <utility>

#include <sys/stat.h>

#include <fmt/format.h>

#include "core/host/linux/proc/pid_fd.h"
#include "core/host/linux/sampling/linux_source.h"

namespace forklore {
namespace {

bool reads(Access access)
{
    return access == Access::Read || access == Access::ReadWrite;
}

bool writes(Access access)
{
    return access == Access::Write || access == Access::ReadWrite;
}

bool mayHaveOtherEnd(const Descriptor &descriptor)
{
    if (descriptor.access == Access::Path) // a FIFO that is neither read nor written
        return false;
    switch (descriptor.kind) {
    case DescriptorKind::Socket:
        return descriptor.target && descriptor.inode;
    case DescriptorKind::Pipe:
    case DescriptorKind::Fifo:
    case DescriptorKind::Tty:
        return descriptor.target.has_value();
    default:
        return false;
    }
}

std::string socketTarget(std::uint64_t inode)
{
    return fmt::format("socket:[{}]", inode);
}

const std::string &targetOfFile(const OpenFile *file)
{
    return file->target;
}

/// Without the port.
std::string_view hostOf(std::string_view address)
{
    return address.substr(0, address.rfind(':'));
}

/// Whether the other end, if there is one, is on this machine and in this network.
bool staysHere(const Socket &socket)
{
    const auto remote = plainAddress(socket.remote);
    return remote.starts_with("127.") || remote.starts_with("[::1]") ||
           hostOf(remote) == hostOf(plainAddress(socket.local));
}

} // namespace

OtherEnds::OtherEnds(const Directory &root) : m_root(root), m_holders(root), m_networks(root) {}

void OtherEnds::look()
{
    if (m_open)
        return;
    m_open = readOpenFiles(m_root, Held::Descriptors);
    m_byTarget.reserve(m_open->files.size());
    for (const auto &file : m_open->files)
        m_byTarget.push_back(&file);
    std::ranges::stable_sort(m_byTarget, {}, targetOfFile);
}

std::vector<const OpenFile *> OtherEnds::withTarget(const std::string &target) const
{
    return {std::ranges::lower_bound(m_byTarget, target, {}, targetOfFile),
            std::ranges::upper_bound(m_byTarget, target, {}, targetOfFile)};
}

const OpenFile *OtherEnds::entryOf(Pid pid, const Descriptor &descriptor) const
{
    const auto &files = m_open->files;
    const auto place = [](const OpenFile &file) { return std::pair(file.pid, file.number); };
    const auto found = std::ranges::lower_bound(files, std::pair(pid, descriptor.number), {}, place);
    const bool same = found != files.end() && place(*found) == std::pair(pid, descriptor.number) &&
                      found->target == *descriptor.target;
    return same ? &*found : nullptr;
}

Result<Peers> OtherEnds::of(const ProcessId &id)
{
    auto process = ProcessFiles::open(m_root, id);
    if (!process)
        return Failure(process.error());
    if (!process->hasProgram())
        return noMemory(process->stat());
    const auto descriptors =
        process->facts().and_then([](const Directory *facts) { return readPidFd(*facts); });
    if (!descriptors)
        return Failure(descriptors.error());
    Peers peers;
    for (const auto &descriptor : *descriptors) {
        if (!mayHaveOtherEnd(descriptor))
            continue;
        look();
        if (const auto found = candidates(id.pid, descriptor))
            peers.push_back(read(id.pid, descriptor, *found));
    }
    return peers;
}

std::optional<OtherEnds::Candidates> OtherEnds::candidates(Pid pid, const Descriptor &descriptor)
{
    if (descriptor.kind == DescriptorKind::Pipe)
        return Candidates{withTarget(*descriptor.target), {}, false};
    if (descriptor.kind == DescriptorKind::Socket)
        return ofSocket(pid, descriptor);
    const auto *mine = entryOf(pid, descriptor);
    if (!mine)
        return std::nullopt; // opened after the look at all processes: the next question will tell
    if (descriptor.kind == DescriptorKind::Fifo)
        return ofFifo(*mine);
    if (!m_terminals)
        m_terminals.emplace(m_root, m_open->files);
    const auto side = m_terminals->otherSide(*mine);
    return side ? std::optional(Candidates{*side, {}, false}) : std::nullopt;
}

OtherEnds::Candidates OtherEnds::ofFifo(const OpenFile &mine)
{
    const auto own = factsOf(m_root, mine);
    if (!own) // a copy of /proc has its path only
        return {withTarget(mine.target), {}, false};
    if (!m_fifos) {
        m_fifos.emplace();
        for (const auto &file : m_open->files) {
            const auto facts = factsOf(m_root, file);
            if (facts && S_ISFIFO(facts->mode))
                (*m_fifos)[{facts->device, facts->inode}].push_back(&file);
        }
    }
    return {(*m_fifos)[{own->device, own->inode}], {}, false};
}

OtherEnds::Candidates OtherEnds::ofUnixSocket(std::uint64_t inode)
{
    Candidates found;
    const auto &all = m_networks.unixSockets();
    if (!all) {
        found.incomplete = all.error().message;
    } else if (!all->contains(inode)) {
        found.incomplete = "the kernel lists UNIX sockets in Forklore's own network namespace only";
        found.elsewhere = true;
    }
    for (const auto peer : m_networks.unixPeers(inode))
        std::ranges::copy(withTarget(socketTarget(peer)), std::back_inserter(found.files));
    return found;
}

std::optional<OtherEnds::Candidates> OtherEnds::ofSocket(Pid pid, const Descriptor &descriptor)
{
    const auto inode = *descriptor.inode;
    if (!descriptor.socket || !*descriptor.socket || (*descriptor.socket)->state == "LISTEN")
        return std::nullopt;
    const auto &socket = **descriptor.socket;
    if (socket.family == "unix") {
        const auto &all = m_networks.unixSockets();
        if (all && all->contains(inode) && m_networks.unixPeers(inode).empty() &&
            socket.state != "ESTABLISHED")
            return std::nullopt;
        return ofUnixSocket(inode);
    }
    const auto ends = m_networks.otherEnds(pid, inode);
    if (ends.empty() && socket.remote.empty())
        return std::nullopt;
    Candidates found;
    for (const auto end : ends)
        std::ranges::copy(withTarget(socketTarget(end)), std::back_inserter(found.files));
    if (ends.empty() && !staysHere(socket)) {
        found.incomplete = "the other end is on another machine, or in another network namespace";
        found.elsewhere = true;
    }
    return found;
}

OtherEnd OtherEnds::read(Pid pid, const Descriptor &descriptor, const Candidates &candidates)
{
    OtherEnd end{descriptor.number, descriptor.kind, {}, candidates.incomplete, candidates.elsewhere};
    const auto mine = descriptor.access.value_or(Access::ReadWrite);
    for (const auto *file : candidates.files) {
        if (file->pid == pid && file->number == descriptor.number)
            continue;
        auto holder = m_holders.read(*file);
        if (!holder)
            continue;
        const auto theirs = holder->access.value_or(Access::ReadWrite);
        if (!(writes(mine) && reads(theirs)) && !(reads(mine) && writes(theirs)))
            continue;
        if (const auto inode = inodeOfTarget(file->target)) {
            if (const auto *socket = m_networks.find(file->pid, *inode);
                socket && holder->kind == DescriptorKind::Socket)
                holder->socket = addressesOf(*socket);
        }
        end.holders.push_back(std::move(*holder));
    }
    std::ranges::sort(end.holders, {},
                      [](const Holder &holder) { return std::pair(holder.process.id.pid, holder.number); });
    if (const auto reason = m_open->incomplete(); !reason.empty() && !end.elsewhere)
        end.incomplete += (end.incomplete.empty() ? "" : "; ") + reason;
    return end;
}

} // namespace forklore
