"""Trains CSRNet by distort and recover, on a processor or a GPU.

    python train.py config/csrnet.py --photos DIR --out runs/csrnet [name=value ...]
    python train.py config/csrnet.py --pairs DIR  --out runs/pairs     # input/ and expertC/, as FiveK is laid out

A run that was stopped goes on from its last checkpoint when the same command is given again.
"""

import argparse
import copy
from pathlib import Path

import torch
import torch.nn.functional as F

from color import linear_to_oklab, luma, srgb_to_linear
from csrnet import CSRNet, count_parameters
from data import CropStore, find_pairs, is_left_alone, is_well_exposed, load_picture, read_photo_list
from degrade import apply_faults, draw_faults, move_faults, round_to_8_bits
from evaluate import load_goods, score_quickly
from loop import Run, read_config, train
from validation_faults import make_pairs

BYTE_TO_LINEAR = srgb_to_linear(torch.arange(256) / 255)


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


def make_csrnet() -> CSRNet:
    """An untrained network that changes nothing."""
    return CSRNet().start_at_identity()


def make_measure(stores: dict, config: dict):
    """The loss of a fresh batch, as the loop wants it."""
    return lambda network, generator: measure_loss(network, make_batch(stores, config, generator), config)


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
    run = Run(config, arguments.out, device, make_csrnet)
    print(f"{count_parameters(run.network)} parameters on {device}, crops", {name: len(store) for name, store in stores.items()}, flush=True)
    judge = None
    if arguments.photos:
        pairs, goods = list(make_pairs(arguments.photos, "held-out")), load_goods(arguments.photos, "held-out")

        def judge(network):
            return score_quickly(copy.deepcopy(network).cpu(), config["condition_side"], pairs, goods)

    train(run, make_measure({name: store.to(device) for name, store in stores.items()}, config), judge)


if __name__ == "__main__":
    main()
