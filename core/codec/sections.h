// SPDX-License-Identifier: GPL-3.0-or-later
//
// The registry of sections: one row each. The sections of `show`, what the window's panes read and what the
// privileged helper reads are made from it. It stands in this room, above the hosts, because a row knows both
// how an Inspector reads a section and which document it becomes; facts may know neither documents nor
// operations.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/host/id_names.h"
#include "core/host/inspector.h"
#include "core/host/section_value.h"
#include "core/process/section.h"

namespace forklore {

/// What a host is asked through.
struct SectionReader {
    std::shared_ptr<const Inspector> inspector;
    IdNames users;
    IdNames groups;
};

struct SectionTraits {
    enum class Listed {
        Always,
        WhenNamed, ///< it is expensive, or is told by others in part
        Never,     ///< it has no document: it is made of sections that have theirs
    };

    Section id;
    std::string_view name;            ///< the word of the command line
    std::string_view formerName = {}; ///< a word that scripts may know, and that is answered as well
    std::string_view title;           ///< a noun, for a heading or a sentence
    std::string_view meaning;         ///< one line
    Listed listed = Listed::Always;
    bool needsSample = false; ///< of all processes; else an empty one will do

    /// @param processes all of them, where it needs a sample
    SectionValue (*read)(const SectionReader &reader, const ProcessId &id, const Snapshot &processes);
    /// Names of users may be waited for, a second at most. Null: Listed::Never.
    nlohmann::ordered_json (*document)(const SectionValue &value, const SectionReader &reader) = nullptr;

    /// What of it the helper reads where the kernel hides it. Null: it does not.
    Result<ProtectedSection> (*readProtected)(const Inspector &inspector, const ProcessId &id) = nullptr;
    /// Of the document that protectedDocument() has written.
    Result<ProtectedSection> (*decodeProtected)(const nlohmann::ordered_json &document) = nullptr;

    [[nodiscard]] bool isProtected() const { return readProtected != nullptr; }
};

/// In the order of the enumeration, which is that of `show`.
[[nodiscard]] const std::vector<SectionTraits> &sections();
[[nodiscard]] const SectionTraits &traits(Section section);
/// By its name, or a former one; null: there is none.
[[nodiscard]] const SectionTraits *sectionNamed(std::string_view name);

} // namespace forklore
