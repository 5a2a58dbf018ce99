"""Writes the credits of the shipped weights: every photo of tiers A1 and A2 they were trained on, the A3 collection as one.

    python credits.py > ../CREDITS.md
"""

from data import read_photo_list
from collect import read_sources

HEAD = """# Credits of the training photographs

The weights in `weights/` were trained on the photographs below, and on nothing else. The photographs are not part of this
package; each keeps its own licence. The weights are licensed CC BY 4.0 (`weights/LICENSE.md`). Where no author is named, the
source names none for the single photo; the packages' own copyright files name the contributors.

This file is made by `recipe/credits.py` from `recipe/photos.csv`.
"""


def main() -> None:
    sources = {source["source"]: source for source in read_sources()}
    rows = [row for row in read_photo_list() if row["split"] == "train"]
    print(HEAD)
    for name, source in sources.items():
        members = [row for row in rows if row["source"] == name]
        if not members:
            continue
        print(f"## {name}\n\n<{source['address']}>" + (f", version {source['version']}" if source["version"] else "") + "\n")
        if members[0]["tier"] == "A3":
            print(f"{len(members)} snapshots contributed to this collection, \"free to use however you wish\"; thanks to everybody who\n"
                  "sent one. Those with the tones of a finished photo served as targets.\n")
            continue
        print("| Photo | Author | Licence |\n| --- | --- | --- |")
        for row in members:
            photo = row["file"].removesuffix(".jpg").split("__", 1)[1]
            print(f"| {photo} | {row['author'] or 'not named'} | {row['licence']} |")
        print()


if __name__ == "__main__":
    main()
