"""Trains CuDi: first the teacher, from photos alone, then the student, from the teacher.

    python train_cudi.py config/cudi_teacher.py --photos DIR --out runs/cudi-teacher
    python train_cudi.py config/cudi_student.py --photos DIR --out runs/cudi-student --teacher runs/cudi-teacher/checkpoint.pt

Stopped runs go on when their command is given again.
"""

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from color import srgb_to_linear
from csrnet import count_parameters
from cudi import TEACHERS, STUDENTS
from data import CropStore, load_picture, read_photo_list, to_tensor
from degrade import apply_faults, draw_faults, move_faults, round_to_8_bits
from loop import Run, read_config, train

BYTE_TO_LINEAR = srgb_to_linear(torch.arange(256) / 255)
LOW, HIGH = 0.2, 0.8
"""Range of wanted local means."""


def cut_crops(config: dict, photos: Path) -> CropStore:
    """Crops of all training photos: an exposure control needs no finished ones."""
    rows = [row for row in read_photo_list() if row["split"] == "train"]
    pictures = ((load_picture(photos / row["file"]), None) for row in rows)
    return CropStore(pictures, config["side"], 1, config["crops_per_photo"], config["seed"])


def draw_exposures(count: int, side: int, generator: torch.Generator) -> Tensor:
    """Maps of wanted means (N, 1, side, side): half constant, a quarter with a rectangle, a quarter with a ramp."""
    first, second = (LOW + (HIGH - LOW) * torch.rand(2, count, 1, 1, 1, generator=generator)).unbind(0)
    chance = torch.rand(count, 1, 1, 1, generator=generator)
    place = torch.arange(side).float() + 0.5
    edges = torch.rand(count, 2, 2, generator=generator) * side
    low, high = edges.amin(2), edges.amax(2)
    inside = [((place >= low[:, axis, None]) & (place < high[:, axis, None])).float() for axis in (0, 1)]
    rectangle = (inside[0][:, :, None] * inside[1][:, None, :])[:, None]
    ramp = (place / side).expand(count, 1, side, side)
    is_upright = torch.rand(count, 1, 1, 1, generator=generator) < 0.5
    ramp = torch.where(is_upright, ramp.transpose(2, 3), ramp)
    share = torch.where(chance < 0.5, torch.zeros_like(ramp), torch.where(chance < 0.75, rectangle, ramp))
    return first + share * (second - first)


def make_inputs(store: CropStore, config: dict, generator: torch.Generator):
    """Faulty crops (N, 3, side, side), encoded, and exposure maps for them."""
    device, count, side = store.copies.device, config["samples"], config["side"]
    crops = torch.randint(len(store), (count,), generator=generator).to(device)
    linear = BYTE_TO_LINEAR.to(device)[store.copies[crops].long()]
    faults = move_faults(draw_faults(count, generator, config["faults"]), device)
    faulty = round_to_8_bits(apply_faults(linear, faults)).unflatten(2, (side, side))
    return faulty, draw_exposures(count, side, generator).to(device)


def measure_structure(before: Tensor, after: Tensor) -> Tensor:
    """Change of the differences between neighbouring 4 x 4 means, as in Zero-DCE."""
    means = [F.avg_pool2d(picture.mean(1, keepdim=True), 4) for picture in (before, after)]
    return sum(2 * ((means[0].diff(dim=axis) - means[1].diff(dim=axis)) ** 2).mean() for axis in (2, 3))


def measure_roughness(curves: Tensor) -> Tensor:
    """Total variation, squared, of curve maps."""
    return sum((curves.diff(dim=axis) ** 2).mean() for axis in (2, 3))


def measure_chromaticity(before: Tensor, after: Tensor) -> Tensor:
    """Change of r, g, b over their sum; nearly black pixels count less."""
    first, second = (picture / (picture.sum(1, keepdim=True) + 0.05) for picture in (before, after))
    return ((first - second) ** 2).mean()


def measure_teacher(teacher, picture: Tensor, exposure: Tensor, config: dict) -> Tensor:
    """The self-supervised loss of a teacher, without any retouched picture."""
    curves = teacher.find_curves(picture, exposure)
    after = teacher.bend(picture, curves)
    grey = after.mean(1, keepdim=True)
    roughness = config["curve_weight"] * measure_roughness(curves)
    if config["losses"] == "published":
        held = (F.avg_pool2d(grey, 16) - F.avg_pool2d(exposure, 16)).abs().mean()
        red, green, blue = after.mean((2, 3)).unbind(1)
        colour = ((red - green) ** 2 + (red - blue) ** 2 + (green - blue) ** 2).mean()
        return 10 * held + measure_structure(picture, after) + 5 * colour + roughness
    window = picture.shape[-1] // 2
    held = 0.6 * ((F.avg_pool2d(grey, window, window // 4) - F.avg_pool2d(exposure, window, window // 4)) ** 2).mean()
    held = held + ((grey.mean((2, 3)) - exposure.mean((2, 3))) ** 2).mean()
    return 10 * held + measure_structure(picture, after) + 20 * measure_chromaticity(picture, after) + roughness


def make_measure(store: CropStore, config: dict, teacher=None):
    """The loss of a fresh batch: of a teacher when there is no other one to learn from, else of a student."""
    def measure(network, generator):
        picture, exposure = make_inputs(store, config, generator)
        if teacher is None:
            return measure_teacher(network, picture, exposure, config)
        with torch.no_grad():
            wanted = teacher(picture, exposure)
        return (network(picture, exposure) - wanted).abs().mean()

    return measure


@torch.no_grad()
def judge(network, pictures: list, teacher=None) -> dict:
    """How well output means follow wanted ones, how far two halves are from theirs, and the agreement with a teacher."""
    wanted, found, agreement, halves = [], [], [], []
    for picture in pictures:
        for level in (0.2, 0.35, 0.5, 0.65, 0.8):
            exposure = torch.full_like(picture[:, :1], level)
            after = network(picture, exposure).clamp(0, 1)
            wanted.append(level)
            found.append(float(after.mean()))
            if teacher is not None:
                agreement.append(float((after - teacher(picture, exposure).clamp(0, 1)).abs().mean()))
        exposure = torch.full_like(picture[:, :1], 0.35)
        middle = picture.shape[-1] // 2
        exposure[..., middle:] = 0.65
        after = network(picture, exposure).clamp(0, 1)
        halves += [abs(float(after[..., :middle].mean()) - 0.35), abs(float(after[..., middle:].mean()) - 0.65)]
    scores = {"correlation": float(np.corrcoef(wanted, found)[0, 1]), "halves_error": float(np.mean(halves)),
              "mean_error": float(np.abs(np.array(wanted) - np.array(found)).mean())}
    return scores | ({"teacher_difference": float(np.mean(agreement))} if agreement else {})


def load_judged(photos: Path, count: int = 12) -> list:
    """Held-out photos, 256 px long, cut to multiples of 16 pixels."""
    rows = [row for row in read_photo_list() if row["split"] == "held-out" and row["tier"] != "A3"][:count]
    pictures = [to_tensor(load_picture(photos / row["file"], 256)) for row in rows]
    return [picture[..., : picture.shape[2] // 16 * 16, : picture.shape[3] // 16 * 16] for picture in pictures]


def load_teacher(checkpoint: Path):
    """The averaged teacher of a checkpoint, frozen."""
    saved = torch.load(checkpoint, map_location="cpu")
    teacher = TEACHERS[saved["config"]["teacher"]]()
    teacher.load_state_dict(saved["average"])
    return teacher.eval().requires_grad_(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, help="checkpoint to learn from; needed for a student, refused for a teacher")
    arguments = parser.parse_intermixed_args()
    config = read_config(arguments.config, arguments.changes)
    if ("student" in config) != (arguments.teacher is not None):
        parser.error("a student needs --teacher, a teacher takes none")
    torch.set_num_threads(config["threads"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    kind = TEACHERS[config["teacher"]] if "teacher" in config else STUDENTS[config["student"]]
    teacher = load_teacher(arguments.teacher).to(device) if arguments.teacher else None
    store = cut_crops(config, arguments.photos).to(device)
    run = Run(config, arguments.out, device, kind)
    print(f"{count_parameters(run.network)} parameters on {device}, {len(store)} crops", flush=True)
    pictures = [picture.to(device) for picture in load_judged(arguments.photos)]
    train(run, make_measure(store, config, teacher), lambda network: judge(copy.deepcopy(network).eval(), pictures, teacher))


if __name__ == "__main__":
    main()
