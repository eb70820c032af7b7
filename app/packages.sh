# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scripts share: needs PACKAGE…  installs those Debian packages that are missing, and says so first.

to_build="build-essential lld cmake ninja-build pkgconf qt6-base-dev qt6-base-dev-tools libqt6opengl6-dev qt6-charts-dev
          qt6-svg-dev libgl-dev libfmt-dev libexpected-dev libcli11-dev nlohmann-json3-dev libre2-dev
          libutf8proc-dev libmnl-dev"
to_run="libqt6svg6 fonts-dejavu-core"

needs() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "This is no Debian system, so nothing can be installed here. Forklore needs what these packages hold:" >&2
        echo "$*" | tr -s ' \n' '  ' >&2
        echo >&2
        return 0
    fi
    missing=
    for package in "$@"; do
        status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || status=
        [ "$status" = "install ok installed" ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0

    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "These packages are missing, and only root can install them:" >&2
            echo "    apt-get install$missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    echo "Installing with apt${as_root:+ through sudo}:$missing"
    $as_root apt-get update -qq || echo "The list of packages could not be refreshed; trying with the one at hand." >&2
    # shellcheck disable=SC2086  # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}
