"""The map of styles in the model card: vectors of photos in two dimensions, a colour for each style."""

import colorsys

import torch
from PIL import Image, ImageDraw

from baselines_pienet import join_sets

SIDE, MARGIN, KEY = 760, 20, 190


def draw_map(vectors: torch.Tensor, names: list, known: int) -> Image.Image:
    """Draws vectors (K, n, 64): means of five photos as dots, the mean of all as a ring, a square where the style was never trained on.

    The plane holds the two directions in which the means of the styles differ most.
    """
    means, dots = vectors.mean(1), join_sets(vectors, 5, True)
    middle = means.mean(0)
    plane = torch.linalg.svd(means - middle, full_matrices=False).Vh[:2].T
    places = (dots - middle) @ plane
    low, high = places.flatten(0, 1).amin(0), places.flatten(0, 1).amax(0)
    image = Image.new("RGB", (SIDE + KEY, SIDE), "white")
    pen = ImageDraw.Draw(image)

    def locate(point) -> list:
        return (MARGIN + (point - low) / (high - low) * (SIDE - 2 * MARGIN)).tolist()

    for number, name in enumerate(names):
        colour = tuple(int(255 * part) for part in colorsys.hsv_to_rgb(number * 0.618 % 1, 0.55 + 0.4 * (number % 2), 0.85 - 0.3 * (number // 2 % 2)))
        shape = pen.ellipse if number < known else pen.rectangle
        for point in places[number]:
            x, y = locate(point)
            shape((x - 3, y - 3, x + 3, y + 3), fill=colour)
        x, y = locate((means[number] - middle) @ plane)
        shape((x - 8, y - 8, x + 8, y + 8), outline=colour, width=3)
        top = MARGIN + number * 28
        shape((SIDE + 4, top, SIDE + 14, top + 10), fill=colour)
        pen.text((SIDE + 20, top), name, fill="black")
    return image
