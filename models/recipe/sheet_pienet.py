"""Sheets of PieNet for the eye: a photo as it is and in the built-in styles, a line for each photo.

    python sheet_pienet.py sheet.jpg runs/pienet-enhancer/checkpoint.pt --photos DIR [--styles golden matte ...] [--middle 300]
"""

import argparse
import json
from pathlib import Path

import torch

from data import HERE, load_picture, sample_pixels, to_tensor
from half_precision import round_deciding_part
from photo_statistics import measure_statistics
from pienet import COPY_SIDE
from sheet_layout import add_photo_arguments, choose_photos, cut_middle, lay_out, make_cell, to_image
from train_pienet import load_enhancer


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheet", type=Path)
    parser.add_argument("checkpoint", type=Path)
    add_photo_arguments(parser)
    parser.add_argument("--vectors", type=Path, default=HERE.parent / "pienet-styles.json")
    parser.add_argument("--styles", nargs="+", help="ids of built-in styles; by default all")
    parser.add_argument("--height", type=int, default=110)
    parser.add_argument("--middle", type=int, default=0, help="side of the part shown unreduced; 0 shows whole photos, reduced")
    parser.add_argument("--quality", type=int, default=88, help="of a JPEG sheet")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network, cells = round_deciding_part(load_enhancer(arguments.checkpoint)), []
    known = {style["id"]: torch.tensor([style["vector"]]) for style in json.loads(arguments.vectors.read_text(encoding="utf-8"))["styles"]}
    vectors = [known[name] for name in arguments.styles or known]
    for row in choose_photos(arguments):
        picture = load_picture(arguments.photos / row["file"])
        statistics = measure_statistics(sample_pixels(to_tensor(picture), COPY_SIDE))
        whole = load_picture(arguments.photos / row["file"], 2 * arguments.height)
        shown = to_tensor(cut_middle(picture, arguments.middle) if arguments.middle else whole)
        results = [network(shown, statistics, vector) for vector in vectors]
        cells.append(make_cell([to_image(result) for result in (shown, *results)], 0 if arguments.middle else arguments.height))
    lay_out(cells).save(arguments.sheet, quality=arguments.quality)


if __name__ == "__main__":
    main()
