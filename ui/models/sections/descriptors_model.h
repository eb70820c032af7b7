// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open descriptors of a process as a table.
#pragma once

#include "core/process/resources/descriptor.h"
#include "core/process/resources/peer.h"
#include "ui/models/sections/rows_model.h"

namespace forklore {

struct DescriptorRow {
    Descriptor descriptor;
    std::optional<OtherEnd> otherEnd; ///< nothing: it has none, or was not asked for yet
    ProcessId self{};                 ///< whose descriptor it is

    bool operator==(const DescriptorRow &) const = default;
};

using DescriptorsModel = RowsModel<DescriptorRow>;

[[nodiscard]] DescriptorsModel *makeDescriptorsModel(QObject *parent);

/// @param peers of the same process, from about the same moment
[[nodiscard]] std::vector<DescriptorRow> descriptorRows(const Descriptors &descriptors, const Peers &peers,
                                                        const ProcessId &self = {});

} // namespace forklore
