"""Trains CSRNet by distort and recover, on a processor or a GPU.

    python train.py config/csrnet.py --photos DIR --out runs/csrnet [name=value ...]
    python train.py config/csrnet_warm.py --photos DIR --base runs/csrnet/checkpoint.pt --out runs/warm
    python train.py config/csrnet_published.py --pairs DIR --out runs/pairs     # input/ and expertC/, as FiveK is laid out

A style is learned by the condition branch alone, over the frozen base network of the run that `--base` names. A run that was
stopped goes on from its last checkpoint when the same command is given again.
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
from photo_statistics import measure_statistics
from plain_pictures import draw_plain_pictures
from styles import STYLES
from validation_faults import apply_fault, draw_fault, load_frozen_faults, make_pairs

BYTE_TO_LINEAR = srgb_to_linear(torch.arange(256) / 255)

GROUPS = ("finished", "snapshots", "left_alone")
"""Parts of a batch: finished photos and well-exposed snapshots that get a fault, and photos that get none."""


def choose_rows(config: dict) -> dict:
    """Rows of the photo list by group. Night and high-key photos are in two groups where `dark_targets` says so."""
    rows = [row for row in read_photo_list() if row["split"] == "train"]
    finished = [row for row in rows if row["tier"] in ("A1", "A2")]
    coloured = [row for row in finished if row["black_and_white"] != "1"]
    return {
        "finished": coloured if config["dark_targets"] else [row for row in finished if not is_left_alone(row)],
        "snapshots": [row for row in rows if row["tier"] == "A3" and not is_left_alone(row)],
        "left_alone": [row for row in finished if is_left_alone(row)],
    }


def find_copy_side(config: dict) -> int:
    """Side of the small copies that training needs: 0 where the condition sees none."""
    return config["condition_side"] if "copy" in config["layout"]["sees"] else 0


def cut_crops(config: dict, photos: Path) -> dict:
    """Crops of the training photos by their part in a batch."""
    stores = {}
    for number, (name, members) in enumerate(choose_rows(config).items()):
        pictures = (load_picture(photos / row["file"]) for row in members)
        if name == "snapshots":
            pictures = (picture for picture in pictures if is_well_exposed(picture))
        stores[name] = CropStore(((picture, None) for picture in pictures), find_copy_side(config),
                                 config["pixels_per_crop"], config["crops_per_photo"], config["seed"] + number)
    return stores


def cut_pairs(config: dict, folder: Path) -> dict:
    """Crops of retouched pairs; every sample of a batch is one."""
    pictures = ((load_picture(before), load_picture(after)) for before, after in find_pairs(folder))
    return {"pairs": CropStore(pictures, find_copy_side(config), config["pixels_per_crop"],
                               config["crops_per_photo"], config["seed"])}


def pick(store: CropStore, count: int, generator: torch.Generator):
    """Random crops: bytes of copies, of pixels and of targets."""
    crops = torch.randint(len(store), (count,), generator=generator).to(store.pixels.device)
    return store.copies[crops], store.pixels[crops], store.targets[crops]


def spoil(colours: torch.Tensor, config: dict, generator: torch.Generator) -> torch.Tensor:
    """Gives each sample of bytes (N, 3, P) a fault of its own; returns encoded values in [0, 1]."""
    if config["judging_faults"]:  # to see what the judging leaves within reach, never for weights that are judged by it
        strength = load_frozen_faults()["strength"]
        faulty = [apply_fault(sample[None, :, None] / 255, draw_fault(generator), strength)[0, :, 0] for sample in colours]
        return torch.stack(faulty)
    faults = move_faults(draw_faults(len(colours), generator, config["faults"]), colours.device)
    return apply_faults(BYTE_TO_LINEAR.to(colours.device)[colours.long()], faults)


def make_batch(stores: dict, config: dict, generator: torch.Generator) -> dict:
    """One batch, all encoded: `copies` (N, 3, side, side) or None, `statistics` (N, 55), `pixels` and `targets` (N, 3, 1, P)."""
    side = find_copy_side(config)
    if side and config["plain"]:
        raise ValueError(f"plain: {config['plain']} pictures without places (expected 0 where the condition sees a copy)")
    counts = {name: config[name] for name in GROUPS}
    if "pairs" in stores:
        counts = {"pairs": sum(counts.values())}
    parts = [pick(stores[name], count, generator) for name, count in counts.items()]
    copies, pixels, targets = (torch.cat(kind) for kind in zip(*parts))
    colours, targets = torch.cat([copies, pixels], 2), targets / 255
    faulty_count = sum(count for name, count in counts.items() if name in ("finished", "snapshots"))
    values = colours / 255
    if faulty_count:
        values[:faulty_count] = spoil(colours[:faulty_count], config, generator)
    if config["plain"]:
        plain = draw_plain_pictures(config["plain"], targets.shape[2], generator).to(values.device)
        values, targets = torch.cat([values, plain]), torch.cat([targets, round_to_8_bits(plain)])
    pixels = round_to_8_bits(values[:, :, copies.shape[2] :])
    places = torch.randint(pixels.shape[2], (config["pixels_per_sample"],), generator=generator).to(pixels.device)
    return {
        "copies": values[:, :, : copies.shape[2]].unflatten(2, (side, side)) if side else None,
        "statistics": measure_statistics(pixels),
        "pixels": pixels[:, :, None, places],
        "targets": STYLES[config["style"]](targets[:, :, places])[:, :, None],
    }


def measure_loss(network: CSRNet, batch: dict, config: dict) -> torch.Tensor:
    """The weighted sum of the config: three forms of the difference of encoded RGB, L1 of Oklab's a and b, lost ends.

    The root of a sample's mean square and its logarithm weigh a photo's whole error; the logarithm asks the most of photos
    that are nearly right already. A lifted black costs where the input has a true one, a greyed white where it has a true
    white, beyond what the style itself does to them.
    """
    pixels, targets = batch["pixels"], batch["targets"]
    modulation = network.decide(batch["copies"], batch["statistics"])
    # Two more pixels, black and white, go through the map of each photo.
    ends = torch.tensor([0.0, 1.0], device=pixels.device).expand(*pixels.shape[:3], 2)
    mapped = network.map_pixels(torch.cat([pixels, ends], 3), modulation)
    result, mapped_ends = mapped[..., :-2], mapped[..., -2:]
    square = ((result - targets) ** 2).mean((1, 2, 3))
    loss = config["l1_weight"] * (result - targets).abs().mean()
    loss = loss + config["root_weight"] * (square + 1e-5).sqrt().mean()
    loss = loss + config["log_weight"] * torch.log(square + 3e-4).mean()
    chroma = [linear_to_oklab(srgb_to_linear(picture.clamp(0, 1)))[:, 1:] for picture in (result, targets)]
    loss = loss + config["chroma_weight"] * (chroma[0] - chroma[1]).abs().mean()
    share = torch.cat([(luma(pixels) < 0.02).float(), (luma(pixels) > 0.98).float()], 1).mean((2, 3))[:, None, None]
    lost = (mapped_ends - STYLES[config["style"]](ends)) * mapped.new_tensor([1.0, -1.0])
    return loss + config["ends_weight"] * (F.relu(lost - 0.015) * (share > 0.02)).sum(3).mean()


def make_csrnet(config: dict, base: Path = None) -> CSRNet:
    """An untrained network that changes nothing, or a copy of a trained one of which only the condition branch is to learn."""
    network = CSRNet(**config["layout"]).start_at_identity()
    if base:
        network.load_state_dict(torch.load(base, map_location="cpu")["average"])
        learning = {id(parameter) for parameter in network.get_condition_parameters()}
        for parameter in network.parameters():
            parameter.requires_grad_(id(parameter) in learning)
    return network


def make_measure(stores: dict, config: dict):
    """The loss of a fresh batch, as the loop wants it."""
    return lambda network, generator: measure_loss(network, make_batch(stores, config, generator), config)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("changes", nargs="*", metavar="name=value")
    parser.add_argument("--photos", type=Path, help="folder of the photos that photos.csv lists")
    parser.add_argument("--pairs", type=Path, help="folder with input/ and expertC/ to learn from instead")
    parser.add_argument("--base", type=Path, help="checkpoint whose base network a style keeps")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_intermixed_args()
    if not (arguments.photos or arguments.pairs):
        parser.error("give --photos, or --pairs")
    config = read_config(arguments.config, arguments.changes)
    if config["over_base"] != bool(arguments.base):
        parser.error(f"{arguments.config} needs --base, a checkpoint of the base run" if config["over_base"] else
                     f"{arguments.config} trains a base of its own and takes no --base")
    torch.set_num_threads(config["threads"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    stores = cut_pairs(config, arguments.pairs) if arguments.pairs else cut_crops(config, arguments.photos)
    run = Run(config, arguments.out, device, lambda: make_csrnet(config, arguments.base))
    print(f"{count_parameters(run.network)} parameters on {device}, crops", {name: len(store) for name, store in stores.items()}, flush=True)
    judge = None
    if arguments.photos:
        pairs, goods = list(make_pairs(arguments.photos, "held-out")), load_goods(arguments.photos, "held-out")
        look = STYLES[config["style"]]

        def judge(network):
            return score_quickly(copy.deepcopy(network).cpu(), config["condition_side"], pairs, goods, look)

    train(run, make_measure({name: store.to(device) for name, store in stores.items()}, config), judge)


if __name__ == "__main__":
    main()
