"""Writes analyse.json: expected values from scikit-image, SciPy and NumPy for the raster and analyse tests.

Command: python3 tests/golden/analyse.py   (the versions used are recorded in the file; all maths is float64)
"""
import json
import pathlib

import numpy
import scipy
import scipy.ndimage
import skimage
import skimage.transform


def random_bytes(seed, *shape):
    return numpy.random.RandomState(seed).randint(0, 256, shape).astype(numpy.uint8)


def area_case(width, height, maximum_side, seed):
    pixels = random_bytes(seed, height, width, 3)
    ratio = min(1, maximum_side / max(width, height))
    out = (max(1, round(height * ratio)), max(1, round(width * ratio)))
    mean = skimage.transform.resize_local_mean(pixels / 255, out, grid_mode=True, channel_axis=2, preserve_range=True)
    return {"width": width, "height": height, "maximumSide": maximum_side, "pixels": pixels.ravel().tolist(),
            "outputWidth": out[1], "outputHeight": out[0], "rgb": mean.ravel().tolist()}


def mask_case(width, height, output_width, output_height, seed):
    samples = random_bytes(seed, height, width)
    mean = skimage.transform.resize_local_mean(samples / 255, (output_height, output_width), grid_mode=True, preserve_range=True)
    return {"width": width, "height": height, "samples": samples.ravel().tolist(), "outputWidth": output_width,
            "outputHeight": output_height, "coverage": mean.ravel().tolist()}


def bilinear_case(width, height, output_width, output_height, seed):
    samples = random_bytes(seed, height, width)
    values = skimage.transform.resize(samples / 255, (output_height, output_width), order=1, mode="edge", anti_aliasing=False)
    return {"width": width, "height": height, "samples": samples.ravel().tolist(), "outputWidth": output_width,
            "outputHeight": output_height, "coverage": values.ravel().tolist()}


def feather_case(radius):
    mask = numpy.zeros((40, 48))
    mask[12:30, 10:26] = 1
    mask[:6, 40:] = 0.5
    blurred = scipy.ndimage.gaussian_filter(mask, radius / 2, mode="nearest", truncate=8)
    return {"radius": radius, "width": 48, "height": 40, "mask": mask.ravel().tolist(), "coverage": blurred.round(9).ravel().tolist()}


def percentile_case(seed):
    values = numpy.random.RandomState(seed).beta(2, 5, 4000).astype(numpy.float32)
    fractions = [0.001, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999]
    return {"values": [round(float(v), 7) for v in values], "fractions": fractions,
            "percentiles": numpy.percentile(values, [100 * f for f in fractions]).tolist(),
            "thresholds": [0.1, 0.3, 0.77], "below": [float((values < t).mean()) for t in (0.1, 0.3, 0.77)]}


golden = {
    "command": "python3 tests/golden/analyse.py",
    "versions": {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-image": skimage.__version__},
    "areas": [area_case(12, 8, 4, 1), area_case(13, 7, 5, 2), area_case(17, 1, 4, 3), area_case(1, 19, 6, 4)],
    "maskAreas": [mask_case(11, 9, 4, 3, 5), mask_case(6, 10, 3, 5, 6)],
    "maskBilinear": [bilinear_case(4, 3, 9, 8, 7)],
    "feathers": [feather_case(radius) for radius in (1, 3.3, 8)],
    "percentiles": percentile_case(8),
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
