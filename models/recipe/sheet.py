"""Before/after sheets for the eye.

    python sheet.py runs/csrnet/checkpoint.pt sheet.png --photos DIR [--split shown] [--tier A3] [--every 1] [--height 160]

Each photo of the split stands beside its retouched version, as it is, without an added fault.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from data import load_picture, read_photo_list, to_tensor
from evaluate import load_network, retouch


def lay_out(pairs: list, height: int, columns: int) -> Image.Image:
    """Pairs of pictures (H, W, 3) in a grid, all of one height."""
    cells = []
    for before, after in pairs:
        width = round(before.shape[1] * height / before.shape[0])
        cell = Image.new("RGB", (2 * width + 8, height + 4), "white")
        for index, picture in enumerate((before, after)):
            cell.paste(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX), (index * (width + 2), 0))
        cells.append(cell)
    widths = [max(cell.width for cell in cells[column::columns]) for column in range(min(columns, len(cells)))]
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (sum(widths), rows * (height + 4)), "white")
    for index, cell in enumerate(cells):
        sheet.paste(cell, (sum(widths[: index % columns]), index // columns * (height + 4)))
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
    parser.add_argument("--columns", type=int, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network, side = load_network(arguments.checkpoint)
    rows = [row for row in read_photo_list() if row["split"] == arguments.split and arguments.tier in (None, row["tier"])]
    pairs = []
    for row in rows[:: arguments.every]:
        picture = load_picture(arguments.photos / row["file"], 512)
        result = (retouch(network, side, to_tensor(picture))[0].permute(1, 2, 0) * 255).round().byte().numpy()
        pairs.append((np.asarray(picture), result))
    lay_out(pairs, arguments.height, arguments.columns).save(arguments.sheet)


if __name__ == "__main__":
    main()
