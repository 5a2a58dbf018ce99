"""Trains CSRNet by distort and recover, on a processor or a GPU.

    python train.py config/csrnet.py --photos DIR --out runs/csrnet [name=value ...]
    python train.py config/csrnet.py --pairs DIR  --out runs/pairs     # input/ and expertC/, as FiveK is laid out

A run that was stopped goes on from its last checkpoint when the same command is given again, and ends with the same weights
as a run that was never stopped (on the same machine and number of threads).
"""

import argparse
import ast
import copy
import csv
import math
import os
import runpy
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from color import linear_to_oklab, luma, srgb_to_linear
from csrnet import CSRNet, count_parameters
from data import CropStore, find_pairs, is_left_alone, is_well_exposed, load_picture, read_photo_list
from degrade import apply_faults, draw_faults, move_faults, round_to_8_bits
from evaluate import load_goods, score_quickly
from validation_faults import make_pairs

BYTE_TO_LINEAR = srgb_to_linear(torch.arange(256) / 255)


def read_config(path: Path, changes) -> dict:
    """The plain values of a config file, with `name=value` changes; an unknown name is an error."""
    config = {name: value for name, value in runpy.run_path(str(path)).items() if not name.startswith("_")}
    for change in changes:
        name, _, value = change.partition("=")
        if name not in config:
            raise ValueError(f"{path}: no setting named {name} (expected one of {', '.join(sorted(config))})")
        config[name] = ast.literal_eval(value)
    return config


def cut_crops(config: dict, photos: Path) -> dict:
    """Crops of the training photos by their part in a batch."""
    rows = [row for row in read_photo_list() if row["split"] == "train"]
    finished = [row for row in rows if row["tier"] in ("A1", "A2")]
    groups = {
        "finished": [row for row in finished if not is_left_alone(row)],
        "left_alone": [row for row in finished if is_left_alone(row)],
        "snapshots": [row for row in rows if row["tier"] == "A3" and not is_left_alone(row)],
    }
    stores = {}
    for number, (name, members) in enumerate(groups.items()):
        pictures = (load_picture(photos / row["file"]) for row in members)
        if name == "snapshots":
            pictures = (picture for picture in pictures if is_well_exposed(picture))
        stores[name] = CropStore(((picture, None) for picture in pictures), config["condition_side"],
                                 config["pixels_per_crop"], config["crops_per_photo"], config["seed"] + number)
    return stores


def cut_pairs(config: dict, folder: Path) -> dict:
    """Crops of retouched pairs; every sample of a batch is one."""
    pictures = ((load_picture(before), load_picture(after)) for before, after in find_pairs(folder))
    return {"pairs": CropStore(pictures, config["condition_side"], config["pixels_per_crop"],
                               config["crops_per_photo"], config["seed"])}


def pick(store: CropStore, count: int, pixel_count: int, generator: torch.Generator):
    """Random crops: bytes of copies, of pixels and of targets."""
    crops = torch.randint(len(store), (count,), generator=generator).to(store.copies.device)
    places = torch.randint(store.pixels.shape[2], (pixel_count,), generator=generator).to(store.copies.device)
    return store.copies[crops], store.pixels[crops][:, :, places], store.targets[crops][:, :, places]


def make_batch(stores: dict, config: dict, generator: torch.Generator):
    """One batch: condition copies (N, 3, side, side), pixels and targets (N, 3, 1, P), all encoded."""
    pixel_count, side = config["pixels_per_sample"], config["condition_side"]
    if "pairs" in stores:
        count = config["finished"] + config["snapshots"] + config["left_alone"]
        copies, pixels, targets = pick(stores["pairs"], count, pixel_count, generator)
        return (copies / 255).unflatten(2, (side, side)), (pixels / 255)[:, :, None], (targets / 255)[:, :, None]
    parts = [pick(stores[name], config[name], pixel_count, generator) for name in ("finished", "snapshots", "left_alone")]
    copies, pixels, targets = (torch.cat(kind) for kind in zip(*parts))
    is_faulty = config["finished"] + config["snapshots"]
    table = BYTE_TO_LINEAR.to(copies.device)
    linear = table[torch.cat([copies, pixels], 2)[:is_faulty].long()]
    faults = move_faults(draw_faults(is_faulty, generator, config["faults"]), copies.device)
    faulty = apply_faults(linear, faults)
    copies, pixels, targets = copies / 255, pixels / 255, targets / 255
    copies[:is_faulty] = faulty[:, :, : copies.shape[2]]
    pixels[:is_faulty] = round_to_8_bits(faulty[:, :, copies.shape[2] :])
    return copies.unflatten(2, (side, side)), pixels[:, :, None], targets[:, :, None]


def measure_loss(network: CSRNet, batch, config: dict) -> torch.Tensor:
    """L1 of encoded RGB, L1 of Oklab's a and b, and a price on lifted blacks where the input has true ones."""
    copies, pixels, targets = batch
    modulation = network.decide(copies)
    result = network.map_pixels(pixels, modulation)
    loss = (result - targets).abs().mean()
    chroma = [linear_to_oklab(srgb_to_linear(picture.clamp(0, 1)))[:, 1:] for picture in (result, targets)]
    loss = loss + config["chroma_weight"] * (chroma[0] - chroma[1]).abs().mean()
    black = network.map_pixels(torch.zeros_like(pixels[..., :1]), modulation)
    has_black = ((luma(copies) < 0.02).float().mean((1, 2, 3), keepdim=True) > 0.02).float()
    return loss + config["black_weight"] * (F.relu(black - 0.015) * has_black).mean()


class Run:
    """A training run: network, average, optimiser, random generator and step, saved and restored together."""

    def __init__(self, config: dict, out: Path, device: str):
        self.config, self.out, self.device = config, out, device
        torch.manual_seed(config["seed"])
        self.network = CSRNet().start_at_identity().to(device)
        self.average = copy.deepcopy(self.network)
        self.optimizer = torch.optim.Adam(self.network.parameters(), config["learning_rate"])
        self.generator = torch.Generator().manual_seed(config["seed"])
        self.step = 0
        out.mkdir(parents=True, exist_ok=True)
        if (out / "checkpoint.pt").exists():
            self.restore()

    def restore(self) -> None:
        saved = torch.load(self.out / "checkpoint.pt", map_location=self.device)
        changed = [name for name, value in saved["config"].items() if self.config.get(name) != value]
        if changed:
            raise ValueError(f"{self.out}: checkpoint of other settings: {', '.join(changed)} (expected another --out)")
        self.network.load_state_dict(saved["network"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.generator.set_state(saved["generator"].cpu())
        self.step = saved["step"]

    def save(self) -> None:
        state = {"network": self.network.state_dict(), "average": self.average.state_dict(),
                 "optimizer": self.optimizer.state_dict(), "generator": self.generator.get_state(),
                 "step": self.step, "config": self.config}
        torch.save(state, self.out / "checkpoint.part")
        os.replace(self.out / "checkpoint.part", self.out / "checkpoint.pt")

    def advance(self, stores: dict) -> float:
        """One step of the optimiser; returns the loss."""
        progress = self.step / self.config["steps"]
        rate = self.config["learning_rate"] * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in self.optimizer.param_groups:
            group["lr"] = rate * min(1, (self.step + 1) / self.config["warm_up_steps"])
        loss = measure_loss(self.network, make_batch(stores, self.config, self.generator), self.config)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.config["average_decay"], self.step / (self.step + 10))
        with torch.no_grad():
            for kept, current in zip(self.average.parameters(), self.network.parameters()):
                kept.lerp_(current, 1 - decay)
        return float(loss)

    def log(self, row: dict) -> None:
        path = self.out / "log.csv"
        is_new = not path.exists()
        with open(path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row)
            if is_new:
                writer.writeheader()
            writer.writerow(row)
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


def train(run: Run, stores: dict, judge=None, stop_at: int = 0) -> None:
    """Runs to the end of the schedule, or to step `stop_at`; `judge(network)` gives scores to be logged."""
    last_step = min(stop_at or run.config["steps"], run.config["steps"])
    saved_at, recent, busy_seconds = time.monotonic(), [], 0.0
    while run.step < last_step:
        started = time.process_time()
        recent.append(run.advance(stores))
        busy_seconds += time.process_time() - started
        is_due = run.step % run.config["evaluate_steps"] == 0 or run.step == last_step
        if is_due or time.monotonic() - saved_at > run.config["checkpoint_seconds"]:
            run.save()
            saved_at = time.monotonic()
        if is_due and judge:
            row = {"step": run.step, "loss": f"{sum(recent) / len(recent):.4f}",
                   "cpu_s_per_step": f"{busy_seconds / len(recent):.4f}"}
            run.log(row | {name: f"{value:.3f}" for name, value in judge(run.average).items()})
            recent, busy_seconds = [], 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    parser.add_argument("--photos", type=Path, help="folder of the photos that photos.csv lists")
    parser.add_argument("--pairs", type=Path, help="folder with input/ and expertC/ to learn from instead")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_intermixed_args()
    if not (arguments.photos or arguments.pairs):
        parser.error("give --photos, or --pairs")
    config = read_config(arguments.config, arguments.changes)
    torch.set_num_threads(config["threads"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    stores = cut_pairs(config, arguments.pairs) if arguments.pairs else cut_crops(config, arguments.photos)
    run = Run(config, arguments.out, device)
    print(f"{count_parameters(run.network)} parameters on {device}, crops", {name: len(store) for name, store in stores.items()}, flush=True)
    judge = None
    if arguments.photos:
        pairs, goods = list(make_pairs(arguments.photos, "held-out")), load_goods(arguments.photos, "held-out")

        def judge(network):
            return score_quickly(copy.deepcopy(network).cpu(), config["condition_side"], pairs, goods)

    train(run, {name: store.to(device) for name, store in stores.items()}, judge)


if __name__ == "__main__":
    main()
