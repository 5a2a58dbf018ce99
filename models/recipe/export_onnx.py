"""Exports CSRNet to ONNX graphs and compares them with PyTorch.

    python export_onnx.py runs/neutral/checkpoint.pt [runs/warm/checkpoint.pt ...] --fixtures ../../tests/models/csrnet

`csrnet-STYLE.onnx` turns what is seen of a photo into the modulation of one style, the numbers of the photo's own map;
`csrnet-map.onnx` applies such a map, of any style, to any pixels. Taking copy and statistics of the photo stays outside the
graphs. The recorded tensors let the graphs be tested where there is no PyTorch. Needs the packages onnx and onnxruntime.
"""

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn as nn
import torch.nn.functional as F

from collect import read_sources
from csrnet import CSRNet
from data import HERE, read_photo_list, sample_pixels
from evaluate import load_network, look_at
from half_weights import shorten_names, store_in_half
from photo_statistics import QUANTILES, STATISTIC_COUNT

OPSET = 17
PARITY_TOLERANCE = 1e-4
"""Largest difference allowed: single precision, three layers, sums in another order."""

MAPPED = "Each pixel mapped by the photo's colour map and clamped; the same colour gives the same colour wherever it stands."


class DecideGraph(nn.Module):
    """The condition branch: what is seen of a photo, in the order of `network.sees`, to a modulation."""

    def __init__(self, network: CSRNet):
        super().__init__()
        self.network = network

    def forward(self, *seen):
        return self.network.decide(**dict(zip(self.network.sees, seen)))


class MapGraph(nn.Module):
    """The colour map: pixels (1, 3, H, W) and a modulation to pixels, clamped to [0, 1]."""

    def __init__(self, network: CSRNet):
        super().__init__()
        self.network = network

    def forward(self, pixels, modulation):
        return self.network.map_pixels(pixels, modulation).clamp(0, 1)


def paint_samples() -> list:
    """Soft colour fields, (1, 3, H, W): one of middle tones, one dark and one bright. No photo is shipped with the tests."""
    generator = torch.Generator().manual_seed(4)
    coarse = [torch.rand(1, 3, 5, 7, generator=generator) for _ in range(3)]
    sizes, gammas = ((90, 120), (97, 131), (120, 80)), (1.0, 3.0, 0.4)
    return [F.interpolate(field, size=size, mode="bilinear", align_corners=False) ** gamma
            for field, size, gamma in zip(coarse, sizes, gammas)]


def export_graph(module: nn.Module, inputs: dict, outputs, path: Path, free_sides=(), in_half: bool = False) -> None:
    """Writes one graph and checks its form; `outputs` is a name or several, `in_half` stores the weights in half precision
    and drops inner names."""
    axes = {name: {2: "H", 3: "W"} for name in free_sides}
    torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=[outputs] if isinstance(outputs, str) else outputs,
                      opset_version=OPSET, dynamic_axes=axes, do_constant_folding=True)
    graph = onnx.load(str(path))
    graph.producer_name, graph.producer_version = "openretouch-recipe", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    onnx.save(shorten_names(store_in_half(graph)) if in_half else graph, str(path))


@torch.no_grad()
def compare(module: nn.Module, path: Path, cases) -> float:
    """Largest difference between PyTorch and ONNX Runtime over cases (dictionaries of inputs), of all outputs."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for case in cases:
        expected = module(*case.values())
        found = session.run(None, {name: value.numpy() for name, value in case.items()})
        pairs = zip(found, [expected] if torch.is_tensor(expected) else expected)
        worst = max([worst] + [float(np.abs(one - other.numpy()).max()) for one, other in pairs])
    return worst


@torch.no_grad()
def export_decision(network: CSRNet, side: int, path: Path, samples) -> float:
    """Writes the graph of one style and returns its largest difference from PyTorch."""
    graph = DecideGraph(network)
    cases = [look_at(network, side, sample) for sample in samples]
    export_graph(graph, cases[0], "modulation", path)
    return check_parity(compare(graph, path, cases))


@torch.no_grad()
def export_map(network: CSRNet, side: int, path: Path, samples) -> float:
    """Writes the graph of the map and returns its largest difference from PyTorch on samples and on an odd size."""
    graph = MapGraph(network)
    modulations = [network.decide(**look_at(network, side, sample)) for sample in samples]
    odd = torch.rand(1, 3, 33, 71, generator=torch.Generator().manual_seed(0))
    cases = [{"pixels": pixels, "modulation": modulation} for pixels, modulation in zip([*samples, odd], [*modulations, modulations[0]])]
    export_graph(graph, cases[0], "retouched", path, free_sides=("pixels", "retouched"))
    return check_parity(compare(graph, path, cases))


def check_parity(worst: float) -> float:
    if worst > PARITY_TOLERANCE:
        raise RuntimeError(f"ONNX Runtime and PyTorch differ by {worst:.2e} (expected at most {PARITY_TOLERANCE:.0e})")
    return worst


@torch.no_grad()
def record_tensors(networks: dict, side: int, folder: Path, samples) -> None:
    """Writes inputs and outputs of every style and of the map: `case-N.bin` holds float32 tensors in the order of `cases.json`.

    The first style has a case for every sample, with the sampled pixels its statistics were measured from, so that the
    measuring can be tested too; the other styles have one for the first sample.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("case-*.bin"):
        old.unlink()
    cases = []
    first = next(iter(networks))
    for number, (style, sample) in enumerate([(first, sample) for sample in samples] + [(style, samples[0]) for style in networks if style != first]):
        network = networks[style]
        pixels = sample[:, :, :: max(1, sample.shape[2] // 24), :: max(1, sample.shape[3] // 24)].contiguous()
        seen = look_at(network, side, sample)
        modulation = network.decide(**seen)
        retouched = network.map_pixels(pixels, modulation).clamp(0, 1)
        tensors = {**seen, "modulation": modulation, "pixels": pixels, "retouched": retouched}
        if "statistics" in seen and style == first:
            tensors = {"sampled": sample_pixels(sample, side)} | tensors
        name = f"case-{number}.bin"
        (folder / name).write_bytes(b"".join(tensor.contiguous().numpy().astype("<f4").tobytes() for tensor in tensors.values()))
        cases.append({"model": f"csrnet-{style}", "file": name,
                      "tensors": [{"name": key, "shape": list(tensor.shape)} for key, tensor in tensors.items()]})
    text = json.dumps({"madeBy": "models/recipe/export_onnx.py", "dtype": "float32 little-endian", "cases": cases}, indent=2)
    (folder / "cases.json").write_text(text + "\n", encoding="utf-8")


def describe_modulation(network: CSRNet) -> str:
    """What the numbers of a modulation are, and how a caller makes one plain map of them."""
    text = ("Scale and shift of the 64, 64 and 3 features of the colour map's three layers, in the order scale 1, shift 1, scale 2, "
            "shift 2, scale 3, shift 3")
    if network.anchored:
        text += ("; then a slope for R, G and B and an offset for R, G and B. The map's first layer reads six numbers of a pixel: R, G, B, "
                 "and R, G, B times slope plus offset")
    text += ". Each layer multiplies by its weights, adds its bias, multiplies by scale and adds shift; ReLU follows layers 1 and 2"
    if network.residual:
        text += "; what layer 3 gives is added to the pixel"
    return text + ". The input `modulation` of csrnet-map."


def describe_statistics() -> str:
    """What the numbers of the input `statistics` are."""
    quantiles = ", ".join(f"{value:g}" for value in QUANTILES)
    return (f"Of R, G, B, luma (0.299, 0.587, 0.114) and chroma (max - min), in this order, the quantiles {quantiles}; then the five "
            "means, then the five standard deviations (unbiased). A quantile q of P pixels is the sorted value of index q (P - 1), rounded "
            "half to even. Taken of single pixels of the photo clamped to 0..1, one out of each cell of a 64 x 64 grid, never of averages.")


def describe_files(networks: dict, side: int, folder: Path) -> list:
    """The parts of the manifest entries that follow from the files: sizes, hashes, tensors."""
    def describe(tensor, shape, encoding, limits, **more):
        return {"name": tensor, "shape": shape, "type": "float32", "range": limits, "encoding": encoding, **more}

    network = next(iter(networks.values()))
    picture = [1, 3, "H", "W"]
    numbers = describe("modulation", [1, network.modulation_length], "none", [-32, 32])
    known = {
        "copy": describe("copy", [1, 3, side, side], "srgb", [0, 1], size=[side, side]),
        "statistics": describe("statistics", [1, STATISTIC_COUNT], "none", [0, 1], meaning=describe_statistics()),
    }
    decided = [numbers | {"meaning": describe_modulation(network)}]
    graphs = {f"csrnet-{style}": ([known[name] for name in network.sees], decided) for style in networks}
    graphs["csrnet-map"] = ([describe("pixels", picture, "srgb", [0, 1]), numbers],
                            [describe("retouched", picture, "srgb", [0, 1], meaning=MAPPED)])
    entries = []
    for name, (inputs, outputs) in graphs.items():
        content = (folder / f"{name}.onnx").read_bytes()
        entries.append({"id": name, "operation": "csrnet", "file": f"weights/{name}.onnx", "byteCount": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(), "opset": OPSET, "inputs": inputs, "outputs": outputs})
    return entries


def list_training_data() -> list:
    """Sources of the training photos with licences and counts, as the manifest wants them."""
    addresses = {source["source"]: source["address"] for source in read_sources()}
    counts = Counter((row["source"], row["licence"]) for row in read_photo_list() if row["split"] == "train")
    return [{"name": source, "url": addresses[source], "licence": licence, "photoCount": count}
            for (source, licence), count in sorted(counts.items())]


def write_manifest(path: Path, entries: list, quality: list) -> None:
    """Replaces the entries of these ids in the manifest and keeps all others; `quality` belongs to each that has none of its own."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    ids = {entry["id"] for entry in entries}
    shared = {"trainingData": list_training_data(), "licence": "CC-BY-4.0"}
    entries = [entry | shared | {"measuredQuality": entry.get("measuredQuality", quality)} for entry in entries]
    place = min((index for index, entry in enumerate(manifest["models"]) if entry["id"] in ids), default=len(manifest["models"]))
    others = [entry for entry in manifest["models"] if entry["id"] not in ids]
    manifest["models"] = others[:place] + entries + others[place:]
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load_styles(checkpoints):
    """Networks by style, and the side of their copy; they must share one base, to the last bit, and see the same."""
    networks, side = {}, 0
    for checkpoint in checkpoints:
        network, side = load_network(checkpoint)
        networks[torch.load(checkpoint, map_location="cpu")["config"]["style"]] = network
    first = next(iter(networks.values()))
    for style, network in networks.items():
        for layer in ("conv1", "conv2", "conv3"):
            if not torch.equal(getattr(first, layer).weight, getattr(network, layer).weight):
                raise ValueError(f"style {style}: {layer} is not that of the first checkpoint (expected a style trained over it)")
    return networks, side


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoints", type=Path, nargs="+", help="styles over one base, each with the quality.json of evaluate.py beside it")
    parser.add_argument("--models", type=Path, default=HERE.parent, help="folder of manifest.json and weights/")
    parser.add_argument("--fixtures", type=Path, required=True)
    arguments = parser.parse_args()
    networks, side = load_styles(arguments.checkpoints)
    quality = [json.loads((checkpoint.parent / "quality.json").read_text(encoding="utf-8")) for checkpoint in arguments.checkpoints]
    samples = paint_samples()
    weights = arguments.models / "weights"
    base = next(iter(networks.values()))
    worst = export_map(base, side, weights / "csrnet-map.onnx", samples)
    for style, network in networks.items():
        worst = max(worst, export_decision(network, side, weights / f"csrnet-{style}.onnx", samples))
    record_tensors(networks, side, arguments.fixtures, samples)
    entries = describe_files(networks, side, weights)
    for entry, measured in zip(entries, quality):
        entry["measuredQuality"] = measured
    write_manifest(arguments.models / "manifest.json", entries, quality[0])
    print(f"largest difference from PyTorch {worst:.1e}")


if __name__ == "__main__":
    main()
