"""Judges a CuDi student on photos it has never seen, as the product runs it, and prints the tables of the model card.

    python evaluate_cudi.py runs/cudi-student/checkpoint.pt --teacher runs/cudi-teacher/checkpoint.pt --photos DIR

Every photo is taken 256 px long under three exposures, changed in linear light and clipped as a camera clips. The maps come from
the fixed copy. "Anchored" counts them from the photo's own exposure, "in a grid" enlarges them along edges, "settled" asks
again for what the last answer missed. Halos are measured beside an edge of two greys. The figures of the manifest are written
beside the checkpoint as `quality.json`, all others as `tables.md`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from auto_exposure import find_auto_exposure
from color import linear_to_oklab, linear_to_srgb, luma, srgb_to_linear
from cudi import STUDENTS
from data import load_picture, read_photo_list, shrink_tensor, to_tensor
from expose import COPY_SIDE, SETTLING_RUNS, PhotoExposer, find_own_exposure, find_question
from grid import GridFit, slice_grid
from strokes import paint_ellipse
from train_cudi import load_teacher

EXPOSURES_EV = (-1.5, 0.0, 1.0)
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
COMPARED_LEVELS = (0.3, 0.5, 0.7)
"""Wanted means at which a student is compared with its teacher and hues are measured."""

HALVES = ((0.35, 0.65), (0.65, 0.35))
HALVES_TOLERANCE = 0.05
LONGEST_SIDE = 256
TEACHER_MULTIPLE = 8
"""The teacher halves sizes three times."""

BRIGHT = 0.05
"""Luma above which a pixel counts as more than noise."""

COLOURED = 0.04
"""Chroma in Oklab above which a pixel has a hue worth keeping."""

FORMS = {"plain": (False, False, 0), "anchored": (True, False, 0), "anchored, in a grid": (True, True, 0),
         "settled once": (True, True, 1), "settled": (True, True, SETTLING_RUNS)}
"""Ways to run a student: whether maps are anchored and lifted into a grid, and how often settled."""

STROKE_LEVELS = (0.35, 0.65)
"""What an ellipse in the middle of a photo is painted to."""

INSIDE = 0.95
"""Coverage from which a place counts as inside a stroke."""

STEP, STEP_SIDE = (30 / 255, 200 / 255), 240
"""Grey on the left and on the right of an edge that is looked at for halos, and the side of that picture."""

SHIPPED_FORM = "settled"
"""The form that the card describes and the manifest quotes."""

FIGURES = ("wanted", "means", "halves", "strokes", "ssim", "bright_ssim", "hue_shift", "auto")
"""What is measured of a photo; "auto" is means before and after, the change, and distances to the good photo before and after."""

COMMAND = "python models/recipe/evaluate_cudi.py CHECKPOINT --teacher CHECKPOINT --photos PHOTOS"


def load_student(checkpoint: Path):
    """The averaged student of a checkpoint."""
    saved = torch.load(checkpoint, map_location="cpu")
    student = STUDENTS[saved["config"]["student"]]()
    student.load_state_dict(saved["average"])
    return student.eval().requires_grad_(False)


def change_exposure(encoded: torch.Tensor, ev: float) -> torch.Tensor:
    """The picture as a camera would have taken it `ev` stops brighter, rounded to 8 bits."""
    return (linear_to_srgb((srgb_to_linear(encoded) * 2**ev).clamp(0, 1)) * 255).round() / 255


def measure_ssim(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Structural similarity of luma at every place, (N, 1, H - 10, W - 10).

    Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment", 2004: 11 x 11 Gaussian of 1.5, k1 = 0.01, k2 = 0.03.
    """
    weights = torch.exp(-0.5 * ((torch.arange(11.0) - 5) / 1.5) ** 2)
    weights = weights / weights.sum()

    def smooth(values: torch.Tensor) -> torch.Tensor:
        return F.conv2d(F.conv2d(values, weights.view(1, 1, 1, -1)), weights.view(1, 1, -1, 1))

    a, b = luma(first), luma(second)
    mean_a, mean_b = smooth(a), smooth(b)
    variance = smooth(a * a) + smooth(b * b) - mean_a**2 - mean_b**2
    covariance = smooth(a * b) - mean_a * mean_b
    return (2 * mean_a * mean_b + 1e-4) * (2 * covariance + 9e-4) / ((mean_a**2 + mean_b**2 + 1e-4) * (variance + 9e-4))


def measure_hue_shift(before: torch.Tensor, after: torch.Tensor) -> float:
    """Mean angle in degrees between hues in Oklab, over places coloured in both pictures; NaN without such places."""
    first, second = (linear_to_oklab(srgb_to_linear(picture))[:, 1:] for picture in (before, after))
    coloured = (first.norm(dim=1) > COLOURED) & (second.norm(dim=1) > COLOURED)
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    angle = torch.rad2deg(torch.atan2(cross, (first * second).sum(1))).abs()
    return float(angle[coloured].mean()) if coloured.any() else float("nan")


def load_photos(photos: Path, split: str) -> list:
    """Photos of a split, sides cut to what the teacher can halve."""
    pictures = [to_tensor(load_picture(photos / row["file"], LONGEST_SIDE)) for row in read_photo_list() if row["split"] == split]
    return [picture[..., : picture.shape[2] // TEACHER_MULTIPLE * TEACHER_MULTIPLE,
                    : picture.shape[3] // TEACHER_MULTIPLE * TEACHER_MULTIPLE] for picture in pictures]


def measure_halves(exposer: PhotoExposer) -> list:
    """Errors of the means of left and right half under maps that want two exposures."""
    picture = exposer.picture
    errors, middle = [], picture.shape[-1] // 2
    for left, right in HALVES:
        exposure = torch.full_like(picture[:, :1], left)
        exposure[..., middle:] = right
        after = exposer.expose(exposure)
        errors += [abs(float(after[..., :middle].mean()) - left), abs(float(after[..., middle:].mean()) - right)]
    return errors


def measure_strokes(exposer: PhotoExposer) -> list:
    """Errors of the means of a soft ellipse's inside that is painted to two exposures."""
    coverage = paint_ellipse(exposer.picture)
    inside = (coverage > INSIDE)[:, 0]
    results = (exposer.expose(torch.full_like(coverage, level), coverage).mean(1)[inside].mean() for level in STROKE_LEVELS)
    return [abs(float(mean) - level) for mean, level in zip(results, STROKE_LEVELS)]


def ask_teacher(teacher, picture: torch.Tensor) -> dict:
    """The teacher's pictures by level, asked for the same exposures that a student is asked for at first.

    A student is not asked for one mean everywhere but for one that keeps a share of the differences, so a teacher asked for one
    mean everywhere would be asked another question. The exposures are enlarged along edges, as a student's maps are.
    """
    copy = shrink_tensor(picture, COPY_SIDE)
    own, fit = find_own_exposure(copy), GridFit(copy)
    pictures = {}
    for level in COMPARED_LEVELS:
        asked, _ = find_question(copy, own, torch.full_like(own, level))
        pictures[level] = teacher(picture, slice_grid(fit.lift(asked), picture).clamp(0, 1)).clamp(0, 1)
    return pictures


@torch.no_grad()
def measure_halos(student) -> dict:
    """How far a change rises or falls beside an edge, in 8-bit levels, by how an exposure is wanted: left and right of it.

    Each side is of one grey, so that a change should be even there: a halo is the largest difference, down and up, of the half
    beside the edge from the mean of the half far from it.
    """
    picture = torch.full((1, 3, STEP_SIDE, STEP_SIDE), STEP[0])
    picture[..., STEP_SIDE // 2 :] = STEP[1]
    exposer = PhotoExposer(student, picture)
    results = {"auto": exposer.render(exposer.find_auto_maps(find_auto_exposure(exposer.copy, exposer.own_exposure))),
               "0.5": exposer.expose(torch.full_like(picture[:, :1], 0.5))}
    halos = {}
    for name, after in results.items():
        far_left, left, right, far_right = (after[0, 0] * 255).chunk(4, 1)
        halos[name] = [max((beside - far.mean()).flatten(), key=abs).item() for beside, far in ((left, far_left), (right, far_right))]
    return halos


def measure_exposer(exposer: PhotoExposer, taught: dict, good: torch.Tensor) -> dict:
    """All figures of a photo that is `good` as it was taken, as lists over wanted exposures; `taught` is the teacher's by level."""
    picture = exposer.picture
    is_bright = luma(picture)[..., 5:-5, 5:-5] > BRIGHT
    found = {figure: [] for figure in FIGURES}
    for level in LEVELS:
        after = exposer.expose(torch.full_like(picture[:, :1], level))
        found["wanted"].append(level)
        found["means"].append(float(after.mean()))
        if level in COMPARED_LEVELS:
            agreement = measure_ssim(after, taught[level])
            found["ssim"].append(float(agreement.mean()))
            found["bright_ssim"].append(float(agreement[is_bright].mean()) if is_bright.any() else float("nan"))
            found["hue_shift"].append(measure_hue_shift(picture, after))
    found["halves"] += measure_halves(exposer)
    found["strokes"] += measure_strokes(exposer)
    after = exposer.render(exposer.find_auto_maps(find_auto_exposure(exposer.copy, exposer.own_exposure)))
    found["auto"].append([float(figure) for figure in (picture.mean(), after.mean(), (after - picture).abs().mean(),
                                                       (picture - good).abs().mean(), (after - good).abs().mean())])
    return found


@torch.no_grad()
def measure(student, teacher, pictures: list, forms: dict) -> dict:
    """Figures by form and exposure, as lists over photos and wanted exposures."""
    parts = {name: {ev: [] for ev in EXPOSURES_EV} for name in forms}
    for ev in EXPOSURES_EV:
        for good in pictures:
            picture = change_exposure(good, ev)
            taught = ask_teacher(teacher, picture)
            for name, form in forms.items():
                parts[name][ev].append(measure_exposer(PhotoExposer(student, picture, *form), taught, good))
    return {name: {ev: join(photos) for ev, photos in by_exposure.items()} for name, by_exposure in parts.items()}


def summarise(found: dict) -> dict:
    """The figures of a table's row."""
    return {
        "correlation": float(np.corrcoef(found["wanted"], found["means"])[0, 1]),
        "mean error": float(np.abs(found["means"] - found["wanted"]).mean()),
        "halves error": float(found["halves"].mean()),
        "halves within": float((found["halves"] <= HALVES_TOLERANCE).mean()),
        "strokes within": float((found["strokes"] <= HALVES_TOLERANCE).mean()),
        "SSIM": float(found["ssim"].mean()),
        "SSIM bright": float(np.nanmean(found["bright_ssim"])),
        "hue shift": float(np.nanmean(found["hue_shift"])),
    }


def join(parts) -> dict:
    """Figures of several photos or exposures as one."""
    parts = list(parts)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def describe_tables(title: str, measured: dict) -> str:
    """A row for every form and exposure, and the means found for every wanted one."""
    lines = [f"**{title}**", "", "| Maps | Input EV | correlation | mean error | halves error | halves within 0.05 | strokes within 0.05 "
             "| SSIM | SSIM, luma > 0.05 | hue shift, degrees |", "| --- " * 10 + "|"]
    for form, by_exposure in measured.items():
        for label, found in [*((f"{ev:+g}", found) for ev, found in by_exposure.items()), ("all", join(by_exposure.values()))]:
            row = summarise(found)
            lines.append(f"| {form} | {label} | {row['correlation']:.3f} | {row['mean error']:.3f} | {row['halves error']:.3f} "
                         f"| {row['halves within']:.0%} | {row['strokes within']:.0%} | {row['SSIM']:.3f} | {row['SSIM bright']:.3f} "
                         f"| {row['hue shift']:.1f} |")
    lines += ["", "| Output mean for a wanted | " + " | ".join(f"{level}" for level in LEVELS) + " |", "| --- " * (len(LEVELS) + 1) + "|"]
    for form, by_exposure in measured.items():
        for ev, found in by_exposure.items():
            means = (found["means"][np.isclose(found["wanted"], level)].mean() for level in LEVELS)
            lines.append(f"| {form}, {ev:+g} EV | " + " | ".join(f"{mean:.3f}" for mean in means) + " |")
    lines += ["", "| Automatic, input EV | mean before | mean after | change, median | change, most | distance to the good photo before "
              "| after |", "| --- " * 7 + "|"]
    for form, by_exposure in measured.items():
        for ev, found in by_exposure.items():
            before, after, _, far, near = found["auto"].mean(0)
            changes = found["auto"][:, 2]
            lines.append(f"| {form}, {ev:+g} | {before:.3f} | {after:.3f} | {np.median(changes):.3f} | {changes.max():.3f} "
                         f"| {far:.3f} | {near:.3f} |")
    return "\n".join(lines) + "\n"


def describe_quality(found: dict, photos: str) -> list:
    """The figures that the manifest names."""
    row = summarise(found)
    named = (("correlation of output mean with wanted exposure", "correlation", "1", 3),
             ("mean absolute error of output mean", "mean error", "encoded sRGB, 0 to 1", 3),
             ("share of picture halves within 0.05 of their wanted means", "halves within", "1", 2),
             ("share of painted ellipses within 0.05 of their wanted means", "strokes within", "1", 2),
             ("mean SSIM of luma to the teacher", "SSIM", "1", 3), ("mean hue shift in Oklab", "hue shift", "degrees", 1))
    return [{"measure": measure, "value": round(row[name], digits), "unit": unit, "photos": photos, "command": COMMAND}
            for measure, name, unit, digits in named]


def describe_halos(halos: dict):
    """A table of the halos beside an edge, and the figures that the manifest names."""
    levels = [round(255 * grey) for grey in STEP]
    lines = [f"**Beside an edge between {levels[0]} and {levels[1]}**, largest difference from far away, in 8-bit levels\n",
             f"| Wanted | on {levels[0]} | on {levels[1]} |", "| --- | --- | --- |"]
    lines += [f"| {name} | {left:+.1f} | {right:+.1f} |" for name, (left, right) in halos.items()]
    figures = [{"measure": f"largest halo beside an edge, wanted {name}", "value": round(max(map(abs, sides)), 1), "unit": "8-bit levels",
                "photos": f"a step from {levels[0]} to {levels[1]}, maps anchored, in a grid and settled", "command": COMMAND}
               for name, sides in halos.items()]
    return "\n".join(lines) + "\n", figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--all-forms", action="store_true", help="also the forms that are not shipped")
    parser.add_argument("--every", type=int, default=1, help="only every n-th photo of a split; then nothing is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    student, teacher = load_student(arguments.checkpoint), load_teacher(arguments.teacher)
    forms = FORMS if arguments.all_forms else {SHIPPED_FORM: FORMS[SHIPPED_FORM]}
    quality, tables = [], []
    for split, title in (("held-out", "Held-out photos"), ("left-out", "Photos of left-out sources")):
        pictures = load_photos(arguments.photos, split)[:: arguments.every]
        measured = measure(student, teacher, pictures, forms)
        tables.append(describe_tables(f"{title} ({len(pictures)})", measured))
        print(tables[-1], flush=True)
        shipped, photos = measured[SHIPPED_FORM], f"{len(pictures)} {title.lower()}"
        quality += describe_quality(shipped[0.0], f"{photos} as they are, maps anchored, in a grid and settled")
        quality += describe_quality(join(shipped.values()), f"{photos} at -1.5, 0 and +1 EV, maps anchored, in a grid and settled")
    table, figures = describe_halos(measure_halos(student))
    print(table, flush=True)
    tables.append(table)
    quality += figures
    if arguments.every > 1:
        return
    (arguments.checkpoint.parent / "tables.md").write_text("\n".join(tables), encoding="utf-8")
    (arguments.checkpoint.parent / "quality.json").write_text(json.dumps(quality, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
