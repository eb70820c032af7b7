// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/span_menu.h"

#include <QCoreApplication>
#include <QMenu>

namespace forklore {

void addSpanActions(QMenu &menu, std::chrono::seconds current,
                    const std::function<void(std::chrono::seconds)> &choose)
{
    using namespace std::chrono_literals;
    for (const std::chrono::seconds span : {60s, 300s, 600s, 3600s, 21600s, 86400s}) {
        const auto minutes = span.count() / 60;
        const auto text = minutes < 60 ? QCoreApplication::translate("Charts", "Last %1 min").arg(minutes)
                                       : QCoreApplication::translate("Charts", "Last %1 h").arg(minutes / 60);
        auto *action = menu.addAction(text, [choose, span] { choose(span); });
        action->setCheckable(true);
        action->setChecked(span == current);
    }
}

} // namespace forklore
