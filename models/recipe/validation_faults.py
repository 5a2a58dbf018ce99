"""Frozen faults for validation, of another family than training's.

Training draws from `degrade.py`; judging by the same family would only say that a network undoes its own curves. Here
exposure is Schlick's rational bias, contrast his gain, casts are gains and gammas of the encoded channels, and a rendition
maps tone through a logarithm. The drawn numbers are a committed file, so every run is judged on the same pictures:

    python validation_faults.py --photos DIR      # draws validation_faults.json anew

The strength is one factor for all, chosen so that the faulty held-out photos have 18.7 dB on average.
"""

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor

from color import psnr
from data import HERE, is_left_alone, load_picture, read_photo_list, to_tensor
from degrade import round_to_8_bits

FAULTS_FILE = HERE / "validation_faults.json"
FAULTS_PER_PHOTO = 3
TARGET_PSNR = 18.7
LONGEST_SIDE = 256


def draw_fault(generator: torch.Generator) -> dict:
    """One fault of full strength, every number zero where it does nothing."""
    def normal(scale: float) -> float:
        return float(torch.randn(1, generator=generator).clamp(-2, 2)) * scale

    def uniform(low: float, high: float, probability: float = 1.0) -> float:
        drawn, chance = torch.rand(2, generator=generator).tolist()
        return low + (high - low) * drawn if chance < probability else 0.0

    warmth, tint = normal(0.07), normal(0.025)
    return {
        "bias": uniform(-1.1, 0.3, 0.9),  # log2 of what happens to the value 0.5; < 0 darkens
        "gain": uniform(-0.5, 0.15, 0.6),  # < 0 flattens the middle
        "log_tone": uniform(0.2, 1.0, 0.25),  # share of a logarithmic, camera-like rendition
        "channel_gain": [warmth, tint, -warmth],
        "channel_gamma": [normal(0.04) for _ in range(3)],
        "saturation": uniform(-0.6, 0.15, 0.65),
        "floor": [uniform(0.0, 0.09, 0.4) for _ in range(3)],
        "ceiling": uniform(0.0, 0.2, 0.35),
    }


def apply_fault(encoded: Tensor, fault: dict, strength: float) -> Tensor:
    """Applies a fault to an encoded picture (1, 3, H, W); the result is rounded to 8 bits."""
    def column(values) -> Tensor:
        return encoded.new_tensor(values).view(1, 3, 1, 1) * strength

    value = (encoded * torch.exp2(column(fault["channel_gain"]))).clamp(0, 1)
    value = value.clamp_min(1e-6) ** torch.exp2(column(fault["channel_gamma"]))
    value = bend_by_bias(value, 0.5 * 2 ** (fault["bias"] * strength))
    grey = value.mean(1, keepdim=True)
    value = (grey + (value - grey) * (1 + fault["saturation"] * strength)).clamp(0, 1)
    lower, upper = value.clamp_max(0.5) * 2, (value.clamp_min(0.5) - 0.5) * 2
    slope = 0.5 * 2 ** (fault["gain"] * strength)
    value = bend_by_bias(lower, slope) / 2 * (value < 0.5) + (0.5 + bend_by_bias(upper, 1 - slope) / 2) * (value >= 0.5)
    share = fault["log_tone"] * strength
    value = value + share * (torch.log1p(6 * value) / torch.log(value.new_tensor(7.0)) - value) * 0.5
    floor = column(fault["floor"])
    value = floor + value * (1 - floor - fault["ceiling"] * strength)
    return round_to_8_bits(value.clamp(0, 1))


def bend_by_bias(value: Tensor, middle: float) -> Tensor:
    """Schlick's bias: a rational curve through (0, 0), (0.5, middle), (1, 1) (Graphics Gems IV, 1994)."""
    middle = min(0.95, max(0.05, middle))
    return value / ((1 / middle - 2) * (1 - value) + 1)


def list_validation_rows(split: str) -> list:
    """Photos of a split on which faults are judged: finished colour photos (tiers A1 and A2), none that is left alone."""
    return [row for row in read_photo_list() if row["split"] == split and row["tier"] in ("A1", "A2") and not is_left_alone(row)]


def load_frozen_faults() -> dict:
    """The committed faults: `strength`, and for each file a list of faults."""
    return json.loads(FAULTS_FILE.read_text(encoding="utf-8"))


def make_pairs(photos: Path, split: str):
    """Yields (file, faulty, good) of the frozen faults, 256 px long, encoded, shape (1, 3, H, W)."""
    frozen = load_frozen_faults()
    for row in list_validation_rows(split):
        good = to_tensor(load_picture(photos / row["file"], LONGEST_SIDE))
        for fault in frozen["faults"][row["file"]]:
            yield row["file"], apply_fault(good, fault, frozen["strength"]), good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    generator = torch.Generator().manual_seed(arguments.seed)
    rows = list_validation_rows("held-out") + list_validation_rows("left-out")
    faults = {row["file"]: [draw_fault(generator) for _ in range(FAULTS_PER_PHOTO)] for row in rows}
    held_out = [(to_tensor(load_picture(arguments.photos / row["file"], LONGEST_SIDE)), faults[row["file"]])
                for row in list_validation_rows("held-out")]

    def mean_psnr(strength: float) -> float:
        values = [psnr(apply_fault(good, fault, strength), good) for good, drawn in held_out for fault in drawn]
        return sum(values) / len(values)

    low, high = 0.2, 2.0
    for _ in range(12):  # halves the interval; the mean falls as the strength grows
        middle = (low + high) / 2
        low, high = (middle, high) if mean_psnr(middle) > TARGET_PSNR else (low, middle)
    strength = round((low + high) / 2, 3)
    frozen = {"seed": arguments.seed, "strength": strength, "faults": round_numbers(faults)}
    FAULTS_FILE.write_text(json.dumps(frozen, indent=None, separators=(",", ":")).replace("]],", "]],\n") + "\n", encoding="utf-8")
    print(f"{len(rows)} photos, strength {strength}, held-out photos {mean_psnr(strength):.2f} dB")


def round_numbers(value):
    """Rounds every number of nested lists and dictionaries to four decimals."""
    if isinstance(value, dict):
        return {key: round_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [round_numbers(item) for item in value]
    return round(value, 4)


if __name__ == "__main__":
    main()
