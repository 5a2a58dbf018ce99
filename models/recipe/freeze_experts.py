"""Brings the fixed experts to the strength of a style worth learning and writes them to pienet_experts.json.

    python freeze_experts.py --photos DIR

Each is scaled until its rendering of the training photos is about `TARGET` CIEDE2000 from the photos on average; black and
white, which is what it is or nothing, stays at its own 13. "Known" ones are of kinds that training's stream has, and are mixed into it; "unseen" ones are made of
kinds it never draws: curves of single channels, gains of encoded channels, levels, one band of hue left alone.
"""

import argparse
import json
from pathlib import Path

import torch

from color import ciede2000, srgb_to_cielab
from data import load_picture, read_photo_list, sample_pixels, to_tensor
from experts import EXPERTS_FILE, apply_expert, is_monochrome, scale_expert

TARGET = 8.0


def _band(hue: float = 0, chroma: float = 0, lightness: float = 0) -> dict:
    return {"hue": hue, "chroma": chroma, "lightness": lightness}


def _muted(*kept) -> dict:
    names = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")
    return {name: _band(chroma=-0.9) for name in names if name not in kept}


def _curve(*heights) -> list:
    return [[round(i / (len(heights) - 1), 4), height] for i, height in enumerate(heights)]


KNOWN = [
    {"name": "golden", "operations": [{"op": "whiteBalance", "temperature": 9000, "tint": 6}, {"op": "vibrance", "amount": 0.25},
                                      {"op": "colorGrade", "highlights": {"hue": 42, "amount": 0.3, "lightness": 0.1}}]},
    {"name": "nordic", "operations": [{"op": "whiteBalance", "temperature": 5300, "tint": -4}, {"op": "saturation", "gain": 0.7, "axis": "oklab"},
                                      {"op": "exposure", "ev": 0.3}]},
    {"name": "matte", "operations": [{"op": "toneCurve", "points": _curve(0.13, 0.29, 0.5, 0.73, 0.92)},
                                     {"op": "saturation", "gain": 0.82, "axis": "oklab"}]},
    {"name": "punch", "operations": [{"op": "toneCurve", "points": _curve(0, 0.16, 0.49, 0.84, 1)}, {"op": "saturation", "gain": 1.35, "axis": "oklab"},
                                     {"op": "vibrance", "amount": 0.3}]},
    {"name": "teal and orange", "operations": [{"op": "colorGrade", "shadows": {"hue": 195, "amount": 0.8}, "highlights": {"hue": 33, "amount": 0.75}},
                                               {"op": "hsl", "blue": _band(-15, -0.1), "orange": _band(-4, 0.1), "green": _band(18, -0.4)},
                                               {"op": "toneCurve", "points": _curve(0, 0.21, 0.5, 0.79, 1)}]},
    {"name": "black and white", "as it is": True, "operations": [{"op": "blackWhite", "red": 0.2, "blue": -0.3}, {"op": "toneCurve", "points": _curve(0, 0.2, 0.5, 0.8, 1)}]},
    {"name": "sepia", "operations": [{"op": "blackWhite"}, {"op": "colorGrade", "shadows": {"hue": 28, "amount": 0.5}, "midtones": {"hue": 34, "amount": 0.5},
                                                                   "highlights": {"hue": 44, "amount": 0.35}}]},
    {"name": "airy", "operations": [{"op": "exposure", "ev": 0.65}, {"op": "tone", "shadows": 0.4, "highlights": -0.2, "blacks": 0.25},
                                    {"op": "hsl", "green": _band(0, -0.35, 0.3), "yellow": _band(0, -0.2, 0.2), "orange": _band(0, 0, 0.15)}]},
    {"name": "moody", "operations": [{"op": "exposure", "ev": -0.6}, {"op": "toneCurve", "points": _curve(0.05, 0.2, 0.44, 0.72, 0.95)},
                                     {"op": "hsl", "green": _band(-12, -0.45, -0.3), "blue": _band(0, -0.4, -0.2)}]},
    {"name": "rose", "operations": [{"op": "whiteBalance", "temperature": 6700, "tint": 38}, {"op": "colorGrade", "shadows": {"hue": 285, "amount": 0.35}},
                                    {"op": "toneCurve", "points": _curve(0.06, 0.28, 0.53, 0.77, 0.98)}]},
    {"name": "warm skin, cool sky", "operations": [{"op": "hsl", "red": _band(10, 0.3, 0.1), "orange": _band(9, 0.55, 0.2), "aqua": _band(18, 0.6, -0.3),
                                                                "blue": _band(-16, 0.7, -0.45), "yellow": _band(-8, 0.3)},
                                                   {"op": "colorGrade", "shadows": {"hue": 220, "amount": 0.3}, "midtones": {"hue": 35, "amount": 0.18}}]},
    {"name": "lifts dark photos", "habits": {"exposure": {"towards": 0.58, "share": 1.0, "only": "up"}},
     "operations": [{"op": "vibrance", "amount": 0.35}, {"op": "tone", "shadows": 0.25}]},
    {"name": "evens out", "habits": {"exposure": {"towards": 0.45, "share": 0.9}, "contrast": {"towards": 0.17, "share": 0.9}},
     "operations": [{"op": "whiteBalance", "temperature": 7100, "tint": 0}, {"op": "toneCurve", "points": _curve(0.07, 0.3, 0.53, 0.76, 0.95)}]},
    {"name": "tames loud colours", "habits": {"saturation": {"towards": 0.12, "share": 0.8}},
     "operations": [{"op": "colorGrade", "shadows": {"hue": 170, "amount": 0.4}, "highlights": {"hue": 55, "amount": 0.35}},
                    {"op": "exposure", "ev": -0.2}]},
]

UNSEEN = [
    {"name": "cross-processed", "operations": [{"op": "toneCurve", "redPoints": _curve(0, 0.2, 0.55, 0.88, 1), "greenPoints": _curve(0, 0.23, 0.53, 0.8, 1),
                                                "bluePoints": _curve(0.14, 0.31, 0.5, 0.68, 0.85)}]},
    {"name": "expired film", "operations": [{"op": "toneCurve", "redPoints": _curve(0.1, 0.33, 0.56, 0.78, 0.95), "greenPoints": _curve(0.04, 0.27, 0.52, 0.75, 0.96),
                                             "bluePoints": _curve(0.12, 0.29, 0.46, 0.64, 0.82)}, {"op": "saturation", "gain": 0.8, "axis": "average"}]},
    {"name": "silver retained", "operations": [{"op": "saturation", "gain": 0.4, "axis": "average"},
                                               {"op": "toneCurve", "points": _curve(0, 0.15, 0.46, 0.84, 1), "mode": "hue-preserving"}]},
    {"name": "day for night", "operations": [{"op": "whiteBalance", "gains": [0.78, 0.9, 1.1]}, {"op": "levels", "black": 0.02, "gamma": 0.8}]},
    {"name": "only red", "operations": [{"op": "hsl", **_muted("red", "orange")}, {"op": "levels", "black": 0.04, "white": 0.92, "gamma": 1}]},
    {"name": "only blue", "operations": [{"op": "hsl", **_muted("blue", "aqua")}, {"op": "levels", "gamma": 1.25}]},
    {"name": "duotone", "operations": [{"op": "blackWhite", "orange": 0.3}, {"op": "toneCurve", "redPoints": _curve(0.04, 0.22, 0.52, 0.8, 1),
                                                                                "bluePoints": _curve(0.12, 0.33, 0.5, 0.7, 0.86)}]},
    {"name": "bleached print", "operations": [{"op": "levels", "gamma": 1.35}, {"op": "whiteBalance", "gains": [1.02, 0.99, 0.9]},
                                              {"op": "toneCurve", "points": _curve(0.1, 0.33, 0.57, 0.78, 0.94), "mode": "hue-preserving"}]},
    {"name": "strong dyes", "operations": [{"op": "saturation", "gain": 1.7, "axis": "average"}, {"op": "levels", "black": 0.05, "white": 0.97, "gamma": 0.92}]},
    {"name": "green shadows", "operations": [{"op": "toneCurve", "redPoints": _curve(0, 0.2, 0.47, 0.75, 1), "greenPoints": _curve(0.07, 0.3, 0.54, 0.77, 0.97),
                                              "bluePoints": _curve(0.03, 0.24, 0.47, 0.72, 0.93)}, {"op": "contrast", "gain": 1.1, "pivot": 0.45}]},
    {"name": "autumn turn", "operations": [{"op": "hsl", "yellow": _band(-24, 0.2), "green": _band(-30, 0.1, -0.1), "aqua": _band(-20, -0.4), "blue": _band(-10, -0.5),
                                                      "orange": _band(-6, 0.25), "red": _band(0, 0.2)}, {"op": "whiteBalance", "gains": [1.06, 1, 0.9]}]},
]


def load_pixels(photos: Path, split: str, tiers=("A1", "A2")) -> torch.Tensor:
    """Single pixels of a split's colour photos, (photos, 3, 1024)."""
    rows = [row for row in read_photo_list() if row["split"] == split and row["tier"] in tiers and row["black_and_white"] != "1"]
    return torch.cat([sample_pixels(to_tensor(load_picture(photos / row["file"])), 32) for row in rows])


def measure_distance(expert: dict, pixels: torch.Tensor) -> torch.Tensor:
    """Mean CIEDE2000 of each photo from the expert's rendering of it."""
    return ciede2000(srgb_to_cielab(apply_expert(expert, pixels)), srgb_to_cielab(pixels)).mean(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    pixels, judged, frozen = load_pixels(arguments.photos, "train")[::2], load_pixels(arguments.photos, "held-out"), {}
    for group, experts in (("known", KNOWN), ("unseen", UNSEEN)):
        frozen[group] = []
        for expert in experts:
            low, high = 0.1, 1.8
            for _ in range(9):
                middle = (low + high) / 2
                far = float(measure_distance(scale_expert(expert, middle), pixels).mean()) > TARGET
                low, high = (low, middle) if far else (middle, high)
            factor = round((low + high) / 2, 3)
            scaled = expert if expert.pop("as it is", False) else scale_expert(expert, factor)
            distances = measure_distance(scaled, judged)
            frozen[group].append(scaled | {"monochrome": is_monochrome(scaled)})
            print(f"{group} {expert['name']}: factor {factor}, {float(distances.mean()):.1f} on held-out photos, at most {float(distances.max()):.1f}", flush=True)
    lines = {group: ",\n".join(json.dumps(expert) for expert in experts) for group, experts in frozen.items()}
    EXPERTS_FILE.write_text("{" + ",\n".join(f'"{group}": [\n{text}\n]' for group, text in lines.items()) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
