"""Synthetic experts: what each does to a finished photo, as a recipe of the product's operations and habits that look at the photo.

An expert is a dictionary: `name`, `operations` (see operations.py), `habits`, which come first and are turned into operations
by what the photo is like (`find_habit_numbers`). A drawn one may also have `touches` (see drawn_touches.py), then `lut`, a coarse cube of
colours. `draw_expert` draws one of an endless stream; the fixed ones stand in pienet_experts.json, which `freeze_experts.py` writes.
"""

import json

import torch
import torch.nn.functional as F
from torch import Tensor

from color import ciede2000, luma, srgb_to_cielab
from data import HERE
from drawn_touches import apply_touches, draw_touch, make_typical_colours
from operations import apply_contrast, apply_exposure, apply_recipe, apply_saturation

EXPERTS_FILE = HERE / "pienet_experts.json"
NODES = 17
"""Nodes an edge of the LUTs that stand for drawn experts in training; the fixed ones are applied as they are."""
WEAKEST, STRONGEST = 4.5, 12.5
"""Mean CIEDE2000 of typical colours between which drawn experts are held."""
BAND_NAMES = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")


def load_experts() -> dict:
    """The frozen experts: lists `known` (in training's stream too) and `unseen` (kinds that never are)."""
    return json.loads(EXPERTS_FILE.read_text(encoding="utf-8"))


def find_habit_numbers(habits: dict, pixels: Tensor) -> dict:
    """What habits make of photos by their pixels (N, 3, P): `ev`, `contrast` and `saturation`, each (N, 1, 1).

    A habit has `towards`, the mean luma, spread of luma or mean chroma it likes, and `share`, how far it goes there;
    `only` may be "up" or "down".
    """
    grey = luma(pixels)
    signals = {"exposure": grey.mean(2, keepdim=True), "contrast": grey.std(2, keepdim=True),
               "saturation": (pixels.amax(1, keepdim=True) - pixels.amin(1, keepdim=True)).mean(2, keepdim=True)}
    wishes = {}
    for name, habit in habits.items():
        wish = habit["share"] * (habit["towards"] - signals[name]) / habit["towards"]
        wish = wish.clamp_min(0) if habit.get("only") == "up" else wish.clamp_max(0) if habit.get("only") == "down" else wish
        wishes[name] = wish
    found = {}
    if "exposure" in wishes:
        found["ev"] = (2.2 * wishes["exposure"]).clamp(-1.5, 1.5)
    for name in ("contrast", "saturation"):
        if name in wishes:
            found[name] = (1 + wishes[name]).clamp(0.5, 1.7)
    return found


def follow_habits(encoded: Tensor, numbers: dict) -> Tensor:
    """Applies the numbers of `find_habit_numbers` to pixels of the same photos; contrast turns about middle grey."""
    x = encoded
    if "ev" in numbers:
        x = apply_exposure(x, numbers["ev"])
    if "contrast" in numbers:
        x = apply_contrast(x, numbers["contrast"], 0.45)
    if "saturation" in numbers:
        x = apply_saturation(x, numbers["saturation"], "luma")
    return x.clamp(0, 1)


def apply_expert(expert: dict, encoded: Tensor, seen: Tensor = None) -> Tensor:
    """An expert's rendering of finished photos (N, 3, P); `seen` are pixels that stand for the whole photos."""
    numbers = find_habit_numbers(expert.get("habits", {}), encoded if seen is None else seen)
    result = apply_touches(apply_recipe(follow_habits(encoded, numbers), expert["operations"]), expert.get("touches", ()))
    return read_luts(expert["lut"].expand(len(result), -1, -1, -1, -1), result).clamp(0, 1) if "lut" in expert else result


def make_nodes(size: int = NODES) -> Tensor:
    """Nodes of a LUT, (1, 3, size ** 3), blue slowest and red fastest."""
    axis = torch.linspace(0, 1, size)
    blue, green, red = torch.meshgrid(axis, axis, axis, indexing="ij")
    return torch.stack([red, green, blue]).reshape(1, 3, -1)


def bake_expert(expert: dict) -> Tensor:
    """All that an expert does beside its habits as a LUT (3, NODES, NODES, NODES)."""
    return apply_expert(expert | {"habits": {}}, make_nodes()).view(3, NODES, NODES, NODES)


def bake_drawn_expert(expert: dict) -> Tensor:
    """The LUT of a drawn expert, weakened or strengthened until it is between `WEAKEST` and `STRONGEST`, by half or by 1.8 at most.

    What is black and white, or does nothing but follow habits, stays as it is.
    """
    lut, typical = bake_expert(expert), make_typical_colours()
    distance = float(ciede2000(srgb_to_cielab(read_luts(lut[None], typical)), srgb_to_cielab(typical)).mean())
    if expert["monochrome"] or distance < 0.5:
        return lut
    factor = min(1.8, max(0.5, min(STRONGEST, max(WEAKEST, distance)) / distance))
    nodes = make_nodes().view_as(lut)
    return (nodes + factor * (lut - nodes)).clamp(0, 1)


def read_luts(luts: Tensor, encoded: Tensor) -> Tensor:
    """Applies LUTs (N, 3, S, S, S) to pixels (N, 3, P), trilinear."""
    places = encoded.transpose(1, 2)[:, None, None] * 2 - 1
    return F.grid_sample(luts, places, mode="bilinear", padding_mode="border", align_corners=True)[:, :, 0, 0]


class Dice:
    """Draws of single numbers from a generator."""

    def __init__(self, generator: torch.Generator):
        self.generator = generator

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * float(torch.rand(1, generator=self.generator))

    def normal(self, scale: float) -> float:
        return scale * max(-2.5, min(2.5, float(torch.randn(1, generator=self.generator))))

    def happens(self, probability: float) -> bool:
        return self.uniform(0, 1) < probability

    def choose(self, items):
        return items[int(self.uniform(0, len(items) - 1e-6))]


def draw_curve(dice: Dice) -> dict:
    """A master curve: an S or its opposite about a pivot, with lifted blacks or lowered whites at times."""
    pivot, bend = dice.uniform(0.35, 0.6), dice.normal(0.075)
    black = dice.uniform(0, 0.14) if dice.happens(0.35) else 0.0
    white = 1 - dice.uniform(0, 0.12) if dice.happens(0.3) else 1.0
    middle = pivot + dice.normal(0.05)
    points = [[0, black], [pivot / 2, max(black + 0.02, middle / 2 - bend + black / 2)], [pivot, middle],
              [(1 + pivot) / 2, min(white - 0.01, (1 + middle) / 2 + bend)], [1, white]]
    heights = sorted(min(1.0, max(0.0, height)) for _, height in points)
    mode = "rgb" if dice.happens(0.8) else "hue-preserving"
    return {"op": "toneCurve", "points": [[x, height] for (x, _), height in zip(points, heights)], "mode": mode}


def draw_grade(dice: Dice, most: float) -> dict:
    """Colour grading of one to three zones; opposed hues in shadows and highlights are frequent, as they are with people."""
    hue = dice.uniform(0, 360)
    zones = {"shadows": hue, "highlights": (hue + 180 + dice.normal(30)) % 360, "midtones": dice.uniform(0, 360)}
    chosen = [name for name in zones if dice.happens({"shadows": 0.75, "highlights": 0.7, "midtones": 0.25}[name])] or ["shadows"]
    grade = {name: {"hue": zones[name], "amount": dice.uniform(0.05, most), "lightness": dice.normal(0.15)} for name in chosen}
    return {"op": "colorGrade", **grade, "balance": dice.normal(0.25)}


def draw_lut(dice: Dice) -> Tensor:
    """A LUT (1, 3, S, S, S) of two to four nodes an edge, each moved by chance: what films and hasty profiles do to colours.

    All channels share a part of each move.
    """
    size, reach = 2 + int(dice.uniform(0, 3)), dice.uniform(0.02, 0.11)
    moves = reach * torch.randn(1, 3, size, size, size, generator=dice.generator).clamp(-2, 2)
    moves = moves + reach * 0.5 * torch.randn(1, 1, size, size, size, generator=dice.generator).clamp(-2, 2)
    return (make_nodes(size).view(1, 3, size, size, size) + moves).clamp(0, 1)


def draw_bands(dice: Dice) -> dict:
    """Changes to some bands of hue, few more often than many."""
    count = 1 + int(dice.uniform(0, 1) ** 1.5 * 9)
    names = {dice.choose(BAND_NAMES) for _ in range(count)}
    return {"op": "hsl", **{name: {"hue": max(-30, min(30, dice.normal(13))), "chroma": max(-1, min(1, dice.normal(0.4))),
                                   "lightness": max(-1, min(1, dice.normal(0.3)))} for name in names}}


TOUCH_CHANCES = {"tones": 0.22, "channels": 0.12, "hues": 0.22, "chroma": 0.12, "tint": 0.25}


def draw_expert(generator: torch.Generator) -> dict:
    """Draws an expert of the stream: a few operations of random strength; some black and white, some with habits, few neutral."""
    dice = Dice(generator)
    if dice.happens(0.04):
        return {"operations": [], "habits": {}, "monochrome": False}
    operations, habits = [], {}
    if dice.happens(0.3):
        kinds = {"exposure": (dice.uniform(0.3, 0.55), dice.uniform(0.4, 1)), "contrast": (dice.uniform(0.15, 0.28), dice.uniform(0.4, 1)),
                 "saturation": (dice.uniform(0.08, 0.35), dice.uniform(0.3, 0.9))}
        for name in [dice.choose(list(kinds))] + ([dice.choose(list(kinds))] if dice.happens(0.3) else []):
            towards, share = kinds[name]
            habits[name] = {"towards": towards, "share": share} | ({"only": dice.choose(("up", "down"))} if dice.happens(0.5) else {})
    if dice.happens(0.45):
        mired = max(40.0, min(199.0, 1e6 / 6500 + dice.normal(24)))
        operations.append({"op": "whiteBalance", "temperature": 1e6 / mired, "tint": dice.normal(14)})
    if dice.happens(0.4):
        operations.append({"op": "exposure", "ev": dice.normal(0.55)})
    if dice.happens(0.35):
        operations.append({"op": "tone", **{name: max(-1, min(1, dice.normal(0.45))) for name in ("highlights", "shadows", "whites", "blacks")}})
    if dice.happens(0.65):
        operations.append(draw_curve(dice))
    is_monochrome = dice.happens(0.09)
    if is_monochrome:
        weights = {name: max(-1, min(1, dice.normal(0.35))) for name in BAND_NAMES if dice.happens(0.4)}
        operations.append({"op": "blackWhite", **weights})
    else:
        if dice.happens(0.3):
            operations.append(draw_bands(dice))
        if dice.happens(0.45):
            gain = 2 ** dice.normal(0.55) if dice.happens(0.8) else dice.uniform(0.1, 0.6)
            operations.append({"op": "saturation", "gain": gain, "axis": "oklab"})
        if dice.happens(0.25):
            operations.append({"op": "vibrance", "amount": max(-1, min(1, dice.normal(0.5)))})
    if dice.happens(0.4):
        operations.append(draw_grade(dice, 0.75 if is_monochrome else 0.6))
        is_monochrome = False
    expert = {"operations": operations, "habits": habits, "monochrome": is_monochrome}
    if is_monochrome:
        return expert
    touches = [draw_touch(kind, generator) for kind, chance in TOUCH_CHANCES.items() if dice.happens(chance)]
    return expert | {"touches": touches} | ({"lut": draw_lut(dice)} if dice.happens(0.15) else {})


def scale_expert(expert: dict, factor: float) -> dict:
    """The expert with every operation at `factor` of its strength, and habits of that share."""
    operations = [operation | {"strength": round(operation.get("strength", 1) * factor, 4)} for operation in expert["operations"]]
    habits = {name: habit | {"share": round(habit["share"] * factor, 4)} for name, habit in expert.get("habits", {}).items()}
    return expert | {"operations": operations, "habits": habits}


def is_monochrome(expert: dict) -> bool:
    """Whether nothing but greys comes out: black and white that no operation tints afterwards."""
    names = [operation["op"] for operation in expert["operations"]]
    if "blackWhite" not in names or expert["operations"][names.index("blackWhite")].get("strength", 1) != 1:
        return False
    return not any(
        operation["op"] == "colorGrade" and any(operation.get(zone, {}).get("amount") for zone in ("shadows", "midtones", "highlights"))
        or operation["op"] == "whiteBalance" or any(f"{channel}Points" in operation for channel in ("red", "green", "blue"))
        for operation in expert["operations"][names.index("blackWhite"):])
