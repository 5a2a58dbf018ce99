"""Before/after sheets for the eye.

    python sheet.py runs/csrnet/checkpoint.pt sheet.png --photos DIR [--split shown] [--tier A3] [--every 1]

Each photo of the split stands beside its retouched version, as it is, without an added fault.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from data import load_picture, read_photo_list, to_tensor
from evaluate import load_network, retouch


def lay_out(pairs: list, height: int, width: int) -> Image.Image:
    """Pairs of pictures (H, W, 3), all of one height, in lines of at most `width` pixels."""
    cells = []
    for before, after in pairs:
        scaled = round(before.shape[1] * height / before.shape[0])
        cell = Image.new("RGB", (2 * scaled + 10, height + 6), "white")
        for index, picture in enumerate((before, after)):
            cell.paste(Image.fromarray(picture).resize((scaled, height), Image.Resampling.BOX), (index * (scaled + 2), 0))
        cells.append(cell)
    places, left, top = [], 0, 0
    for cell in cells:
        if left and left + cell.width > width:
            left, top = 0, top + cell.height
        places.append((left, top))
        left += cell.width
    sheet = Image.new("RGB", (max(width, cells[0].width), top + cells[-1].height), "white")
    for cell, place in zip(cells, places):
        sheet.paste(cell, place)
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--split", default="held-out")
    parser.add_argument("--tier", help="only photos of this tier")
    parser.add_argument("--every", type=int, default=1, help="only every n-th photo")
    parser.add_argument("--height", type=int, default=160)
    parser.add_argument("--width", type=int, default=1600)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network, side = load_network(arguments.checkpoint)
    rows = [row for row in read_photo_list() if row["split"] == arguments.split and arguments.tier in (None, row["tier"])]
    pairs = []
    for row in rows[:: arguments.every]:
        picture = load_picture(arguments.photos / row["file"], 512)
        result = (retouch(network, side, to_tensor(picture))[0].permute(1, 2, 0) * 255).round().byte().numpy()
        pairs.append((np.asarray(picture), result))
    lay_out(pairs, arguments.height, arguments.width).save(arguments.sheet)


if __name__ == "__main__":
    main()
