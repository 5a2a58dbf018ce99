"""Refines a CuDi student as it is run: on the copy, counted from the photo's own exposure, inside the limits.

    python refine_cudi.py config/cudi_refined.py --photos DIR --out runs/cudi-refined --teacher runs/cudi-teacher/checkpoint.pt \\
        --student runs/cudi-student/checkpoint.pt

A student that only follows its teacher learns on crops a quarter of the size it will see, leaves white where curves leave it,
and meets the mean of a whole picture better than those of its parts. Here it is also held to the means of regions. Stopped
runs go on when their command is given again.
"""

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from csrnet import count_parameters
from cudi import STUDENTS
from data import CropStore
from degrade import apply_faults, draw_faults, move_faults, round_to_8_bits
from expose import ASKED_LIMITS, PhotoExposer, blur, find_counted, find_own_exposure, find_question, find_support
from loop import Run, read_config, train
from train_cudi import BYTE_TO_LINEAR, cut_crops, load_judged, load_teacher

REDUCTION = 2
"""Pixels of a crop to one of its copy, along each side."""

STROKE_SIGMA = 3.0
"""Blur of a stroke's coverage, in pixels of the copy."""

BURNT_EV = (0.5, 1.5)
"""Over-exposure that clips, of a share of the crops."""


def draw_regions(count: int, side: int, kinds: dict, generator: torch.Generator):
    """Wanted exposures and where they are wanted.

    Returns:
        wanted (N, 1, side, side), in `ASKED_LIMITS`; coverage (N, 1, side, side), 1 but outside strokes;
        regions (N, 2, side, side), weights of the parts whose means count, the second one empty where one exposure is wanted.
    """
    def uniform(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=generator)

    place = (torch.arange(side).float() + 0.5) / side
    bounds = np.cumsum(list(kinds.values()))
    wanted, coverage, regions = [], [], []
    for _ in range(count):
        first, second = ASKED_LIMITS[0] + (ASKED_LIMITS[1] - ASKED_LIMITS[0]) * uniform(2)
        chance = float(uniform(1))
        kind = next((name for name, bound in zip(kinds, bounds) if chance < bound), "whole")
        across = uniform(1) < 0.5
        inside = torch.zeros(side, side)
        if kind == "halves":
            inside = (place < 0.3 + 0.4 * uniform(1)).float().expand(side, side)
        elif kind == "ramp":
            inside = place.expand(side, side)
        elif kind in ("rectangle", "stroke"):
            length, start = 0.25 + 0.4 * uniform(2), uniform(2)
            start = start * (1 - length)
            rows, columns = ((place >= start[axis]) & (place < start[axis] + length[axis]) for axis in (0, 1))
            inside = (rows[:, None] & columns[None]).float()
        inside = inside.T if across else inside
        if kind == "stroke":
            inside = blur(inside[None, None], STROKE_SIGMA)[0, 0]
        wanted.append(torch.full((side, side), float(first)) if kind == "stroke" else second + inside * (first - second))
        coverage.append(inside if kind == "stroke" else torch.ones(side, side))
        parts = torch.stack([1 - inside, inside])
        regions.append((parts > 0.5).float() if kind == "ramp" else parts)
    return torch.stack(wanted)[:, None], torch.stack(coverage)[:, None], torch.stack(regions)


def average_regions(values: Tensor, regions: Tensor) -> Tensor:
    """Means (N, 2) of (N, 1, side, side) over regions (N, 2, side, side)."""
    return (values * regions).sum((2, 3)) / regions.sum((2, 3)).clamp_min(1)


def make_target(after: Tensor, wanted: Tensor, regions: Tensor) -> Tensor:
    """The teacher's picture, darkened in each region that came out brighter than wanted: its curves cannot move white."""
    means = after.mean(1, keepdim=True)
    excess = (average_regions(wanted, regions) / average_regions(means, regions).clamp_min(1e-3)).clamp_max(1)
    share = regions / regions.sum(1, keepdim=True).clamp_min(1e-6)
    return after * (share * excess[:, :, None, None]).sum(1, keepdim=True)


def expose_copies(student, copies: Tensor, own_exposure: Tensor, exposure: Tensor) -> Tensor:
    """Copies (N, 3, side, side) brought to exposures as the product does before it lifts maps into a grid."""
    both = student.find_maps(torch.cat([torch.cat([copies, copies]), torch.cat([exposure, own_exposure])], 1))
    maps = student.limit(student.anchor(*both.chunk(2)), copies)
    return student.apply_maps(copies, maps).clamp(0, 1)


def ask_for_regions(copies: Tensor, own_exposure: Tensor, wanted: Tensor, coverage: Tensor):
    """Exposures to ask a network for, and means that are to come out, both (N, 1, side, side), as the product asks for them."""
    questions = []
    for copy, own, want, covered in zip(copies.split(1), own_exposure.split(1), wanted.split(1), coverage.split(1)):
        is_stroke = bool((covered < 1).any())
        parts = (find_support(covered), find_counted(covered)) if is_stroke else ()
        questions.append(find_question(copy, own, want, *parts))
    asked, goal = (torch.cat(parts) for parts in zip(*questions))
    return asked.clamp(0, 1), goal


def make_measure(store: CropStore, config: dict, teacher):
    """The loss of a fresh batch: distance to the teacher's pictures, and of the means of regions from those wanted."""
    side = config["side"] // REDUCTION

    def measure(student, generator):
        device, count = store.copies.device, config["samples"]
        crops = torch.randint(len(store), (count,), generator=generator).to(device)
        linear = BYTE_TO_LINEAR.to(device)[store.copies[crops].long()]
        chance, ev = torch.rand(2, count, 1, 1, generator=generator).to(device)
        ev = (chance < config["burnt"]) * (BURNT_EV[0] + (BURNT_EV[1] - BURNT_EV[0]) * ev)
        linear = (linear * 2**ev).clamp_max(1)
        faults = move_faults(draw_faults(count, generator, config["faults"]), device)
        pictures = round_to_8_bits(apply_faults(linear, faults)).unflatten(2, (config["side"], config["side"]))
        copies = F.avg_pool2d(pictures, REDUCTION)
        own = find_own_exposure(copies)
        wanted, coverage, regions = (part.to(device) for part in draw_regions(count, side, config["kinds"], generator))
        asked, goal = ask_for_regions(copies, own, wanted, coverage)
        with torch.no_grad():
            after = teacher(pictures, asked.repeat_interleave(REDUCTION, 2).repeat_interleave(REDUCTION, 3)).clamp(0, 1)
            target = make_target(F.avg_pool2d(after, REDUCTION), goal, regions)
        exposed = expose_copies(student, copies, own, asked)
        missing = average_regions(coverage * (exposed.mean(1, keepdim=True) - goal), regions) * (regions.sum((2, 3)) > 0)
        return (coverage * (exposed - target)).abs().mean() + config["mean_weight"] * missing.abs().mean()

    return measure


@torch.no_grad()
def judge(student, pictures: list) -> dict:
    """How well means follow wanted ones, and how far two halves are from theirs, as photos are run but for grid and settling."""
    wanted, found, halves = [], [], []
    for picture in pictures:
        exposer = PhotoExposer(student, picture, is_lifted=False, settling_runs=0)
        for level in (0.2, 0.35, 0.5, 0.65, 0.8):
            wanted.append(level)
            found.append(float(exposer.expose(torch.full_like(picture[:, :1], level)).mean()))
        exposure = torch.full_like(picture[:, :1], 0.35)
        middle = picture.shape[-1] // 2
        exposure[..., middle:] = 0.65
        after = exposer.expose(exposure)
        halves += [abs(float(after[..., :middle].mean()) - 0.35), abs(float(after[..., middle:].mean()) - 0.65)]
    return {"correlation": float(np.corrcoef(wanted, found)[0, 1]), "halves_error": float(np.mean(halves)),
            "mean_error": float(np.abs(np.array(wanted) - np.array(found)).mean())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--student", type=Path, required=True, help="checkpoint to start from")
    arguments = parser.parse_intermixed_args()
    config = read_config(arguments.config, arguments.changes)
    torch.set_num_threads(config["threads"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    store = cut_crops(config, arguments.photos).to(device)
    run = Run(config, arguments.out, device, STUDENTS[config["student"]])
    if run.step == 0:
        started = torch.load(arguments.student, map_location=device)["average"]
        run.network.load_state_dict(started)
        run.average.load_state_dict(started)
    print(f"{count_parameters(run.network)} parameters on {device}, {len(store)} crops", flush=True)
    pictures = [picture.to(device) for picture in load_judged(arguments.photos)]
    train(run, make_measure(store, config, load_teacher(arguments.teacher).to(device)),
          lambda network: judge(copy.deepcopy(network).eval(), pictures))


if __name__ == "__main__":
    main()
