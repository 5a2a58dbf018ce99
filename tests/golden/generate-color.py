"""Computes golden values with scikit-image, SciPy and NumPy. Run by generate-color.mjs; prints JSON."""

import json
import sys

import numpy as np
import scipy
import skimage
from scipy.interpolate import PchipInterpolator
from skimage.color import deltaE_ciede2000, rgb2lab
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

WIDTH, HEIGHT = 21, 16
LUMA = np.array([0.299, 0.587, 0.114])

rng = np.random.default_rng(20041113)


def lab_values():
    rgb = np.round(rng.random((40, 3)), 6)
    rgb[0], rgb[1], rgb[2], rgb[3] = (0, 0, 0), (1, 1, 1), (0.02, 0.02, 0.02), (0, 0, 1)
    return {"srgb": rgb.tolist(), "lab": rgb2lab(rgb).tolist()}


def ciede2000_values():
    first = np.column_stack([rng.uniform(0, 100, 200), rng.uniform(-90, 90, (200, 2))])
    near = first + rng.normal(0, 2, (200, 3))
    far = np.column_stack([rng.uniform(0, 100, 200), rng.uniform(-90, 90, (200, 2))])
    second = np.where(np.arange(200)[:, None] % 2 == 0, near, far)
    first, second = np.round(first, 4), np.round(second, 4)
    return {
        "pairs": np.hstack([first, second]).tolist(),
        "difference": deltaE_ciede2000(first, second).tolist(),
    }


def image_values():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    smooth = np.stack([120 + 90 * np.sin(x / 3), 110 + 80 * np.cos(y / 4), 100 + 4 * x + 2 * y], axis=-1)
    reference = np.clip(np.round(smooth + rng.normal(0, 12, smooth.shape)), 0, 255)
    padded = np.pad(reference, ((1, 1), (1, 1), (0, 0)), mode="edge")
    blurred = sum(padded[i : i + HEIGHT, j : j + WIDTH] for i in range(3) for j in range(3)) / 9
    distorted = {
        "noise": reference + rng.normal(0, 20, reference.shape),
        "blur": blurred,
        "brighter": reference * 0.8 + 60,
        "unrelated": rng.uniform(0, 255, reference.shape),
    }
    cases = []
    for name, image in distorted.items():
        code = np.clip(np.round(image), 0, 255)
        a, b = reference / 255, code / 255
        difference = deltaE_ciede2000(rgb2lab(a), rgb2lab(b)).ravel()
        cases.append(
            {
                "name": name,
                "codes": code.astype(int).ravel().tolist(),
                "psnr": peak_signal_noise_ratio(a, b, data_range=1),
                "ssim": structural_similarity(
                    a @ LUMA,
                    b @ LUMA,
                    gaussian_weights=True,
                    sigma=1.5,
                    use_sample_covariance=False,
                    data_range=1,
                ),
                "ciede2000Mean": float(difference.mean()),
                "ciede2000P99": float(np.percentile(difference, 99, method="inverted_cdf")),
                "ciede2000Maximum": float(difference.max()),
                "ciede2000MaximumIndex": int(difference.argmax()),
            }
        )
    return {"width": WIDTH, "height": HEIGHT, "reference": reference.astype(int).ravel().tolist(), "cases": cases}


def monotone_cubic_values():
    curves = {
        "tone curve": ([0, 0.25, 0.5, 0.75, 1], [0, 0.15, 0.5, 0.88, 1]),
        "uneven steps": ([0, 0.05, 0.1, 0.6, 0.61, 1], [0, 0.4, 0.41, 0.42, 0.95, 1]),
        "turns and plateaus": ([-1, 0, 0.5, 2, 3, 3.25, 5], [2, 2, -1, -1, 4, 0.5, 0.75]),
        "three points": ([0, 0.1, 1], [0, 0.9, 1]),
        "turn at the end": ([0, 1, 2, 3], [0, 0.1, 2, -3]),
    }
    result = []
    for name, (xs, ys) in curves.items():
        at = np.linspace(xs[0], xs[-1], 41)
        result.append({"name": name, "xs": xs, "ys": ys, "at": at.tolist(), "y": PchipInterpolator(xs, ys)(at).tolist()})
    return result


json.dump(
    {
        "tool": f"scikit-image {skimage.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}, Python {sys.version.split()[0]}",
        "lab": lab_values(),
        "ciede2000": ciede2000_values(),
        "images": image_values(),
        "monotoneCubic": monotone_cubic_values(),
    },
    sys.stdout,
)
