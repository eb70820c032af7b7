// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads what the Credentials pane shows. For the inspector's thread: names may come from a directory service.
#pragma once

#include "core/host/id_names.h"
#include "core/host/inspector.h"
#include "ui/models/sections/credentials_reading.h"

namespace forklore {

[[nodiscard]] CredentialsReading readCredentials(const Inspector &inspector, const IdNames &users,
                                                 const IdNames &groups, const ProcessId &id);

} // namespace forklore
