"""Judges a network on the frozen faults of photos it has never seen, and prints the tables of the model card.

    python evaluate.py runs/csrnet/checkpoint.pt --photos DIR
    python evaluate.py runs/csrnet/checkpoint.pt --pairs DIR     # input/ and expertC/ or target/: pairs that a person retouched

Figures are means over photos and faults; those of the manifest are written beside the checkpoint as `quality.json`. A style is
judged against the good photos with the style's look applied. "Untouched" is the agreement of a good photo, in that look, with
its own retouched version.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps

from color import ciede2000, psnr, srgb_to_cielab, srgb_to_linear
from csrnet import CSRNet
from data import find_pairs, load_picture, read_photo_list, sample_pixels, shrink_tensor, to_tensor
from degrade import apply_faults, draw_faults, round_to_8_bits
from photo_statistics import measure_statistics
from styles import STYLES, keep_neutral
from validation_faults import LONGEST_SIDE, list_validation_rows, make_pairs

BANDS = ((0, 14), (14, 18), (18, 22), (22, 26), (26, 99))
"""Bands of the input's PSNR in dB."""

PAIR_LONGEST_SIDE = 512
"""Retouched pairs are judged at this size, as data sets of them are usually published."""

COMMAND = "python models/recipe/evaluate.py CHECKPOINT --photos PHOTOS"


def load_network(checkpoint: Path):
    """The averaged network of a checkpoint, and the side of its condition copy, in pixels and in sampled pixels."""
    saved = torch.load(checkpoint, map_location="cpu")
    network = CSRNet(**saved["config"]["layout"])
    network.load_state_dict(saved["average"])
    return network.eval(), saved["config"]["condition_side"]


def look_at(network: CSRNet, side: int, encoded: torch.Tensor) -> dict:
    """What the condition branch sees of a picture (1, 3, H, W), by the names that `CSRNet.decide` gives it."""
    seen = {"copy": shrink_tensor(encoded, side)} if "copy" in network.sees else {}
    if "statistics" in network.sees or network.anchored:
        seen["statistics"] = measure_statistics(sample_pixels(encoded, side))
    return seen


@torch.no_grad()
def retouch(network: CSRNet, side: int, encoded: torch.Tensor) -> torch.Tensor:
    """Retouches an encoded picture (1, 3, H, W); the result is clamped to [0, 1]."""
    return network(encoded, **look_at(network, side, encoded)).clamp(0, 1)


def stretch_contrast(encoded: torch.Tensor, strength: float = 1.0) -> torch.Tensor:
    """The baseline: automatic contrast that cuts 0.5 % on each side and keeps the tone, mixed with the input."""
    bytes_in = (encoded[0].permute(1, 2, 0) * 255).round().byte().numpy()
    stretched = ImageOps.autocontrast(Image.fromarray(bytes_in), cutoff=0.5, preserve_tone=True)
    return encoded + strength * (to_tensor(np.asarray(stretched)) - encoded)


def score_quickly(network: CSRNet, side: int, pairs, goods, look=keep_neutral) -> dict:
    """Mean PSNR of faulty pictures before and after, of good photos to themselves, and the share made better."""
    before = np.array([psnr(faulty, look(good)) for _, faulty, good in pairs])
    after = np.array([psnr(retouch(network, side, faulty), look(good)) for _, faulty, good in pairs])
    untouched = [psnr(retouch(network, side, good), look(good)) for good in goods]
    return {"in": before.mean(), "out": after.mean(), "better": (after > before).mean(),
            "good_lose": (after - before)[before >= BANDS[-1][0]].mean(), "untouched": float(np.mean(untouched))}


def load_goods(photos: Path, split: str) -> list:
    """The good photos of a split, 256 px long, as tensors."""
    return [to_tensor(load_picture(photos / row["file"], LONGEST_SIDE)) for row in list_validation_rows(split)]


def make_familiar_pairs(photos: Path, settings: dict):
    """Pairs like those of `make_pairs` from held-out photos, with three faults each of the family that was trained on."""
    generator = torch.Generator().manual_seed(9)
    for number, good in enumerate(load_goods(photos, "held-out")):
        linear = srgb_to_linear(good).flatten(2).expand(3, -1, -1)
        faulty = round_to_8_bits(apply_faults(linear, draw_faults(3, generator, settings | {"untouched": 0})))
        for picture in faulty:
            yield str(number), picture.view_as(good), good


def load_pairs(folder: Path) -> list:
    """Triples (name, input, retouched) of a FiveK-style folder, PAIR_LONGEST_SIDE pixels long, as tensors."""
    triples = []
    for before, after in find_pairs(folder):
        faulty, good = (to_tensor(load_picture(path, PAIR_LONGEST_SIDE)) for path in (before, after))
        if faulty.shape != good.shape:
            raise ValueError(f"{before.name}: {tuple(faulty.shape[2:])} pixels, the retouched one {tuple(good.shape[2:])} (expected the same)")
        triples.append((before.stem, faulty, good))
    return triples


def load_left_alone(photos: Path) -> list:
    """Held-out finished photos that are dark, bright or colourless on purpose."""
    judged = {row["file"] for row in list_validation_rows("held-out")}
    rows = [row for row in read_photo_list() if row["split"] == "held-out" and row["tier"] != "A3" and row["file"] not in judged]
    return [to_tensor(load_picture(photos / row["file"], LONGEST_SIDE)) for row in rows]


def print_table(title: str, methods: dict, pairs):
    """Prints a table of methods on pairs and returns {method: PSNR per pair} and {method: mean CIEDE2000}."""
    print(f"\n### {title}\n\n| method | PSNR dB | CIEDE2000 | made better |\n|---|---|---|---|")
    goods = [(good, srgb_to_cielab(good)) for _, _, good in pairs]
    before = np.array([psnr(faulty, good) for _, faulty, good in pairs])
    scores, differences = {}, {}
    for name, method in methods.items():
        results = [method(faulty) for _, faulty, _ in pairs]
        scores[name] = np.array([psnr(result, good) for result, (good, _) in zip(results, goods)])
        differences[name] = np.mean([float(ciede2000(srgb_to_cielab(result), lab).mean()) for result, (_, lab) in zip(results, goods)])
        print(f"| {name} | {scores[name].mean():.2f} | {differences[name]:.2f} | {(scores[name] > before + 1e-9).mean():.0%} |")
    return scores, differences


def print_bands(before: np.ndarray, after: np.ndarray) -> None:
    """Prints means by band of the input's PSNR."""
    print("\n| input PSNR dB | pairs | in | out |\n|---|---|---|---|")
    for low, high in BANDS:
        chosen = (before >= low) & (before < high)
        if chosen.any():
            label = f"{low}-{high}" if high < 99 else f"{low} and more"
            print(f"| {label} | {chosen.sum()} | {before[chosen].mean():.2f} | {after[chosen].mean():.2f} |")


def make_methods(network: CSRNet, side: int) -> dict:
    """What is compared: doing nothing, plain auto-contrast, and the network, the last two also at 75 % strength."""
    return {
        "nothing": lambda faulty: faulty,
        "auto-contrast": stretch_contrast,
        "auto-contrast at 75 %": lambda faulty: stretch_contrast(faulty, 0.75),
        "CSRNet at 75 %": lambda faulty: faulty + 0.75 * (retouch(network, side, faulty) - faulty),
        "CSRNet": lambda faulty: retouch(network, side, faulty),
    }


def judge_pairs(folder: Path, methods: dict, look) -> None:
    """Prints tables of pairs that a person retouched."""
    pairs = [(name, faulty, look(good)) for name, faulty, good in load_pairs(folder)]
    scores, _ = print_table(f"Retouched pairs ({len(pairs)})", methods, pairs)
    print_bands(scores["nothing"], scores["CSRNet"])


def judge_photos(photos: Path, network: CSRNet, config: dict, methods: dict) -> list:
    """Prints the tables of the photo list's held-out and left-out photos; returns the figures of the manifest."""
    look, side, quality = STYLES[config["style"]], config["condition_side"], []

    def keep(measure: str, value: float, unit: str, subject: str) -> None:
        quality.append({"measure": measure, "value": round(float(value), 2), "unit": unit, "photos": subject, "command": COMMAND})

    def in_the_look(pairs) -> list:
        return [(file, faulty, look(good)) for file, faulty, good in pairs]

    in_look = "" if config["style"] == "neutral" else f" in the look of {config['style']}"
    for split, title in (("held-out", "Held-out photos"), ("left-out", "Photos of left-out sources")):
        pairs = in_the_look(make_pairs(photos, split))
        scores, differences = print_table(f"{title}, frozen faults{in_look}", methods, pairs)
        subject = f"{title.lower()} under the frozen faults ({len(pairs)} pairs{in_look}; input {scores['nothing'].mean():.2f} dB)"
        keep("mean PSNR", scores["CSRNet"].mean(), "dB", subject)
        keep("mean CIEDE2000", differences["CSRNet"], "dE00", subject)
        keep("share made better", (scores["CSRNet"] > scores["nothing"]).mean(), "1", subject)
        print_bands(scores["nothing"], scores["CSRNet"])
        goods = load_goods(photos, split)
        untouched = [psnr(retouch(network, side, good), look(good)) for good in goods]
        keep("mean PSNR of untouched good photos to themselves", np.mean(untouched), "dB", f"{title.lower()}{in_look} ({len(goods)})")
        print(f"\nUntouched good photos, {len(goods)}: {np.mean(untouched):.2f} dB, least {np.min(untouched):.2f} dB")
    pairs = in_the_look(make_familiar_pairs(photos, config["faults"]))
    print_table(f"Held-out photos, faults of the family trained on{in_look}", methods, pairs)
    alone = [(good, retouch(network, side, good)) for good in load_left_alone(photos)]
    print(f"\nNight, high key and black-and-white, {len(alone)}: {np.mean([psnr(result, look(good)) for good, result in alone]):.2f} dB")
    return quality


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--photos", type=Path, help="folder of the photos that photos.csv lists")
    parser.add_argument("--pairs", type=Path, help="folder with input/ and expertC/ or target/ to be judged on")
    arguments = parser.parse_args()
    if not (arguments.photos or arguments.pairs):
        parser.error("give --photos, --pairs or both")
    torch.set_num_threads(1)
    network, side = load_network(arguments.checkpoint)
    config = torch.load(arguments.checkpoint, map_location="cpu")["config"]
    methods = make_methods(network, side)
    if config["style"] != "neutral":  # auto-contrast is no rival for a look
        methods = {name: methods[name] for name in ("nothing", "CSRNet")}
    if arguments.photos:
        quality = judge_photos(arguments.photos, network, config, methods)
        (arguments.checkpoint.parent / "quality.json").write_text(json.dumps(quality, indent=2) + "\n", encoding="utf-8")
    if arguments.pairs:
        judge_pairs(arguments.pairs, methods, STYLES[config["style"]])


if __name__ == "__main__":
    main()
