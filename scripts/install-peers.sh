#!/bin/sh
# Installs on Debian or Ubuntu what "npm run bench" compares with. Nothing in the repository needs any of it: peers that are absent are left out.
set -eu
packages='ffmpeg imagemagick graphicsmagick gmic python3-pyopencolorio python3-pil python3-numpy python3-opencv'
# The module has one name or the other, by the release.
if ! apt-cache show python3-pyopencolorio >/dev/null 2>&1; then packages=$(echo "$packages" | sed 's/python3-pyopencolorio/python3-opencolorio/'); fi
run=''
if [ "$(id -u)" != 0 ]; then run=sudo; fi
# shellcheck disable=SC2086 # names, one a word
$run apt-get install --yes --no-install-recommends $packages
