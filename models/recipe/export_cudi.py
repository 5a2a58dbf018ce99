"""Exports a CuDi student to an ONNX graph and compares it with PyTorch.

    python export_cudi.py runs/cudi-student/checkpoint.pt --fixtures ../../tests/models/cudi

`cudi-student.onnx` turns the copy of a photo and the exposures wanted there into maps. Reducing the photo, anchoring, limiting
and enlarging the maps stay outside the graph (`expose.py`, `grid.py`). Needs the packages onnx and onnxruntime.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import numpy_helper

from cudi import BLACK_AND_DARK, COLOUR_LIMIT, GAIN_LIMITS, SLOPE_LIMITS
from data import HERE
from evaluate_cudi import load_student
from expose import COPY_SIDE, PhotoExposer, find_own_exposure
from export_onnx import OPSET, PARITY_TOLERANCE, compare, export_graph, paint_samples, write_manifest

FILE = "cudi-student.onnx"
MEANING = ("Slope K and offset B of every place of the copy, shared by R, G and B: a channel x of a pixel of luma Y becomes "
           f"K Y + B + min(K, C) (x - Y), C = {COLOUR_LIMIT:g} or less in a noisy photo. Run for the wanted exposure E and for the photo's own smoothed exposure E0; use "
           f"K = 1 + K(E) - K(E0), kept within {SLOPE_LIMITS[0]:g} and {SLOPE_LIMITS[1]:g} and at most G, and B = B(E) - B(E0), at most "
           f"(G - K) m, where m is the mean of the copy's channels there and G rises from {GAIN_LIMITS[0]:g} at m = "
           f"{BLACK_AND_DARK[0]:g} to {GAIN_LIMITS[1]:g} at {BLACK_AND_DARK[1]:g}, and is less in a noisy photo. The model card tells how "
           "E is settled, what noise changes and how the maps are enlarged.")


class MapsGraph(nn.Module):
    """Copy (1, 3, side, side) and exposure (1, 1, side, side) to maps (1, 2, side, side)."""

    def __init__(self, student):
        super().__init__()
        self.student = student

    def forward(self, copy, exposure):
        return self.student.find_maps(torch.cat([copy, exposure], 1))


def simplify_pads(path: Path) -> None:
    """Gives every padding of a graph its constant widths and drops the nodes that computed them; states the output's shape.

    The exporter computes the widths of repeated borders inside the graph although they are always one pixel.
    """
    model = onnx.load(str(path))
    graph = model.graph
    graph.initializer.append(numpy_helper.from_array(np.array([0, 0, 1, 1, 0, 0, 1, 1], np.int64), "border"))
    for node in graph.node:
        if node.op_type == "Pad":
            del node.input[1:]
            node.input.append("border")
    needed, kept = {graph.output[0].name}, []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.insert(0, node)
    del graph.node[:]
    graph.node.extend(kept)
    for axis, length in zip(graph.output[0].type.tensor_type.shape.dim, (1, 2, COPY_SIDE, COPY_SIDE)):
        axis.dim_value = length
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


def paint_exposures() -> list:
    """Wanted exposures (1, 1, side, side): one for all, a step, a ramp."""
    step = torch.full((1, 1, COPY_SIDE, COPY_SIDE), 0.35)
    step[..., COPY_SIDE // 2 :] = 0.65
    ramp = torch.linspace(0.2, 0.8, COPY_SIDE).view(1, 1, -1, 1).expand(1, 1, COPY_SIDE, COPY_SIDE).contiguous()
    return [torch.full_like(step, 0.5), step, ramp]


def make_cases(student, samples) -> list:
    """Recorded tensors: what the graph reads and returns, and the anchored, limited maps for the same exposure."""
    cases = []
    for sample, exposure in zip(samples, paint_exposures()):
        exposer = PhotoExposer(student, sample, is_lifted=False, settling_runs=0)
        copy = exposer.copy
        cases.append({"copy": copy, "exposure": exposure, "maps": exposer.find_raw_maps(exposure),
                      "ownExposure": find_own_exposure(copy), "anchoredMaps": exposer.find_copy_maps(exposure)})
    return cases


def record_tensors(cases: list, folder: Path) -> None:
    """Writes `case-N.bin`, float32 tensors in the order of `cases.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    recorded = []
    for number, case in enumerate(cases):
        name = f"case-{number}.bin"
        (folder / name).write_bytes(b"".join(tensor.numpy().astype("<f4").tobytes() for tensor in case.values()))
        recorded.append({"file": name, "tensors": [{"name": key, "shape": list(tensor.shape)} for key, tensor in case.items()]})
    text = json.dumps({"madeBy": "models/recipe/export_cudi.py", "dtype": "float32 little-endian", "cases": recorded}, indent=2)
    (folder / "cases.json").write_text(text + "\n", encoding="utf-8")


def describe_file(path: Path) -> dict:
    """The parts of the manifest entry that follow from the file."""
    def describe(name: str, channels: int, encoding: str, limits: list, **more) -> dict:
        return {"name": name, "shape": [1, channels, COPY_SIDE, COPY_SIDE], "type": "float32", "range": limits,
                "encoding": encoding, **more}

    content, size = path.read_bytes(), [COPY_SIDE, COPY_SIDE]
    return {"id": "cudi-student", "operation": "cudi", "file": f"weights/{FILE}", "byteCount": len(content),
            "sha256": hashlib.sha256(content).hexdigest(), "opset": OPSET,
            "inputs": [describe("copy", 3, "srgb", [0, 1], size=size), describe("exposure", 1, "srgb", [0, 1], size=size)],
            "outputs": [describe("maps", 2, "none", [-32, 32], meaning=MEANING)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help="with quality.json beside it, as evaluate_cudi.py writes it")
    parser.add_argument("--models", type=Path, default=HERE.parent, help="folder of manifest.json and weights/")
    parser.add_argument("--fixtures", type=Path, required=True)
    arguments = parser.parse_args()
    graph = MapsGraph(load_student(arguments.checkpoint))
    path = arguments.models / "weights" / FILE
    cases = make_cases(graph.student, paint_samples())
    inputs = [{name: case[name] for name in ("copy", "exposure")} for case in cases]
    export_graph(graph, inputs[0], "maps", path)
    simplify_pads(path)
    worst = compare(graph, path, [*inputs, *({"copy": case["copy"], "exposure": case["ownExposure"]} for case in cases)])
    if worst > PARITY_TOLERANCE:
        raise RuntimeError(f"ONNX Runtime and PyTorch differ by {worst:.2e} (expected at most {PARITY_TOLERANCE:.0e})")
    record_tensors(cases[:1], arguments.fixtures)
    quality = json.loads((arguments.checkpoint.parent / "quality.json").read_text(encoding="utf-8"))
    write_manifest(arguments.models / "manifest.json", [describe_file(path)], quality)
    print(f"largest difference from PyTorch {worst:.1e}")


if __name__ == "__main__":
    main()
