// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/host/reader_place.h"

#include <fmt/format.h>

namespace forklore {
namespace {

using NoticeKind = Notice::Kind;

void addHidden(const ReaderPlace &place, std::vector<Notice> &notices)
{
    if (place.hiding == Hiding::All)
        notices.push_back({NoticeKind::HiddenProcesses, "other users' processes are hidden (hidepid)",
                           "/proc is mounted with hidepid: processes of other users are not shown."});
    if (place.hiding == Hiding::Facts)
        notices.push_back(
            {NoticeKind::HiddenProcesses, "other users' processes are hidden (hidepid)",
             "/proc is mounted with hidepid: of other users' processes only the number is shown."});
    if (place.machineHidden)
        notices.push_back({NoticeKind::HiddenMachine, "no facts about the machine (subset=pid)",
                           "/proc is mounted with subset=pid: load, CPU, memory, disk and network figures of "
                           "the machine are not to be had, and their charts stay empty."});
}

void addPids(const ReaderPlace &place, std::vector<Notice> &notices)
{
    if (place.foreignPids)
        notices.push_back({NoticeKind::ForeignPids, "processes of another pid namespace",
                           "/proc shows another pid namespace than the one that Forklore is in: nothing can "
                           "be done to these processes from here."});
    if (place.pid == InNamespace::Other)
        notices.push_back({NoticeKind::PidNamespace, "inside a pid namespace",
                           "Forklore is inside a pid namespace: processes outside it are not shown, process "
                           "ids are those of the namespace, and a parent, process group or session outside "
                           "is shown as 0."});
}

void addUsers(const ReaderPlace &place, std::vector<Notice> &notices)
{
    if (place.user != InNamespace::Other || place.everyUserMapped)
        return;
    notices.push_back({NoticeKind::UserNamespace, "inside a user namespace",
                       fmt::format("Forklore is inside a user namespace: user ids are those of the "
                                   "namespace, and {} stands for every user that it does not have.",
                                   place.unmappedUid)});
}

void addTime(const ReaderPlace &place, std::vector<Notice> &notices)
{
    if (place.time != InNamespace::Other || place.bootOffset == std::chrono::nanoseconds(0))
        return;
    std::string away = "by an amount that is not known";
    if (place.bootOffset)
        away = fmt::format("by {} s",
                           std::chrono::duration_cast<std::chrono::seconds>(*place.bootOffset).count());
    notices.push_back(
        {NoticeKind::TimeNamespace, "inside a time namespace",
         fmt::format("Forklore is inside a time namespace: start times and the time since boot "
                     "are shifted {}, and what began before the namespace's zero has a negative "
                     "start.",
                     away)});
}

void addOthers(const ReaderPlace &place, std::vector<Notice> &notices)
{
    if (place.network == InNamespace::Other)
        notices.push_back(
            {NoticeKind::NetworkNamespace, "inside a network namespace",
             "Forklore is inside a network namespace: sockets, interfaces and traffic are those "
             "of the namespace, not of the whole machine."});
    if (place.cgroup == InNamespace::Other)
        notices.push_back({NoticeKind::CgroupNamespace, "inside a cgroup namespace",
                           "Forklore is inside a cgroup namespace: paths of control groups begin at the "
                           "namespace's root."});
    if (place.mount == InNamespace::Other)
        notices.push_back({NoticeKind::MountNamespace, "inside a mount namespace",
                           "Forklore is inside a mount namespace: the same path can be another file for "
                           "processes outside it."});
}

} // namespace

std::string_view name(Notice::Kind kind)
{
    switch (kind) {
    case NoticeKind::HiddenProcesses:
        return "hidden-processes";
    case NoticeKind::HiddenMachine:
        return "hidden-machine";
    case NoticeKind::ForeignPids:
        return "foreign-pids";
    case NoticeKind::PidNamespace:
        return "pid-namespace";
    case NoticeKind::UserNamespace:
        return "user-namespace";
    case NoticeKind::NetworkNamespace:
        return "network-namespace";
    case NoticeKind::TimeNamespace:
        return "time-namespace";
    case NoticeKind::CgroupNamespace:
        return "cgroup-namespace";
    case NoticeKind::MountNamespace:
        return "mount-namespace";
    }
    return "";
}

std::vector<Notice> noticesOf(const ReaderPlace &place)
{
    std::vector<Notice> notices;
    addHidden(place, notices);
    addPids(place, notices);
    addUsers(place, notices);
    addTime(place, notices);
    addOthers(place, notices);
    return notices;
}

} // namespace forklore
