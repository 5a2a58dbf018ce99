"""Exports CSRNet to two ONNX graphs and compares them with PyTorch.

    python export_onnx.py runs/csrnet/checkpoint.pt --fixtures ../../tests/models/csrnet

`csrnet-decide.onnx` turns the condition copy into the 262 numbers of one photo's map; `csrnet-map.onnx` applies such a map
to any pixels. Reducing the photo to the condition copy stays outside the graph. The recorded tensors let the graphs be
tested where there is no PyTorch. Needs the packages onnx and onnxruntime.
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
from csrnet import CSRNet, MODULATION_SIZES
from data import HERE, read_photo_list, shrink_tensor
from evaluate import load_network

OPSET = 17
PARITY_TOLERANCE = 1e-4
"""Largest difference allowed: single precision, three layers, sums in another order."""

DECIDED = ("Scale and shift of the 64, 64 and 3 features of the colour map's three layers, in the order scale 1, shift 1, scale 2, "
           "shift 2, scale 3, shift 3; the input `modulation` of csrnet-map.")
MAPPED = "Each pixel mapped by the photo's colour map and clamped; the same colour gives the same colour wherever it stands."


class DecideGraph(nn.Module):
    """The condition branch: (1, 3, side, side) to (1, 262)."""

    def __init__(self, network: CSRNet):
        super().__init__()
        self.network = network

    def forward(self, copy):
        return self.network.decide(copy)


class MapGraph(nn.Module):
    """The colour map: pixels (1, 3, H, W) and (1, 262) to pixels, clamped to [0, 1]."""

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


def export_graph(module: nn.Module, inputs: dict, output: str, path: Path, free_sides=()) -> None:
    """Writes one graph and checks its form."""
    axes = {name: {2: "H", 3: "W"} for name in free_sides}
    torch.onnx.export(module.eval(), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=[output],
                      opset_version=OPSET, dynamic_axes=axes, do_constant_folding=True)
    graph = onnx.load(str(path))
    graph.producer_name, graph.producer_version = "openretouch-recipe", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


@torch.no_grad()
def compare(module: nn.Module, path: Path, cases) -> float:
    """Largest difference between PyTorch and ONNX Runtime over cases (dictionaries of inputs)."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for case in cases:
        expected = module(*case.values()).numpy()
        found = session.run(None, {name: value.numpy() for name, value in case.items()})[0]
        worst = max(worst, float(np.abs(found - expected).max()))
    return worst


@torch.no_grad()
def export_network(network: CSRNet, side: int, folder: Path, samples) -> float:
    """Writes both graphs and returns the largest difference from PyTorch on samples and on odd sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    decide, apply = DecideGraph(network), MapGraph(network)
    copies = [shrink_tensor(sample, side) for sample in samples]
    modulations = [network.decide(copy) for copy in copies]
    export_graph(decide, {"copy": copies[0]}, "modulation", folder / "csrnet-decide.onnx")
    export_graph(apply, {"pixels": samples[0], "modulation": modulations[0]}, "retouched", folder / "csrnet-map.onnx",
                 free_sides=("pixels", "retouched"))
    odd = torch.rand(1, 3, 33, 71, generator=torch.Generator().manual_seed(0))
    map_cases = [{"pixels": sample, "modulation": modulation} for sample, modulation in zip([*samples, odd], [*modulations, modulations[0]])]
    worst = max(compare(decide, folder / "csrnet-decide.onnx", [{"copy": copy} for copy in copies]),
                compare(apply, folder / "csrnet-map.onnx", map_cases))
    if worst > PARITY_TOLERANCE:
        raise RuntimeError(f"ONNX Runtime and PyTorch differ by {worst:.2e} (expected at most {PARITY_TOLERANCE:.0e})")
    return worst


@torch.no_grad()
def record_tensors(network: CSRNet, side: int, folder: Path, samples) -> None:
    """Writes inputs and outputs of both graphs: `case-N.bin` holds float32 tensors in the order of `cases.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for number, sample in enumerate(samples):
        pixels = sample[:, :, :: max(1, sample.shape[2] // 24), :: max(1, sample.shape[3] // 24)].contiguous()
        copy = shrink_tensor(sample, side)
        modulation = network.decide(copy)
        retouched = network.map_pixels(pixels, modulation).clamp(0, 1)
        tensors = {"copy": copy, "modulation": modulation, "pixels": pixels, "retouched": retouched}
        name = f"case-{number}.bin"
        (folder / name).write_bytes(b"".join(tensor.numpy().astype("<f4").tobytes() for tensor in tensors.values()))
        cases.append({"file": name, "tensors": [{"name": key, "shape": list(tensor.shape)} for key, tensor in tensors.items()]})
    text = json.dumps({"madeBy": "models/recipe/export_onnx.py", "dtype": "float32 little-endian", "cases": cases}, indent=2)
    (folder / "cases.json").write_text(text + "\n", encoding="utf-8")


def describe_files(side: int, folder: Path) -> list:
    """The parts of the manifest entries that follow from the files: sizes, hashes, tensors."""
    def describe(tensor, shape, encoding, limits, **more):
        return {"name": tensor, "shape": shape, "type": "float32", "range": limits, "encoding": encoding, **more}

    picture = [1, 3, "H", "W"]
    numbers = describe("modulation", [1, sum(MODULATION_SIZES)], "none", [-32, 32])
    graphs = {
        "csrnet-neutral": ("csrnet-decide.onnx", [describe("copy", [1, 3, side, side], "srgb", [0, 1], size=[side, side])],
                           [numbers | {"meaning": DECIDED}]),
        "csrnet-map": ("csrnet-map.onnx", [describe("pixels", picture, "srgb", [0, 1]), numbers],
                       [describe("retouched", picture, "srgb", [0, 1], meaning=MAPPED)]),
    }
    entries = []
    for name, (file, inputs, outputs) in graphs.items():
        content = (folder / file).read_bytes()
        entries.append({"id": name, "operation": "csrnet", "file": f"weights/{file}", "byteCount": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(), "opset": OPSET, "inputs": inputs, "outputs": outputs})
    return entries


def list_training_data() -> list:
    """Sources of the training photos with licences and counts, as the manifest wants them."""
    addresses = {source["source"]: source["address"] for source in read_sources()}
    counts = Counter((row["source"], row["licence"]) for row in read_photo_list() if row["split"] == "train")
    return [{"name": source, "url": addresses[source], "licence": licence, "photoCount": count}
            for (source, licence), count in sorted(counts.items())]


def write_manifest(path: Path, entries: list, quality: list) -> None:
    """Replaces the entries of these ids in the manifest and keeps all others."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    ids = {entry["id"] for entry in entries}
    manifest["models"] = [entry for entry in manifest["models"] if entry["id"] not in ids]
    shared = {"trainingData": list_training_data(), "licence": "CC-BY-4.0", "measuredQuality": quality}
    manifest["models"] += [entry | shared for entry in entries]
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help="with quality.json beside it, as evaluate.py writes it")
    parser.add_argument("--models", type=Path, default=HERE.parent, help="folder of manifest.json and weights/")
    parser.add_argument("--fixtures", type=Path, required=True)
    arguments = parser.parse_args()
    network, side = load_network(arguments.checkpoint)
    samples = paint_samples()
    weights = arguments.models / "weights"
    worst = export_network(network, side, weights, samples)
    record_tensors(network, side, arguments.fixtures, samples)
    quality = json.loads((arguments.checkpoint.parent / "quality.json").read_text(encoding="utf-8"))
    write_manifest(arguments.models / "manifest.json", describe_files(side, weights), quality)
    print(f"largest difference from PyTorch {worst:.1e}")


if __name__ == "__main__":
    main()
