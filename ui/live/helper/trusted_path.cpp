// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/live/helper/trusted_path.h"

#include <filesystem>
#include <system_error>

#include <sys/stat.h>

namespace forklore {
namespace {

namespace fs = std::filesystem;

constexpr int maxLinks = 40; // as the kernel follows

std::optional<std::string> untrusted(const fs::path &path, int links)
{
    if (links > maxLinks)
        return path.string();
    fs::path walked;
    for (const auto &part : path) {
        if (part == "..") // of a link: the folder that it leads to was looked at on the way down
            walked = fs::path(walked.parent_path());
        else if (!part.empty())
            walked /= part;
        struct stat status = {};
        const bool isKnown = lstat(walked.c_str(), &status) == 0;
        const bool isLink = isKnown && S_ISLNK(status.st_mode); // the mode of a link says nothing
        if (!isKnown || status.st_uid != 0 || (!isLink && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0))
            return walked.string();
        if (!isLink)
            continue;
        std::error_code error;
        const auto target = fs::read_symlink(walked, error);
        if (error)
            return walked.string();
        const auto whole = walked.parent_path() / target; // an absolute target stays as it is
        if (auto found = untrusted(whole, links + 1))
            return found;
        walked = fs::canonical(whole, error);
        if (error)
            return whole.string();
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> untrustedPart(const std::string &path)
{
    std::error_code error;
    const auto whole = fs::absolute(path, error);
    return error ? std::optional(path) : untrusted(whole, 0);
}

} // namespace forklore
