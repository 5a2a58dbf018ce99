"""Photographs for training and evaluation: the committed list, the split, and crops kept in memory.

`photos.csv` names every photo with licence, author, tier and split. Tier A1 is free without share-alike, A2 with it, A3 is a
collection of camera snapshots that serves as input. Splits: `train`, `held-out` (drawn by hash, and every photo the
repository's own tests show), `left-out` (whole sources that training never sees).
"""

import csv
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

HERE = Path(__file__).parent
PHOTO_LIST = HERE / "photos.csv"


def read_photo_list(path: Path = PHOTO_LIST) -> list:
    """Rows of the photo list as dictionaries; a missing column is an error."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    needed = {"file", "tier", "split", "sha256", "licence", "black_and_white", "mean_luma"}
    missing = needed - set(rows[0] if rows else ())
    if missing:
        raise ValueError(f"{path}: no column {', '.join(sorted(missing))}")
    return rows


def load_picture(path: Path, longest_side: int = 0) -> np.ndarray:
    """Reads a picture as sRGB bytes (H, W, 3), turned upright, reduced to `longest_side` by area when that is smaller."""
    with Image.open(path) as image:
        image = ImageOps.exif_transpose(image).convert("RGB")
        if longest_side and max(image.size) > longest_side:
            ratio = longest_side / max(image.size)
            size = tuple(max(1, round(side * ratio)) for side in image.size)
            image = image.resize(size, Image.Resampling.BOX)
        return np.asarray(image)


def to_tensor(picture: np.ndarray) -> Tensor:
    """(H, W, 3) bytes to (1, 3, H, W) float in [0, 1]."""
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 255


def make_area_weights(length: int, side: int) -> Tensor:
    """Matrix (side, length) that averages `length` pixels into `side`, edges counted by their fraction."""
    edges = torch.arange(side + 1, dtype=torch.float64) * length / side
    pixels = torch.arange(length, dtype=torch.float64)
    covered = torch.minimum(edges[1:, None], pixels + 1) - torch.maximum(edges[:-1, None], pixels)
    return (covered.clamp_min(0) * side / length).float()


def shrink_tensor(encoded: Tensor, side: int) -> Tensor:
    """The condition copy of tensors (N, 3, H, W), unrounded, shape (N, 3, side, side)."""
    height, width = encoded.shape[-2:]
    rows, columns = (make_area_weights(length, side).to(encoded) for length in (height, width))
    return rows @ encoded @ columns.T


def shrink(picture: np.ndarray, side: int) -> np.ndarray:
    """The condition copy of bytes (H, W, 3): the whole picture averaged, encoded values as they are, (side, side, 3) bytes."""
    copy = shrink_tensor(to_tensor(picture), side)[0] * 255
    return copy.round().byte().permute(1, 2, 0).numpy()


def hash_cells(count: int) -> np.ndarray:
    """A number of 32 bits for each cell that looks random (C. Wellons, "Prospecting for Hash Functions", 2018: lowbias32)."""
    cells = np.arange(count, dtype=np.uint32)
    with np.errstate(over="ignore"):
        for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
            cells = (cells ^ (cells >> np.uint32(shift))) * np.uint32(factor)
    return cells ^ (cells >> np.uint32(16))


def sample_pixels(encoded: Tensor, side: int) -> Tensor:
    """One real pixel of each cell of a side x side grid, unaveraged: (N, 3, H, W) to (N, 3, side * side), row-major.

    Which pixel of a cell is taken depends on the cell's number alone. A picture of fewer pixels than cells repeats some.
    """
    hashes = hash_cells(side * side).reshape(side, side)
    places = []
    for length, fractions, cells in zip(encoded.shape[2:], (hashes >> np.uint32(16), hashes & np.uint32(0xFFFF)), np.indices((side, side))):
        first = cells * length // side
        count = np.maximum(1, (cells + 1) * length // side - first)
        places.append(first + (fractions.astype(np.int64) * count >> 16))
    rows, columns = (torch.from_numpy(part.ravel()) for part in places)
    return encoded[:, :, rows, columns]


def is_left_alone(row: dict) -> bool:
    """Whether a finished photo is so dark, so bright or so colourless that a faulty copy of it would teach nothing."""
    mean = float(row["mean_luma"])
    return row["black_and_white"] == "1" or not 0.16 <= mean <= 0.72


def is_well_exposed(picture: np.ndarray) -> bool:
    """Whether a snapshot has the tones of a finished photo, and may stand as a target."""
    grey = picture[::4, ::4] @ np.array([0.299, 0.587, 0.114]) / 255
    low, high = np.quantile(grey, [0.05, 0.95])
    return 0.30 <= grey.mean() <= 0.64 and low < 0.30 and high > 0.62


RETOUCHED_FOLDERS = ("expertC", "target")


def find_pairs(folder: Path) -> list:
    """Pairs (input, retouched) of a FiveK-style folder: `input/` and `expertC/`, or `target/`, hold pictures of the same names.

    Suffixes may differ. An input without a partner is an error, so that nobody judges or learns from half a set unawares.
    """
    experts = [folder / name for name in RETOUCHED_FOLDERS if (folder / name).is_dir()]
    if not (folder / "input").is_dir() or len(experts) != 1:
        raise FileNotFoundError(f"{folder}: {len(experts)} folders of retouched pictures (expected input/ and one of expertC/, target/)")
    partners = {path.stem: path for path in experts[0].iterdir() if path.is_file()}
    inputs = sorted(path for path in (folder / "input").iterdir() if path.is_file())
    alone = [path.name for path in inputs if path.stem not in partners]
    if alone or not inputs:
        raise FileNotFoundError(f"{folder}: {len(alone)} of {len(inputs)} inputs without a partner in {experts[0].name}/ {alone[:3]}")
    return [(path, partners[path.stem]) for path in inputs]


class CropStore:
    """Random crops of photos in memory: for each a small copy and a sample of its pixels at full resolution.

    Attributes:
        copies: bytes, shape (N, 3, side * side), the whole crop averaged into a square, row-major; empty when `side` is 0.
        pixels: bytes, shape (N, 3, pixel_count), drawn from the crop.
        targets: bytes like `pixels`: the same places of the retouched partner, or of the photo itself.
    """

    def __init__(self, photos, side: int, pixel_count: int, crops_per_photo: int, seed: int):
        """Cuts the crops; `photos` yields (picture, retouched picture or None)."""
        random = np.random.default_rng(seed)
        copies, pixels, targets = [], [], []
        for picture, partner in photos:
            if partner is not None and partner.shape != picture.shape:
                raise ValueError(f"input of {picture.shape[:2]} pixels, retouched one of {partner.shape[:2]}")
            for _ in range(crops_per_photo):
                place = choose_crop(picture.shape[:2], side, random)
                crop = picture[place]
                chosen = np.divmod(random.integers(0, crop.shape[0] * crop.shape[1], pixel_count), crop.shape[1])
                copies.append(shrink(crop, side).reshape(-1, 3).T if side else np.empty((3, 0), np.uint8))
                pixels.append(crop[chosen].T)
                if partner is not None:
                    targets.append(partner[place][chosen].T)
        self.copies = torch.from_numpy(np.stack(copies))
        self.pixels = torch.from_numpy(np.stack(pixels))
        self.targets = torch.from_numpy(np.stack(targets)) if targets else self.pixels

    def __len__(self) -> int:
        return len(self.copies)

    def to(self, device) -> "CropStore":
        """Moves the crops to a device."""
        self.copies, self.pixels, self.targets = (part.to(device) for part in (self.copies, self.pixels, self.targets))
        return self


def choose_crop(size, least_side: int, random: np.random.Generator):
    """A random part of 55 to 100 % of each side, as an index; every second one is mirrored."""
    parts = [min(length, max(least_side, int(length * random.uniform(0.55, 1)))) for length in size]
    top, left = (int(random.integers(0, length - part + 1)) for length, part in zip(size, parts))
    rows, columns = slice(top, top + parts[0]), slice(left, left + parts[1])
    if random.random() < 0.5:
        columns = slice(columns.stop - 1, columns.start - 1 if columns.start > 0 else None, -1)
    return rows, columns
