"""Sheets of photos under a CuDi student, for the eye.

    python sheet_cudi.py runs/cudi-refined/checkpoint.pt sheet.png --photos DIR [--split held-out] [--every 3] [--files duck snow]

Each photo stands beside itself as it is exposed without a wish, beside itself brought to means, and with a painted stroke: an
ellipse in its middle lifted where it is dark, lowered where it is bright.
"""

import argparse
from pathlib import Path

import torch

from auto_exposure import find_auto_exposure
from data import load_picture, to_tensor
from evaluate_cudi import load_student
from expose import PhotoExposer
from sheet_layout import add_photo_arguments, choose_photos, lay_out, make_cell, to_image
from strokes import paint_ellipse

STROKE_MEANS = (0.3, 0.6)
"""What a stroke wants of a bright and of a dark photo."""


def make_column(exposer: PhotoExposer, column: str) -> torch.Tensor:
    """The picture of a column: `photo`, `auto`, `painted`, or a wanted mean."""
    picture = exposer.picture
    if column == "photo":
        return picture
    if column == "auto":
        return exposer.render(exposer.find_auto_maps(find_auto_exposure(exposer.copy, exposer.own_exposure)))
    if column == "painted":
        mean = STROKE_MEANS[1] if float(picture.mean()) < sum(STROKE_MEANS) / 2 else STROKE_MEANS[0]
        return exposer.expose(torch.full_like(picture[:, :1], mean), paint_ellipse(picture))
    return exposer.expose(torch.full_like(picture[:, :1], float(column)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("sheet", type=Path)
    add_photo_arguments(parser)
    parser.add_argument("--columns", nargs="+", default=["photo", "auto", "0.3", "0.5", "0.7", "painted"])
    parser.add_argument("--longest-side", type=int, default=1024, help="to which photos are reduced first")
    parser.add_argument("--height", type=int, default=130, help="of a picture on the sheet; 0 keeps it")
    parser.add_argument("--width", type=int, default=1600)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    student, cells = load_student(arguments.checkpoint), []
    for row in choose_photos(arguments):
        exposer = PhotoExposer(student, to_tensor(load_picture(arguments.photos / row["file"], arguments.longest_side)))
        cells.append(make_cell([to_image(make_column(exposer, column)) for column in arguments.columns], arguments.height))
    lay_out(cells, arguments.width).save(arguments.sheet)


if __name__ == "__main__":
    main()
