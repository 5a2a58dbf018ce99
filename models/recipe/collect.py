"""Rebuilds the photo set from public packages and verifies it against the committed list.

    python collect.py fetch SOURCES            # downloads every source of sources.csv into SOURCES/<source>
    python collect.py build SOURCES --out DIR  # finds, reduces and verifies the photos, writes DIR/*.jpg and DIR/report.csv
    python collect.py verify DIR               # compares the SHA-256 of a photo set with the list

A photo is found by its file name inside its source, or among all pictures of the source, and known by its look: 64 signs of
brightness differences, which survive reduction and re-encoding. The reduced file is not the same to the byte on every
machine, so `build` verifies looks and `verify` verifies bytes. The report names every photo that could not be rebuilt. Debian packages are fetched with apt-get,
repositories with git; archives of Qt resources (.rcc) are to be unpacked beforehand with `rcc --reverse`.
"""

import argparse
import csv
import functools
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from data import HERE, load_picture, read_photo_list

LONGEST_SIDE = 1024
LOOK_TOLERANCE = 4
"""Signs, of 64, that may differ between the listed photo and the one rebuilt."""

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


def compute_look(image: Image.Image) -> str:
    """Signs of the horizontal differences of an 8 x 9 grey copy, as 16 hexadecimal digits."""
    grey = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.BOX), int)
    signs = (grey[:, 1:] > grey[:, :-1]).ravel()
    return f"{int(''.join('1' if sign else '0' for sign in signs), 2):016x}"


def count_differing_signs(first: str, second: str) -> int:
    return bin(int(first, 16) ^ int(second, 16)).count("1")


def simplify_name(name: str) -> str:
    """A file name without suffix in which everything but letters, digits, dot and minus is an underscore."""
    return re.sub(r"[^A-Za-z0-9.-]", "_", Path(name).stem)


def read_sources() -> list:
    with open(HERE / "sources.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fetch(folder: Path) -> int:
    """Downloads what can be downloaded; returns how many sources could not."""
    failed = 0
    for source in read_sources():
        place = folder / source["source"]
        if place.exists():
            continue
        place.mkdir(parents=True)
        commands = {
            "debian": [["apt-get", "download", *source["packages"].split()], ["sh", "-c", "for file in *.deb; do dpkg-deb -x $file . && rm $file; done"]],
            "git": [["git", "clone", "--depth", "1", source["address"], "."]],
        }.get(source["kind"], [])
        done = bool(commands) and all(subprocess.run(command, cwd=place).returncode == 0 for command in commands)
        if not done:
            failed += 1
            print(f"{source['source']}: fetch it by hand from {source['address']} into {place}", file=sys.stderr)
    return failed


def index_pictures(folder: Path) -> dict:
    """Picture files below a folder by simplified name."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file():
            found.setdefault(simplify_name(path.name), []).append(path)
    return found


@functools.lru_cache(maxsize=None)
def look_at(path: Path):
    """Look and pixel count of a picture file."""
    with Image.open(path) as image:
        return compute_look(image), image.width * image.height


def find_photo(row: dict, candidates: list):
    """The largest candidate that looks like the listed photo, else the most similar: (path, differing signs) or (None, 64)."""
    def rank(path: Path):
        look, pixel_count = look_at(path)
        distance = count_differing_signs(look, row["look"])
        return max(distance, LOOK_TOLERANCE), -pixel_count, distance

    best = min(candidates, key=rank, default=None)
    return (None, 64) if best is None else (best, rank(best)[2])


def build(folder: Path, out: Path) -> int:
    """Rebuilds the set; returns the number of photos that are missing or look otherwise."""
    out.mkdir(parents=True, exist_ok=True)
    report, indexes = [], {}
    for row in read_photo_list():
        place = folder / row["source"]
        pictures = indexes.setdefault(row["source"], index_pictures(place))
        name = Path(row["file"]).stem.split("__", 1)[1]
        named = pictures.get(name) or pictures.get(name.split("__")[-1]) or []
        path, distance = find_photo(row, named)
        if distance > LOOK_TOLERANCE:  # renamed, or one of many files of one name
            path, distance = find_photo(row, [path for paths in pictures.values() for path in paths])
        state = "missing" if path is None else "looks otherwise" if distance > LOOK_TOLERANCE else "rebuilt"
        if state == "rebuilt":
            picture = Image.fromarray(load_picture(path, LONGEST_SIDE))
            picture.save(out / row["file"], quality=92, subsampling=0)
        inside = "" if path is None else str(path.relative_to(place))
        report.append({"file": row["file"], "source": row["source"], "path": inside, "differing_signs": distance, "state": state})
    with open(out / "report.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, report[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(report)
    failed = [entry for entry in report if entry["state"] != "rebuilt"]
    print(f"{len(report) - len(failed)} of {len(report)} photos rebuilt; see {out / 'report.csv'}")
    return len(failed)


def verify(folder: Path) -> int:
    """Compares hashes; returns the number of files that differ or are missing."""
    failed = 0
    for row in read_photo_list():
        path = folder / row["file"]
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
        if found != row["sha256"]:
            failed += 1
            print(f"{row['file']}: {found} (expected {row['sha256']})")
    print(f"{failed} photos differ from the list")
    return failed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("fetch", "build", "verify"):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path)
        if name == "build":
            command.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "fetch":
        failed = fetch(arguments.folder)
    elif arguments.command == "build":
        failed = build(arguments.folder, arguments.out)
    else:
        failed = verify(arguments.folder)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
