"""Before/after sheets for the eye.

    python sheet.py sheet.png runs/neutral/checkpoint.pt [runs/warm/checkpoint.pt ...] --photos DIR [--split shown]

Each photo stands beside its retouched version of every checkpoint, as it is, without an added fault. `--middle 400` shows the
middle 400 pixels unreduced.
"""

import argparse
from pathlib import Path

import torch

from data import load_picture, to_tensor
from evaluate import load_network, look_at
from sheet_layout import add_photo_arguments, choose_photos, cut_middle, lay_out, make_cell, to_image


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheet", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    add_photo_arguments(parser)
    parser.add_argument("--height", type=int, default=160)
    parser.add_argument("--width", type=int, default=1600)
    parser.add_argument("--middle", type=int, default=0, help="side of the part shown unreduced; 0 shows whole photos, reduced")
    parser.add_argument("--quality", type=int, default=90, help="of a JPEG sheet")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    networks, cells = [load_network(checkpoint) for checkpoint in arguments.checkpoints], []
    for row in choose_photos(arguments):
        picture = load_picture(arguments.photos / row["file"], 0 if arguments.middle else 512)
        modulations = [network.decide(**look_at(network, side, to_tensor(picture))) for network, side in networks]
        shown = to_tensor(cut_middle(picture, arguments.middle) if arguments.middle else picture)
        results = [network.map_pixels(shown, modulation) for (network, _), modulation in zip(networks, modulations)]
        cells.append(make_cell([to_image(result) for result in (shown, *results)], 0 if arguments.middle else arguments.height))
    lay_out(cells, arguments.width).save(arguments.sheet, quality=arguments.quality)


if __name__ == "__main__":
    main()
