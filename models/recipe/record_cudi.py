"""Records what becomes of three photos on their way through a CuDi student, so that other implementations can be checked.

    python record_cudi.py runs/cudi-refined/checkpoint.pt --samples ../../samples --fixtures ../../tests/models/cudi/photos

For each photo `NAME.bin` holds tensors one after another, in the order and with the types that `photos.json` lists: the photo as
bytes, what lies between, and the result. Tensors of the copy's size are recorded at every fourth place of both axes, from the
second on, and so are grids; of one photo the copy, the final maps and the grid are recorded whole.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from auto_exposure import find_auto_exposure
from data import load_picture, shrink_tensor, to_tensor
from evaluate_cudi import load_student
from expose import COPY_SIDE, PhotoExposer, find_counted, find_question, find_support
from grid import GridFit, slice_grid
from strokes import paint_ellipse

LONGEST_SIDE = 56
"""Of the photos, in pixels: smaller than the copy, and no divisor of it."""

PHOTOS = (("dark-meadow", "number", 0.5), ("backlit-charminar", "auto", None), ("portrait-musician", "painted", 0.6))
"""Files, how an exposure is wanted, and which."""

WHOLE_PHOTO, WHOLE = "dark-meadow", ("copy", "slope", "offset", "grid")
"""The photo of which these are recorded whole."""

SPARSE = slice(1, None, 4)
"""Places of the copy, and of a grid, that are recorded of all other tensors."""


def round_to_bytes(values: Tensor) -> Tensor:
    return (values * 255).round() / 255


@torch.no_grad()
def trace(student, picture: Tensor, kind: str, level: float) -> dict:
    """Everything that lies between a photo (1, 3, H, W) and its result, by name, without the leading axis.

    `ownExposure` is E0 and `askedExposure` E, before settling; `firstSlope` and `firstOffset` are K and B anchored and limited, `slope`
    and `offset` the same settled; `grid` is (2, luma, height, width); `support` is where a stroke wants something, `noise`
    the photo's.
    """
    exposer = PhotoExposer(student, picture)
    own, fit, parts = exposer.own_exposure, exposer.fit, ()
    painted = round_to_bytes(paint_ellipse(picture)) if kind == "painted" else None
    if kind == "auto":
        asked = find_auto_exposure(exposer.copy, own)
        maps = exposer.find_auto_maps(asked)
    else:
        if painted is not None:
            averaged = shrink_tensor(painted, COPY_SIDE)
            parts = (find_support(averaged), find_counted(averaged))
            fit = GridFit(exposer.copy, parts[0])
        wanted = torch.full_like(own, level)
        asked, _ = find_question(exposer.copy, own, wanted, *parts)
        maps = exposer.find_mean_maps(wanted, *parts, fit=fit)
    first = exposer.find_copy_maps(asked)
    grid = fit.lift(maps)
    exposed = student.render(picture, slice_grid(grid, picture), exposer.noise)
    result = exposed if painted is None else picture + painted * (exposed - picture)
    slopes, offsets = maps.chunk(2, 1)
    first_slopes, first_offsets = first.chunk(2, 1)
    tensors = {"photo": picture, "noise": torch.tensor([[exposer.noise]]), "copy": exposer.copy,
               "ownExposure": own, "askedExposure": asked, "firstSlope": first_slopes, "firstOffset": first_offsets,
               "slope": slopes, "offset": offsets, "grid": grid, "result": result}
    if painted is not None:
        tensors |= {"paintedCoverage": painted, "support": parts[0]}
    return {name: tensor[0] for name, tensor in tensors.items()}


def encode(name: str, tensor: Tensor, is_whole: bool):
    """The bytes of a tensor, its type and its places: `photo` and coverage as bytes, the result as 16 bits, all else as floats."""
    values = tensor.numpy()
    if name in ("photo", "paintedCoverage"):
        return np.round(values * 255).astype("u1"), "uint8, value * 255", "all"
    if name == "result":
        return np.round(values * 65535).astype("<u2"), "uint16 little-endian, value * 65535", "all"
    if is_whole or values.ndim == 1:
        return values.astype("<f4"), "float32 little-endian", "all"
    return values[..., SPARSE, SPARSE].astype("<f4"), "float32 little-endian", "every fourth of the last two axes, from index 1"


def record_photos(student, samples: Path, folder: Path) -> None:
    """Writes a file for every photo, and `photos.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    recorded = []
    for name, kind, level in PHOTOS:
        picture = to_tensor(load_picture(samples / f"{name}.jpg", LONGEST_SIDE))
        parts, listed = [], []
        for tensor_name, tensor in trace(student, picture, kind, level).items():
            is_whole = name == WHOLE_PHOTO and tensor_name in WHOLE
            values, kind_of_number, places = encode(tensor_name, tensor, is_whole)
            parts.append(values.tobytes())
            listed.append({"name": tensor_name, "shape": list(values.shape), "type": kind_of_number, "places": places})
        (folder / f"{name}.bin").write_bytes(b"".join(parts))
        recorded.append({"file": f"{name}.bin", "wanted": kind, **({} if level is None else {"level": level}), "tensors": listed})
    text = json.dumps({"madeBy": "models/recipe/record_cudi.py", "photos": recorded}, indent=2)
    (folder / "photos.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--fixtures", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    record_photos(load_student(arguments.checkpoint), arguments.samples, arguments.fixtures)


if __name__ == "__main__":
    main()
