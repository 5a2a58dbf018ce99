"""Sheets of a CuDi student for the eye: each photo as it is, and brought to several means, as the product does.

    python sheet_cudi.py runs/cudi-student/checkpoint.pt sheet.png --photos DIR [--split shown] [--every 1] [--files NAME ...]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from data import load_picture, read_photo_list, to_tensor
from evaluate_cudi import load_student
from expose import PhotoExposer

LEVELS = (0.3, 0.5, 0.7)


def make_row(student, picture: torch.Tensor, height: int) -> Image.Image:
    """A photo and its exposures side by side, reduced to `height` pixels."""
    exposer = PhotoExposer(student, picture)
    results = [picture, *(exposer.expose(torch.full_like(picture[:, :1], level)) for level in LEVELS)]
    width = round(picture.shape[3] * height / picture.shape[2])
    row = Image.new("RGB", (len(results) * (width + 2), height + 4), "white")
    for number, result in enumerate(results):
        cell = Image.fromarray((result[0].permute(1, 2, 0) * 255).round().byte().numpy())
        row.paste(cell.resize((width, height), Image.Resampling.BOX), (number * (width + 2), 0))
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--split", default="held-out")
    parser.add_argument("--every", type=int, default=1, help="only every n-th photo")
    parser.add_argument("--files", nargs="+", help="only photos whose file name holds one of these, in this order")
    parser.add_argument("--height", type=int, default=130)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    student, rows = load_student(arguments.checkpoint), read_photo_list()
    if arguments.files:
        chosen = [row for name in arguments.files for row in rows if name in row["file"]]
    else:
        chosen = [row for row in rows if row["split"] == arguments.split][:: arguments.every]
    cells = [make_row(student, to_tensor(load_picture(arguments.photos / row["file"])), arguments.height) for row in chosen]
    sheet = Image.new("RGB", (max(cell.width for cell in cells), sum(cell.height for cell in cells)), "white")
    for cell, top in zip(cells, np.cumsum([0, *(cell.height for cell in cells)])):
        sheet.paste(cell, (0, int(top)))
    sheet.save(arguments.sheet)


if __name__ == "__main__":
    main()
