"""Exports PieNet to ONNX graphs, compares them with PyTorch, writes the built-in styles and the parts of the manifest.

    python export_pienet.py runs/pienet-enhancer/checkpoint.pt --embedding runs/pienet-embedding/checkpoint.pt --photos DIR \\
        --fixtures ../../tests/models/pienet

`pienet-embedding.onnx` turns a finished photo into a vector, `pienet-condition.onnx` a photo's statistics and a preference into
the photo's own colour map, `pienet-map.onnx` applies it. Needs the packages onnx and onnxruntime.
"""

import argparse
import copy
import hashlib
import json
from pathlib import Path

import torch
import torch.nn as nn

from csrnet import CSRNet
from data import HERE, sample_pixels, shrink_tensor
from degrade import round_to_8_bits
from export_onnx import (MAPPED, OPSET, MapGraph, check_parity, compare, describe_modulation, describe_statistics, export_graph,
                         paint_samples, write_manifest)
from half_precision import round_deciding_part, round_to_half
from photo_statistics import STATISTIC_COUNT, measure_statistics
from pienet import COPY_SIDE, VECTOR_LENGTH, Enhancer, StyleEmbedding, keep_colour
from style_vectors import make_built_in_styles
from train_pienet import load_embedding, load_enhancer

PICTURES = ("copy", "pixels")
"""Recorded tensors that are pictures of 8 bits."""

STYLES_SCHEMA = "openretouch/pienet-styles@1"


class ConditionGraph(nn.Module):
    """Statistics and a preference to a modulation and a share of colour."""

    def __init__(self, network: Enhancer):
        super().__init__()
        self.network = network

    def forward(self, statistics, preference):
        return self.network.decide(statistics, preference)


def look_at(encoded: torch.Tensor) -> dict:
    """What the embedding sees of a picture (1, 3, H, W)."""
    return {"copy": shrink_tensor(encoded, COPY_SIDE), "statistics": measure_statistics(sample_pixels(encoded, COPY_SIDE))}


@torch.no_grad()
def export_all(embedding: StyleEmbedding, network: Enhancer, weights: Path, samples, preferences) -> float:
    """Writes the three graphs and returns the largest difference from PyTorch.

    Embedding and condition, whose weights have been rounded (see half_weights.py), store them in half precision; the map is read by the product
    itself and stays as it is.
    """
    seen = [look_at(sample) for sample in samples]
    export_graph(embedding, seen[0], "vector", weights / "pienet-embedding.onnx", in_half=True)
    worst = check_parity(compare(embedding, weights / "pienet-embedding.onnx", seen))
    cases = [{"statistics": one["statistics"], "preference": preference} for one in seen for preference in preferences]
    condition = ConditionGraph(network).eval()
    export_graph(condition, cases[0], ["modulation", "colour"], weights / "pienet-condition.onnx", in_half=True)
    worst = max(worst, check_parity(compare(condition, weights / "pienet-condition.onnx", cases)))
    odd = torch.rand(1, 3, 33, 71, generator=torch.Generator().manual_seed(0))
    mapped = [{"pixels": pixels, "modulation": network.decide(**case)[0]} for pixels, case in zip([*samples, odd], cases)]
    graph = MapGraph(network.map)
    export_graph(graph, mapped[0], "retouched", weights / "pienet-map.onnx", free_sides=("pixels", "retouched"))
    return max(worst, check_parity(compare(graph, weights / "pienet-map.onnx", mapped)))


@torch.no_grad()
def record_tensors(embedding: StyleEmbedding, network: Enhancer, folder: Path, samples, preferences: dict) -> None:
    """Writes inputs and outputs of the graphs and of the whole way from a picture to retouched pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("case-*.bin"):
        old.unlink()
    cases = []
    for number, (name, preference) in enumerate(preferences.items()):
        sample = samples[number % len(samples)]
        pixels = round_to_8_bits(sample[:, :, :: max(1, sample.shape[2] // 24), :: max(1, sample.shape[3] // 24)])
        seen = {"copy": round_to_8_bits(shrink_tensor(sample, COPY_SIDE)), "statistics": look_at(sample)["statistics"]}
        modulation, colour = network.decide(seen["statistics"], preference)
        mapped = network.map.map_pixels(pixels, modulation)
        tensors = {**seen, "vector": embedding(**seen), "preference": preference, "modulation": modulation, "colour": colour,
                   "pixels": pixels, "retouched": mapped.clamp(0, 1), "result": keep_colour(mapped, colour).clamp(0, 1)}
        file = f"case-{number}.bin"
        (folder / file).write_bytes(b"".join(to_bytes(key, tensor) for key, tensor in tensors.items()))
        shapes = [{"name": key, "shape": list(tensor.shape), "type": "uint8 of 255" if key in PICTURES else "float32"} for key, tensor in tensors.items()]
        cases.append({"style": name, "file": file, "tensors": shapes})
    text = json.dumps({"madeBy": "models/recipe/export_pienet.py", "dtype": "little-endian", "cases": cases})
    (folder / "cases.json").write_text(text + "\n", encoding="utf-8")


def to_bytes(name: str, tensor: torch.Tensor) -> bytes:
    """A tensor as it is recorded: pictures of 8 bits in bytes, all else as float32."""
    numbers = tensor.contiguous().numpy()
    return ((numbers * 255).round().astype("u1") if name in PICTURES else numbers.astype("<f4")).tobytes()


def describe_files(network: CSRNet, folder: Path) -> list:
    """The parts of the manifest entries that follow from the files: sizes, hashes, tensors."""
    def describe(tensor, shape, encoding, limits, **more):
        return {"name": tensor, "shape": shape, "type": "float32", "range": limits, "encoding": encoding, **more}

    picture = [1, 3, "H", "W"]
    copy = describe("copy", [1, 3, COPY_SIDE, COPY_SIDE], "srgb", [0, 1], size=[COPY_SIDE, COPY_SIDE])
    statistics = describe("statistics", [1, STATISTIC_COUNT], "none", [0, 1], meaning=describe_statistics())
    numbers = describe("modulation", [1, network.modulation_length], "none", [-32, 32])
    vector = describe("vector", [1, VECTOR_LENGTH], "none", [-1, 1], meaning=(
        "The style of a finished photo as a vector of unit length. The preference of several liked photos is the mean of their vectors, "
        "brought to unit length."))
    preference = describe("preference", [1, VECTOR_LENGTH], "none", [-1, 1], meaning=(
        "The wanted style: of unit length, or shorter for a mix that is to be weaker; zeros retouch without a style."))
    colour = describe("colour", [1, 1], "none", [0, 1], meaning=(
        "Share of colour that is left: after pienet-map, and before any clamp, each pixel is mixed towards its luma (0.299, 0.587, 0.114), "
        "luma + colour (pixel - luma). 1 leaves the map alone, 0 is exactly neutral: black and white."))
    modulation = numbers | {"meaning": describe_modulation(network).replace("csrnet-map", "pienet-map")}
    graphs = {
        "pienet-embedding": ([copy, statistics], [vector], {}),
        "pienet-condition": ([statistics, preference], [modulation, colour], {"map": "pienet-map"}),
        "pienet-map": ([describe("pixels", picture, "srgb", [0, 1]), numbers],
                       [describe("retouched", picture, "srgb", [0, 1], meaning=MAPPED)], {}),
    }
    entries = []
    for name, (inputs, outputs, more) in graphs.items():
        content = (folder / f"{name}.onnx").read_bytes()
        entries.append({"id": name, "operation": "pienet", "file": f"weights/{name}.onnx", "byteCount": len(content),
                        "sha256": hashlib.sha256(content).hexdigest(), "opset": OPSET, **more, "inputs": inputs, "outputs": outputs})
    return entries


def write_styles(path: Path, embedding_file: Path, styles: list, readiness: dict) -> None:
    """Writes the built-in styles with the embedding space they belong to."""
    space = hashlib.sha256(embedding_file.read_bytes()).hexdigest()[:16]
    rows = ",\n".join("    " + json.dumps(style) for style in styles)
    head = f'  "schema": "{STYLES_SCHEMA}",\n  "embedding": "{space}",\n  "readiness": {json.dumps(readiness)},\n'
    path.write_text(f'{{\n{head}  "styles": [\n{rows}\n  ]\n}}\n', encoding="utf-8")


@torch.no_grad()
def measure_rounding(exact: Enhancer, rounded: Enhancer, samples, vectors: dict) -> float:
    """The largest difference in 8-bit levels that rounded weights make to samples in any of the styles."""
    worst = 0.0
    for sample in samples:
        for vector in vectors.values():
            first, second = (network(sample, look_at(sample)["statistics"], vector).clamp(0, 1) for network in (exact, rounded))
            worst = max(worst, 255 * float((first - second).abs().max()))
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help="of the enhancer, with the quality.json of evaluate_pienet.py beside it")
    parser.add_argument("--embedding", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=HERE.parent, help="folder of manifest.json and weights/")
    parser.add_argument("--fixtures", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    embedding, network = round_to_half(load_embedding(arguments.embedding)), load_enhancer(arguments.checkpoint).requires_grad_(False)
    exact = copy.deepcopy(network)
    round_deciding_part(network)
    styles, readiness = make_built_in_styles(embedding, arguments.photos)
    vectors = {style["name"]: torch.tensor([style["vector"]]) for style in styles}
    chosen = {"Black and white": vectors["Black and white"], "Golden and black and white, mixed": (vectors["Golden"] + vectors["Black and white"]) / 2}
    samples, weights = paint_samples(), arguments.models / "weights"
    worst = export_all(embedding, network, weights, samples, list(chosen.values()))
    write_styles(arguments.models / "pienet-styles.json", weights / "pienet-embedding.onnx", styles, readiness)
    record_tensors(embedding, network, arguments.fixtures, samples, chosen)
    quality = json.loads((arguments.checkpoint.parent / "quality.json").read_text(encoding="utf-8"))
    write_manifest(arguments.models / "manifest.json", describe_files(network.map, weights), quality)
    size = sum(file.stat().st_size for file in weights.glob("pienet-*.onnx"))
    moved = measure_rounding(exact, network, samples, vectors)
    print(f"largest difference from PyTorch {worst:.1e}, {size} bytes; half precision moves results by {moved:.2f} 8-bit levels at most")


if __name__ == "__main__":
    main()
