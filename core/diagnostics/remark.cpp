// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnostics/remark.h"

namespace forklore {

std::string_view name(RemarkKind kind)
{
    switch (kind) {
    case RemarkKind::KernelThread:
        return "kernel_thread";
    case RemarkKind::Init:
        return "init";
    case RemarkKind::Worker:
        return "worker";
    case RemarkKind::SessionLeader:
        return "session_leader";
    case RemarkKind::Foreground:
        return "foreground";
    case RemarkKind::Background:
        return "background";
    case RemarkKind::Daemon:
        return "daemon";
    case RemarkKind::Detached:
        return "detached";
    case RemarkKind::SessionMember:
        return "session_member";
    case RemarkKind::Child:
        return "child";
    case RemarkKind::Service:
        return "service";
    case RemarkKind::FromOutside:
        return "from_outside";
    case RemarkKind::InnerNamespace:
        return "inner_namespace";
    case RemarkKind::Orphan:
        return "orphan";
    case RemarkKind::Ended:
        return "ended";
    case RemarkKind::Zombie:
        return "zombie";
    case RemarkKind::LeaderEnded:
        return "leader_ended";
    case RemarkKind::Stopped:
        return "stopped";
    case RemarkKind::Traced:
        return "traced";
    case RemarkKind::Uninterruptible:
        return "uninterruptible";
    case RemarkKind::Frozen:
        return "frozen";
    case RemarkKind::ProgramDeleted:
        return "program_deleted";
    case RemarkKind::ProgramInMemory:
        return "program_in_memory";
    case RemarkKind::TitleRewritten:
        return "title_rewritten";
    case RemarkKind::EnvironmentOverwritten:
        return "environment_overwritten";
    case RemarkKind::OtherUser:
        return "other_user";
    case RemarkKind::NearLimit:
        return "near_limit";
    case RemarkKind::AtLimit:
        break;
    }
    return "at_limit";
}

std::string_view name(Weight weight)
{
    switch (weight) {
    case Weight::Usual:
        return "usual";
    case Weight::WorthKnowing:
        return "worth_knowing";
    case Weight::Trouble:
        break;
    }
    return "trouble";
}

std::string text(const Remark &remark)
{
    std::string whole;
    for (const auto &span : remark.sentence)
        whole += span.text;
    return whole;
}

} // namespace forklore
