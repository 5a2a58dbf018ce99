"""What the sheets of all models share: choosing photos, putting pictures side by side, filling a sheet line by line."""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from data import read_photo_list

GAP = 2
"""Pixels between the pictures of a cell; cells stand three times as far apart."""


def add_photo_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds `--photos` and the ways to choose among them."""
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--split", default="held-out")
    parser.add_argument("--tier", help="only photos of this tier")
    parser.add_argument("--every", type=int, default=1, help="only every n-th photo")
    parser.add_argument("--files", nargs="+", help="only photos whose file name holds one of these, in this order")


def choose_photos(arguments: argparse.Namespace) -> list:
    """Rows of the photo list that the arguments ask for."""
    rows = read_photo_list()
    if arguments.files:
        return [row for name in arguments.files for row in rows if name in row["file"]]
    rows = [row for row in rows if row["split"] == arguments.split and arguments.tier in (None, row["tier"])]
    return rows[:: arguments.every]


def to_image(encoded: torch.Tensor) -> Image.Image:
    """An encoded picture (1, 3, H, W) as an image of bytes."""
    return Image.fromarray((encoded[0].clamp(0, 1).permute(1, 2, 0) * 255).round().byte().numpy())


def make_cell(images: list, height: int) -> Image.Image:
    """Images of one size side by side, brought to `height` pixels by area; 0 leaves them as they are."""
    width, own_height = images[0].size
    size = (round(width * height / own_height), height) if height else (width, own_height)
    cell = Image.new("RGB", (len(images) * (size[0] + GAP) + 2 * GAP, size[1] + 2 * GAP), "white")
    for number, image in enumerate(images):
        cell.paste(image.resize(size, Image.Resampling.BOX), (number * (size[0] + GAP), 0))
    return cell


def lay_out(cells: list, width: int = 0) -> Image.Image:
    """Cells of one height in lines of at most `width` pixels; 0 gives each cell a line of its own."""
    places, left, top = [], 0, 0
    for cell in cells:
        if left and left + cell.width > width:
            left, top = 0, top + cell.height
        places.append((left, top))
        left += cell.width
    right = max(place[0] + cell.width for cell, place in zip(cells, places))
    sheet = Image.new("RGB", (right, top + cells[-1].height), "white")
    for cell, place in zip(cells, places):
        sheet.paste(cell, place)
    return sheet


def cut_middle(picture: np.ndarray, side: int) -> np.ndarray:
    """The middle of a picture (H, W, 3), at most `side` pixels each way, to be looked at unreduced."""
    top, left = (max(0, (length - side) // 2) for length in picture.shape[:2])
    return picture[top : top + side, left : left + side]
