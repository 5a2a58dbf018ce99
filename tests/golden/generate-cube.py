"""Reads .cube files of tests/formats/cube/valid with OpenColorIO and records what it makes of a few colours.

Run from the repository root, with Debian's python3-pyopencolorio: python3 tests/golden/generate-cube.py
"""

import json

import numpy as np
import PyOpenColorIO as ocio

FOLDER = "tests/formats/cube/valid/"
FILES = [
    "asymmetric-3d.cube",
    "domain-3d.cube",
    "range-3d.cube",
    "table-1d.cube",
    "domain-1d.cube",
    "range-1d.cube",
    "shaper-and-3d.cube",
    "written.cube",
]

rng = np.random.default_rng(19950703)


def colours():
    """Wide-range noise, ties between fractions (faces shared by tetrahedra), nodes, and corners, as float32."""
    noise = rng.uniform(-0.6, 1.8, (60, 3))
    inside = rng.uniform(0, 1, (60, 3))
    ties = rng.uniform(0, 1, (24, 3))
    for row, (a, b) in zip(ties, [(0, 1), (1, 2), (0, 2)] * 8):
        row[a] = row[b]
    nodes = rng.integers(0, 5, (24, 3)) / 4
    corners = [[r, g, b] for r in (0, 1) for g in (0, 1) for b in (0, 1)]
    return np.concatenate([noise, inside, ties, nodes, corners]).astype(np.float32)


def evaluate(name, rgb):
    transform = ocio.FileTransform(src=FOLDER + name, interpolation=ocio.INTERP_BEST)
    processor = ocio.Config.CreateRaw().getProcessor(transform)
    cpu = processor.getOptimizedCPUProcessor(ocio.BIT_DEPTH_F32, ocio.BIT_DEPTH_F32, ocio.OPTIMIZATION_NONE)
    out = rgb.copy()
    cpu.applyRGB(out)
    return out


def numbers(array):
    return [float(f"{value:.8g}") for value in array.ravel()]


inputs = colours()
golden = {
    "tool": f"OpenColorIO {ocio.__version__} (Debian python3-pyopencolorio)",
    "command": "python3 tests/golden/generate-cube.py",
    "interpolation": "best: tetrahedral (3D), linear (1D); no optimisation",
    "dtype": "float32",
    "tolerances": "tests/tolerances.ts, section formats",
    "input": numbers(inputs),
    "output": {name: numbers(evaluate(name, inputs)) for name in FILES},
}
with open("tests/golden/cube.json", "w", encoding="ascii") as file:
    fields = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in golden.items() if key != "output"]
    rows = [f"  {json.dumps(name)}: {json.dumps(values)}" for name, values in golden["output"].items()]
    file.write("{\n" + ",\n".join(fields) + ',\n "output": {\n' + ",\n".join(rows) + "\n }\n}\n")
