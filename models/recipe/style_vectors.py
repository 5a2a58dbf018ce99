"""The built-in styles: names, descriptions and vectors, made of the training photos as synthetic experts retouch them.

A style's vector is the preference of all finished training photos in that style, as a person's vector is that of the liked ones.
"""

from pathlib import Path

import torch
from torch import Tensor

from data import read_photo_list
from degrade import round_to_8_bits
from expert_stream import PIXELS_PER_PHOTO, PhotoStore, split_colours
from experts import apply_expert, load_experts
from pienet import StyleEmbedding, find_preference

BUILT_IN = {
    "golden": ("Golden", "Warm evening light, golden highlights, a little more colour."),
    "nordic": ("Nordic", "Cool and bright with little colour."),
    "matte": ("Matte", "Faded blacks, soft contrast, quiet colours."),
    "punch": ("Punch", "Strong contrast and strong colours."),
    "teal and orange": ("Teal and orange", "Teal shadows under warm highlights, as films have them."),
    "black and white": ("Black and white", "No colour at all, clear contrast, dark skies."),
    "sepia": ("Sepia", "Most colour gone, brown as an old print."),
    "airy": ("Airy", "Light and open, pale greens, bright skin."),
    "moody": ("Moody", "Dark, with muted greens and blues."),
    "rose": ("Rose", "Pink light, violet shadows, lifted blacks."),
}


def gather_finished(photos: Path, seed: int = 11) -> PhotoStore:
    """Every finished colour photo of the training split once, as a crop."""
    rows = [row for row in read_photo_list() if row["split"] == "train" and row["tier"] != "A3" and row["black_and_white"] != "1"]
    return PhotoStore(photos, 1, seed, rows)


@torch.no_grad()
def embed_in_style(embedding: StyleEmbedding, expert: dict, colours: Tensor) -> Tensor:
    """Vectors (N, 64) of photos (N, 3, P) as an expert retouches them."""
    return embedding(*split_colours(round_to_8_bits(apply_expert(expert, colours, colours[:, :, -PIXELS_PER_PHOTO:]))))


def make_built_in_styles(embedding: StyleEmbedding, photos: Path):
    """The built-in styles as the file has them, and what readiness is measured against."""
    colours = gather_finished(photos).colours / 255
    styles, agreements = [], []
    for expert in load_experts()["known"]:
        if expert["name"] not in BUILT_IN:
            continue
        vectors = embed_in_style(embedding, expert, colours)
        preference = find_preference(vectors)
        agreements.append(vectors @ preference)
        name, description = BUILT_IN[expert["name"]]
        styles.append({"id": expert["name"].replace(" ", "-"), "name": name, "description": description,
                       "vector": [round(value, 5) for value in preference.tolist()]})
    every, plain = torch.stack([torch.tensor(style["vector"]) for style in styles]), embed_in_style(embedding, {"operations": []}, colours)
    rows, columns = torch.triu_indices(len(every), len(every), 1)
    between = (every @ every.T)[rows, columns]
    readiness = {
        "meaning": "cosines: `oneStyle`, of photos in a built-in style with its vector, quantiles 0.1, 0.5, 0.9; `untouched`, of finished photos "
                   "without a style with their own preference, the median; `betweenStyles`, of two built-in styles, the median and the largest",
        "oneStyle": [round(float(torch.cat(agreements).quantile(q)), 3) for q in (0.1, 0.5, 0.9)],
        "untouched": round(float((plain @ find_preference(plain)).median()), 3),
        "betweenStyles": [round(float(between.median()), 3), round(float(between.max()), 3)],
    }
    return styles, readiness
