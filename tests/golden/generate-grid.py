"""Writes grid.json: bilateral slicing by scipy.ndimage.map_coordinates (trilinear, edges held) for each coefficient.

Run: python3 tests/golden/generate-grid.py
"""
import json, pathlib
import numpy as np
import scipy
from scipy.ndimage import map_coordinates

random = np.random.default_rng(20261124)
width, height = 13, 9
rgb = random.uniform(-0.1, 1.1, (height, width, 3)).astype(np.float32)
luma = rgb.astype(np.float64) @ [0.299, 0.587, 0.114]
ys, xs = np.mgrid[0:height, 0:width]


def slice_grid(grid):
    """grid is (depth, height, width, C), nodes at cell centres of the picture and of luma 0 to 1."""
    depth, grid_height, grid_width, count = grid.shape
    at = [luma * depth - 0.5, (ys + 0.5) / height * grid_height - 0.5, (xs + 0.5) / width * grid_width - 0.5]
    return np.stack([map_coordinates(grid[..., k].astype(np.float64), at, order=1, mode="nearest") for k in range(count)], axis=-1)


def case(form, shared, shape):
    per_step = 1 if shared else 3
    count = (2 if form == "affine" else 3) * per_step
    grid = random.uniform(-0.4, 1.2, (*shape, count)).astype(np.float32)
    k = slice_grid(grid)
    pixels = rgb.astype(np.float64)
    if form == "affine":
        out = k[..., :per_step] * pixels + k[..., per_step:]
    else:
        out = np.clip(pixels, 0, 1)
        for step in range(3):
            out = out + k[..., step * per_step : (step + 1) * per_step] * out * (1 - out)
    return {"form": form, "shared": shared, "depth": shape[0], "height": shape[1], "width": shape[2],
            "data": [round(float(v), 8) for v in grid.ravel()], "output": [round(float(v), 9) for v in out.ravel()]}


golden = {
    "command": "python3 tests/golden/generate-grid.py", "tool": f"SciPy {scipy.__version__} ndimage.map_coordinates", "dtype": "float64 over float32 inputs",
    "tolerance": "tests/tolerances.ts, golden.grid", "width": width, "height": height, "rgb": [round(float(v), 8) for v in rgb.ravel()],
    "cases": [case("affine", True, (1, 3, 4)), case("affine", False, (6, 4, 5)), case("curve", True, (8, 2, 3)), case("curve", False, (2, 5, 1))],
}
pathlib.Path(__file__).with_name("grid.json").write_text(json.dumps(golden) .replace('{"form"', '\n{"form"') + "\n")
