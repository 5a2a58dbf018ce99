"""Judges PieNet on photos, and in part on styles, it was never trained on, and prints the tables of the model card.

    python evaluate_pienet.py runs/pienet-enhancer/checkpoint.pt --embedding runs/pienet-embedding/checkpoint.pt --photos DIR [--map map.png]

Retouched are the finished colour photos of the held-out split; a person's liked photos come from the left-out sources, the photos
shown in the repository and held-out snapshots. Weights are judged as they are
shipped, rounded to half precision. Figures of the manifest are written beside the checkpoint as `quality.json`.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from baselines_pienet import DiscriminantEmbedding, find_hits, join_sets, match_statistics
from color import ciede2000, luma, srgb_to_cielab, srgb_to_linear
from data import load_picture, read_photo_list, sample_pixels, shrink_tensor, to_tensor
from degrade import apply_faults, draw_faults, round_to_8_bits
from expert_stream import ExpertStream, PhotoStore
from experts import apply_expert, load_experts
from half_precision import round_deciding_part, round_to_half
from judge_pienet import LIKED, find_psnr, list_judged_rows, list_liked_rows
from map_of_styles import draw_map
from photo_statistics import measure_statistics
from pienet import COPY_SIDE, Enhancer, find_preference
from train_pienet import load_embedding, load_enhancer

COMMAND = "python models/recipe/evaluate_pienet.py CHECKPOINT --embedding CHECKPOINT --photos PHOTOS"
CELLS = COPY_SIDE**2
DRAWS = 4
BOLD = 7.9
"""Styles at least so many CIEDE2000 from the photos are called bold."""


def load_colours(photos: Path, rows) -> Tensor:
    """Small copies and single pixels side by side, (photos, 3, 4096 + 4096), as the product takes them."""
    found = []
    for row in rows:
        picture = to_tensor(load_picture(photos / row["file"]))
        found.append(torch.cat([shrink_tensor(picture, COPY_SIDE).flatten(2), sample_pixels(picture, COPY_SIDE)], 2))
    return round_to_8_bits(torch.cat(found))


def split(colours: Tensor):
    """Copies (N, 3, 64, 64) and statistics (N, 55)."""
    return colours[:, :, :CELLS].unflatten(2, (COPY_SIDE, COPY_SIDE)), measure_statistics(colours[:, :, CELLS:])


def render(expert: dict, colours: Tensor) -> Tensor:
    """An expert's rendering of colours as `load_colours` gives them, in 8 bits."""
    return round_to_8_bits(apply_expert(expert, colours, colours[:, :, CELLS:]))


def find_strength(before: Tensor, after: Tensor, target: Tensor) -> float:
    """How far along the way from photos to their renderings the results lie: 1 is all of it."""
    way = target - before
    return float((way * (after - before)).sum() / (way**2).sum())


def retouch(network: Enhancer, pixels: Tensor, preference: Tensor, every: int = 1) -> Tensor:
    """Retouches every n-th of the single pixels (N, 3, P) of photos by a preference (64)."""
    return network(pixels[:, :, None, ::every], measure_statistics(pixels), preference.expand(len(pixels), -1)).clamp(0, 1)[:, :, 0]


def measure_difference(first: Tensor, second: Tensor) -> float:
    return float(ciede2000(srgb_to_cielab(first), srgb_to_cielab(second)).mean())


def table(title: str, header: list, rows: list) -> None:
    print(f"\n**{title}**\n\n| {' | '.join(header)} |\n|{' --- |' * len(header)}", flush=True)
    for row in rows:
        print("| " + " | ".join(cell if isinstance(cell, str) else f"{cell:.2f}" for cell in row) + " |", flush=True)


class Evaluation:
    """Photos, experts and vectors, made once."""

    def __init__(self, checkpoint: Path, embedding: Path, photos: Path):
        self.network, self.embedding, self.photos = round_deciding_part(load_enhancer(checkpoint)), round_to_half(load_embedding(embedding)), photos
        self.faults = torch.load(checkpoint, map_location="cpu")["config"]["faults"]
        self.experts = load_experts()
        judged, liked = load_colours(photos, list_judged_rows()), load_colours(photos, list_liked_rows())
        generator = torch.Generator().manual_seed(9)
        self.pixels = judged[:, :, CELLS:]
        drawn = draw_faults(len(judged), generator, self.faults | {"untouched": 0.0})
        self.faulty = round_to_8_bits(apply_faults(srgb_to_linear(self.pixels), drawn))
        self.order = torch.stack([torch.randperm(len(liked), generator=generator) for _ in range(DRAWS)])
        self.judged, self.liked, self.vectors, self.copies = {}, {}, {}, {}
        for group, experts in self.experts.items():
            styled = [[render(expert, colours) for expert in experts] for colours in (judged, liked)]
            self.judged[group], self.liked[group] = (torch.stack([one[:, :, CELLS:] for one in part]) for part in styled)
            self.vectors[group] = [torch.stack([self.embedding(*split(one)) for one in part]) for part in styled]
            self.copies[group] = [torch.stack([split(one)[0] for one in part]) for part in styled]
        self.quality = []

    def keep(self, measure: str, value: float, unit: str, photos: str) -> None:
        self.quality.append({"measure": measure, "value": round(float(value), 3), "unit": unit, "photos": photos, "command": COMMAND})

    def find_preferences(self, group: str, count: int = LIKED, draw: int = 0) -> Tensor:
        """Preferences (K, 64) of `count` liked photos in each style of a group."""
        return find_preference(self.vectors[group][1][:, self.order[draw, :count]])

    def judge_preferences(self) -> None:
        """PSNR and CIEDE2000 with the right, another's and the mean preference, and of what needs no network."""
        for inputs, title in ((self.faulty, "Faulty photos"), (self.pixels, "Photos as they are")):
            rows = {}
            for group in self.experts:
                preferences, liked = self.find_preferences(group), self.liked[group][:, self.order[0, :LIKED]]
                mean = F.normalize(preferences.mean(0), dim=0)
                methods = {
                    "no retouch": lambda place: inputs,
                    "statistics matched to the liked photos": lambda place: match_statistics(inputs, liked[place]),
                    "the same at half strength": lambda place: match_statistics(inputs, liked[place], 0.5),
                    "without a style": lambda place: retouch(self.network, inputs, torch.zeros(64)),
                    "another's vector": lambda place: retouch(self.network, inputs, preferences[(place + 3) % len(preferences)]),
                    "mean vector": lambda place: retouch(self.network, inputs, mean),
                    "right vector": lambda place: retouch(self.network, inputs, preferences[place]),
                }
                for name, method in methods.items():
                    results = [(method(place), self.judged[group][place]) for place in range(len(preferences))]
                    differences = [measure_difference(*(part[:, :, ::4] for part in pair)) for pair in results]
                    decibels = float(torch.stack([find_psnr(*pair).mean() for pair in results]).mean())
                    rows.setdefault(name, [name]).extend([decibels, sum(differences) / len(differences)])
            header = ["", "known dB", "CIEDE2000", "unseen dB", "CIEDE2000"]
            table(f"{title} ({len(inputs)} held-out, {LIKED} liked photos)", header, list(rows.values()))
            for column, group in ((1, "known"), (3, "unseen")):
                right, wrong, mean = (rows[name][column] for name in ("right vector", "another's vector", "mean vector"))
                subject = f"{title.lower()}: {len(inputs)} held-out, {len(self.experts[group])} {group} styles, {LIKED} liked photos"
                print(f"{group}: right above mean {right - mean:.2f} dB, above another's {right - wrong:.2f} dB")
                self.keep("mean PSNR with the right vector", right, "dB", subject)
                self.keep("mean CIEDE2000 with the right vector", rows["right vector"][column + 1], "dE00", subject)
                self.keep("right vector above the mean vector", right - mean, "dB", subject)
                self.keep("right vector above another's", right - wrong, "dB", subject)

    def judge_counts(self) -> None:
        """PSNR against the number of liked photos; 200 there are among the training photos only."""
        finished = [row for row in read_photo_list() if row["split"] == "train" and row["tier"] != "A3" and row["black_and_white"] != "1"]
        colours = load_colours(self.photos, finished[:200])
        trained = {group: torch.stack([self.embedding(*split(render(expert, colours))) for expert in experts])
                   for group, experts in self.experts.items()}
        means = {group: F.normalize(self.find_preferences(group).mean(0), dim=0) for group in self.experts}
        bases = {group: sum(self.score(group, place, mean) for place in range(len(self.judged[group]))) / len(self.judged[group])
                 for group, mean in means.items()}
        rows, gains = [], {}
        for name, counts in (("unseen photos", (1, 5, 10, 20, 50)), ("training photos", (20, 50, 200))):
            for count in counts:
                row = [f"{min(count, self.order.shape[1]) if name == 'unseen photos' else count} {name}"]
                for group in self.experts:
                    values = []
                    for draw in range(DRAWS if count < 50 else 1):
                        chosen = torch.randperm(len(colours), generator=torch.Generator().manual_seed(draw))[:count]
                        unseen, seen = self.find_preferences(group, count, draw), find_preference(trained[group][:, chosen])
                        preferences = unseen if name == "unseen photos" else seen
                        values += [self.score(group, place, preference) for place, preference in enumerate(preferences)]
                    gains[name, count, group] = sum(values) / len(values) - bases[group]
                    row += [sum(values) / len(values), gains[name, count, group]]
                rows.append(row)
        table("PSNR on faulty photos against the number of liked photos", ["liked", "known dB", "above mean", "unseen dB", "above mean"], rows)
        for group in self.experts:
            share = gains["training photos", 20, group] / gains["training photos", 200, group]
            print(f"{group}: 20 photos reach {share:.0%} of the gain of 200")
            subject = f"faulty photos: {len(self.faulty)} held-out, {group} styles, liked training photos"
            self.keep("share of the gain of 200 liked photos that 20 reach", share, "1", subject)

    def score(self, group: str, place: int, preference: Tensor) -> float:
        """Mean PSNR of faulty photos, every fourth of their pixels, by a preference against a style."""
        return float(find_psnr(retouch(self.network, self.faulty, preference, 4), self.judged[group][place][:, :, ::4]).mean())

    def judge_retrieval(self) -> None:
        """How often a photo, or a set, is nearest to its own style, beside the linear discriminant analysis."""
        store = PhotoStore(self.photos, 1, 1)
        baseline = DiscriminantEmbedding(store, ExpertStream(60, 3))
        rows = []
        for name in ("hand-made statistics, discriminant analysis", "PieNet"):
            row, is_unit = [name], name == "PieNet"
            for group in self.experts:
                by_hand = ([baseline.embed(F.avg_pool2d(one, 2)) for one in part] for part in self.copies[group])
                queries, liked = self.vectors[group] if is_unit else map(torch.stack, by_hand)
                prototypes = join_sets(liked[:, self.order[0, :LIKED]], LIKED, is_unit)[:, 0]
                row += [find_hits(join_sets(queries, size, is_unit), prototypes) for size in (1, 5, 20)]
            rows.append(row)
        table("Share nearest to their own style", ["", "known: one photo", "5", "20", "unseen: one photo", "5", "20"], rows)
        for column, group in ((1, "known"), (4, "unseen")):
            for offset, what in enumerate(("one photo", "5 photos", "20 photos")):
                subject = f"held-out photos in {len(self.experts[group])} {group} styles"
                self.keep(f"share of {what} nearest to their own style", rows[1][column + offset], "1", subject)

    def judge_strength(self) -> None:
        """How far towards the style the result goes on photos as they are, and what colour black and white keeps."""
        rows, bold = [], []
        for group, experts in self.experts.items():
            for place, preference in enumerate(self.find_preferences(group)):
                result, fourth = retouch(self.network, self.pixels, preference), slice(None, None, 4)
                strength = find_strength(self.pixels, result, self.judged[group][place])
                photo, rendering, found = (part[:, :, fourth] for part in (self.pixels, self.judged[group][place], result))
                style = measure_difference(rendering, photo)
                others = [measure_difference(found, other) for other in (photo, rendering)]
                rows.append([experts[place]["name"], group, style, *others, f"{strength:.0%}"])
                if style >= BOLD:
                    bold.append(strength)
                if experts[place]["monochrome"]:
                    chroma = (result.amax(1) - result.amin(1)).max() * 255
                    print(f"{experts[place]['name']}: largest chroma {float(chroma):.3f} of 255 levels")
                    self.keep("largest chroma of black and white", chroma, "8-bit levels", f"{len(result)} held-out photos")
        table("Strength on photos as they are", ["style", "", "style CIEDE2000", "result", "between them", "strength"], rows)
        print(f"{len(bold)} bold styles: {sum(bold) / len(bold):.0%} of their strength on average, least {min(bold):.0%}")
        subject = f"{len(self.pixels)} held-out photos as they are, {len(bold)} styles"
        self.keep("strength of bold styles", sum(bold) / len(bold), "1", subject)

    def judge_subjects(self) -> None:
        """Whether warm subjects are taken for a warm style: liked photos without a style, the warmest, the coolest and all."""
        copies, statistics = split(load_colours(self.photos, list_liked_rows()))
        vectors, warmth = self.embedding(copies, statistics), (copies[:, 0] - copies[:, 2]).mean((1, 2))
        order, golden = warmth.sort().indices, [expert["name"] for expert in self.experts["known"]].index("golden")
        kinds = {"the 20 warmest": order[-20:], "all": order, "the 20 coolest": order[:20]}
        preferences = {name: find_preference(vectors[chosen]) for name, chosen in kinds.items()}
        preferences["20 in the style golden"] = self.find_preferences("known")[golden]
        rows = []
        for name, preference in preferences.items():
            moved = (retouch(self.network, self.pixels, preference) - self.pixels) * 255
            own = f"{float(warmth[kinds[name]].mean()) * 255:.1f}" if name in kinds else ""
            rows.append([name, own, float((moved[:, 0] - moved[:, 2]).mean()), float(luma(moved).mean())])
        title = "Liked photos without a style, by subject, and what they do to other photos, in 8-bit levels"
        table(title, ["liked", "their R - B", "change of R - B", "change of luma"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--embedding", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--map", type=Path, help="where to draw the map of styles")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with torch.no_grad():
        evaluation = Evaluation(arguments.checkpoint, arguments.embedding, arguments.photos)
        evaluation.judge_preferences()
        evaluation.judge_strength()
        evaluation.judge_counts()
        evaluation.judge_retrieval()
        evaluation.judge_subjects()
        if arguments.map:
            names = [expert["name"] for experts in evaluation.experts.values() for expert in experts]
            draw_map(torch.cat([part[0] for part in evaluation.vectors.values()]), names, len(evaluation.experts["known"])).save(arguments.map)
    (arguments.checkpoint.parent / "quality.json").write_text(json.dumps(evaluation.quality, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
