// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reads what the Credentials pane shows. For the inspector's thread: names may come from a directory service.
#pragma once

#include "core/source/linux/inspector.h"
#include "ui/models/credentials_reading.h"

namespace forklore {

[[nodiscard]] CredentialsReading readCredentials(const Inspector &inspector, const ProcessId &id);

} // namespace forklore
