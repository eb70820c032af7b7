// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinuxHost: this machine, or another one whose /proc was captured.
#pragma once

#include <string>

#include "core/base/file.h"
#include "core/host/host.h"

namespace forklore {

class LinuxHost final : public Host {
public:
    /// @param root where a proc file system, or a copy of one, is to be found
    [[nodiscard]] static Result<std::shared_ptr<const LinuxHost>> open(const std::string &root,
                                                                       ReadLimits limits = {});

    [[nodiscard]] HostCapabilities capabilities() const override;
    [[nodiscard]] Result<std::unique_ptr<Source>> openSource() const override;
    [[nodiscard]] std::shared_ptr<const Inspector> inspector() const override { return m_inspector; }
    [[nodiscard]] Result<std::unique_ptr<EventSource>> openEvents() const override;
    [[nodiscard]] std::shared_ptr<const Control> control() const override;
    [[nodiscard]] Result<WallTime> bootTime() const override;
    [[nodiscard]] IdNames userNames() const override;
    [[nodiscard]] IdNames groupNames() const override;

private:
    LinuxHost(std::string root, ReadLimits limits, bool isThisMachine,
              std::shared_ptr<const Inspector> inspector)
        : m_root(std::move(root)),
          m_limits(std::move(limits)),
          m_isThisMachine(isThisMachine),
          m_inspector(std::move(inspector))
    {
    }

    std::string m_root;
    ReadLimits m_limits;
    bool m_isThisMachine;
    std::shared_ptr<const Inspector> m_inspector;
};

} // namespace forklore
