"""Whole pictures in several styles, made square: what PieNet as published learns from.

Styles are synthetic experts over the listed photos, or people: a folder with `input/` and one more folder for each person, as FiveK is laid out.
"""

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from color import srgb_to_linear
from data import load_picture, read_photo_list
from degrade import apply_faults, draw_faults
from expert_stream import PIXELS_PER_PHOTO, ExpertStream


def load_square(path: Path, side: int) -> Tensor:
    """A picture as bytes (3, side, side), stretched to a square: PieNet ignores proportions."""
    picture = Image.fromarray(load_picture(path)).resize((side, side), Image.Resampling.BOX)
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)


class ExpertPictures:
    """Photos as synthetic experts retouch them.

    Attributes:
        style_count, photo_count: numbers of styles and of photos.
    """

    def __init__(self, pictures: Tensor, drawn: int, seed: int, faults: dict):
        """`pictures` are bytes (N, 3, S, S); `drawn` experts stand beside the known fixed ones."""
        self.pictures, self.faults, self.stream = pictures, faults, ExpertStream(drawn, seed)
        self.style_count, self.photo_count = len(self.stream), len(pictures)

    def show(self, style: int, numbers: Tensor) -> Tensor:
        """Pictures (n, 3, S, S) in a style, in [0, 1]."""
        pictures = self.pictures[numbers] / 255
        colours = pictures.flatten(2)
        return self.stream.render(style, colours, colours[:, :, :: max(1, colours.shape[2] // PIXELS_PER_PHOTO)]).view_as(pictures)

    def show_inputs(self, numbers: Tensor, generator: torch.Generator) -> Tensor:
        """The photos to be retouched, with faults."""
        pictures = self.pictures[numbers] / 255
        return apply_faults(srgb_to_linear(pictures.flatten(2)), draw_faults(len(pictures), generator, self.faults)).view_as(pictures)


class PeoplePictures:
    """Photos as people retouched them; every person has every photo, by the name of its file."""

    def __init__(self, folder: Path, side: int):
        people = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "input")
        if not (folder / "input").is_dir() or len(people) < 2:
            raise FileNotFoundError(f"{folder}: {len(people)} people (expected input/ and folders of two people or more)")
        inputs = sorted(path for path in (folder / "input").iterdir() if path.is_file())
        self.styles = []
        for person in (folder / "input", *people):
            named = {path.stem: path for path in person.iterdir() if path.is_file()}
            alone = [path.name for path in inputs if path.stem not in named]
            if alone or not inputs:
                raise FileNotFoundError(f"{person}: {len(alone)} of {len(inputs)} inputs without a partner {alone[:3]}")
            self.styles.append(torch.stack([load_square(named[path.stem], side) for path in inputs]))
        self.style_count, self.photo_count = len(people), len(inputs)

    def show(self, style: int, numbers: Tensor) -> Tensor:
        """Pictures (n, 3, S, S) as a person retouched them, in [0, 1]."""
        return self.styles[style + 1][numbers] / 255

    def show_inputs(self, numbers: Tensor, generator: torch.Generator = None) -> Tensor:
        """The photos to be retouched, as they are."""
        return self.styles[0][numbers] / 255


def read_pictures(config: dict, photos: Path = None, people: Path = None):
    """The pictures of `--photos` with synthetic experts, or of `--people`."""
    if people:
        return PeoplePictures(people, config["side"])
    rows = [row for row in read_photo_list() if row["split"] == "train" and row["black_and_white"] != "1"]
    return ExpertPictures(torch.stack([load_square(photos / row["file"], config["side"]) for row in rows]), config["drawn_styles"], config["seed"], config["faults"])
