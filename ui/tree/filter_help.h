// SPDX-License-Identifier: GPL-3.0-or-later
//
// Help on the filter language: made from the tables of fields, so it cannot be out of date.
#pragma once

#include <QString>

class QWidget;

namespace forklore {

/// Examples, operators, units and every field, as HTML.
[[nodiscard]] QString filterHelpText();      ///< of processes
[[nodiscard]] QString eventFilterHelpText(); ///< of events

/// In a window of its own, which may stay open beside.
void showFilterHelp(QWidget *parent);
void showEventFilterHelp(QWidget *parent);

} // namespace forklore
