// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diagnostics/diagnostic.h"

namespace forklore {

std::string_view name(DiagnosticKind kind)
{
    switch (kind) {
    case DiagnosticKind::KernelThread:
        return "kernel_thread";
    case DiagnosticKind::Init:
        return "init";
    case DiagnosticKind::Worker:
        return "worker";
    case DiagnosticKind::SessionLeader:
        return "session_leader";
    case DiagnosticKind::Foreground:
        return "foreground";
    case DiagnosticKind::Background:
        return "background";
    case DiagnosticKind::Daemon:
        return "daemon";
    case DiagnosticKind::Detached:
        return "detached";
    case DiagnosticKind::SessionMember:
        return "session_member";
    case DiagnosticKind::Child:
        return "child";
    case DiagnosticKind::Service:
        return "service";
    case DiagnosticKind::FromOutside:
        return "from_outside";
    case DiagnosticKind::InnerNamespace:
        return "inner_namespace";
    case DiagnosticKind::Orphan:
        return "orphan";
    case DiagnosticKind::Ended:
        return "ended";
    case DiagnosticKind::Zombie:
        return "zombie";
    case DiagnosticKind::LeaderEnded:
        return "leader_ended";
    case DiagnosticKind::Stopped:
        return "stopped";
    case DiagnosticKind::Traced:
        return "traced";
    case DiagnosticKind::Uninterruptible:
        return "uninterruptible";
    case DiagnosticKind::Frozen:
        return "frozen";
    case DiagnosticKind::ProgramDeleted:
        return "program_deleted";
    case DiagnosticKind::ProgramInMemory:
        return "program_in_memory";
    case DiagnosticKind::TitleRewritten:
        return "title_rewritten";
    case DiagnosticKind::EnvironmentOverwritten:
        return "environment_overwritten";
    case DiagnosticKind::OtherUser:
        return "other_user";
    case DiagnosticKind::NearLimit:
        return "near_limit";
    case DiagnosticKind::AtLimit:
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

std::string text(const Diagnostic &diagnostic)
{
    std::string whole;
    for (const auto &span : diagnostic.sentence)
        whole += span.text;
    return whole;
}

} // namespace forklore
