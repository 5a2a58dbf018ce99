"""The paper's simulation: which global operations need the condition branch?

    python ablation.py --photos DIR [--steps 4000]

Brightness and a tone curve send a colour to one other colour in every photo, so the 1x1 convolutions learn them alone.
Contrast turns about the mean of the photo, which a pixel does not know: only with the condition branch can it be learned.
Targets are clamped to [0, 1]; figures are dB of held-out photos. The published figures stand in the journal version,
arXiv 2104.06279, table 1.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from color import luma, psnr
from csrnet import CSRNet
from data import CropStore, is_left_alone, load_picture, read_photo_list

SIDE = 64
TONE_STEPS = (3 / 8, 2 / 8, 1 / 8, 2 / 8)
"""Rises of the tone curve over the four quarters of the input."""


def scale_brightness(pixels: Tensor, mean: Tensor, factor: float) -> Tensor:
    return pixels * factor


def scale_contrast(pixels: Tensor, mean: Tensor, factor: float = 1.5) -> Tensor:
    return mean + (pixels - mean) * factor


def map_tone(pixels: Tensor, mean: Tensor) -> Tensor:
    """A piecewise linear curve with L = 4 pieces, each rising by its step."""
    return sum(4 * step * (pixels - index / 4).clamp(0, 0.25) for index, step in enumerate(TONE_STEPS))


OPERATIONS = {
    "brightness 1.5": lambda pixels, mean: scale_brightness(pixels, mean, 1.5),
    "brightness 0.5": lambda pixels, mean: scale_brightness(pixels, mean, 0.5),
    "tone map [3, 2, 1, 2]/8": map_tone,
    "contrast 1.5": scale_contrast,
}


def make_target(operation, pixels: Tensor, copies: Tensor) -> Tensor:
    """The operation's result, about the mean luma of the whole crop, clamped."""
    return operation(pixels, luma(copies).mean((2, 3), keepdim=True)).clamp(0, 1)


def learn(operation, use_condition: bool, store: CropStore, steps: int, seed: int = 1) -> CSRNet:
    """Trains a network for one operation with Adam and L1."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = CSRNet(use_condition).start_at_identity()
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * step / steps)) + 1e-3)
    for _ in range(steps):
        crops = torch.randint(len(store), (16,), generator=generator)
        places = torch.randint(store.pixels.shape[2], (256,), generator=generator)
        copies, pixels = split_crops(store, crops)
        pixels = pixels[..., places]
        loss = (network(pixels, copies) - make_target(operation, pixels, copies)).abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return network.eval()


def split_crops(store: CropStore, crops: Tensor):
    """Copies (N, 3, side, side) and pixels (N, 3, 1, P) of crops, encoded."""
    return (store.copies[crops] / 255).unflatten(2, (SIDE, SIDE)), (store.pixels[crops] / 255)[:, :, None]


@torch.no_grad()
def measure(operation, network: CSRNet, store: CropStore) -> float:
    """Mean PSNR over crops of photos that were not trained on; without a network, of the untouched input."""
    copies, pixels = split_crops(store, torch.arange(len(store)))
    targets = make_target(operation, pixels, copies)
    results = pixels if network is None else network(pixels, copies).clamp(0, 1)
    return float(np.mean([psnr(result, target) for result, target in zip(results, targets)]))


def cut(photos: Path, split: str, crops_per_photo: int) -> CropStore:
    rows = [row for row in read_photo_list() if row["split"] == split and row["tier"] in ("A1", "A2") and not is_left_alone(row)]
    return CropStore(((load_picture(photos / row["file"]), None) for row in rows), SIDE, 1024, crops_per_photo, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    training, held_out = cut(arguments.photos, "train", 8), cut(arguments.photos, "held-out", 1)
    print("| operation | input dB | without condition dB | with condition dB |\n|---|---|---|---|")
    for name, operation in OPERATIONS.items():
        scores = [measure(operation, None, held_out)]
        for use_condition in (False, True):
            scores.append(measure(operation, learn(operation, use_condition, training, arguments.steps), held_out))
        print(f"| {name} | " + " | ".join(f"{score:.2f}" for score in scores) + " |", flush=True)


if __name__ == "__main__":
    main()
