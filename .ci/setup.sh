#!/usr/bin/env bash
# Installs what the fuller test suites use and the npm packages do not bring. Users never need it. Safe to run again: what is
# there is skipped; what cannot be installed is named, and the tests that need it then skip, saying so.
set -euo pipefail

# command, then the Debian or Ubuntu package that brings it
WANTED=(
  "git git"
  "chromium chromium"
  "exiftool libimage-exiftool-perl"
  "parallel parallel"
  "python3 python3"
  "transicc liblcms2-utils"
  "psd-tools python3-psd-tools"
  "convert imagemagick"
)

missing=()
for entry in "${WANTED[@]}"; do
  read -r command package <<<"$entry"
  if command -v "$command" >/dev/null 2>&1; then
    echo "setup: $command is there"
  else
    missing+=("$package")
  fi
done
if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true </dev/null 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "setup: not installed, neither root nor sudo without a password: ${missing[*]}"
    exit 0
  fi
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: not installed, no apt-get on this system: ${missing[*]}"
  exit 0
fi

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null; }
apt update || echo "setup: the package lists could not be refreshed"
for package in "${missing[@]}"; do
  echo "setup: installing $package"
  if ! apt install -y --no-install-recommends "$package" >/dev/null; then
    echo "setup: not installed, apt-get failed: $package"
  fi
done
