"""Quick scores of PieNet while it trains: on photos and, in part, experts it never sees. The card's tables are evaluate_pienet.py's."""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from color import srgb_to_linear
from data import read_photo_list
from degrade import apply_faults, draw_faults, round_to_8_bits
from expert_stream import PIXELS_PER_PHOTO, PhotoStore, split_colours
from experts import apply_expert, load_experts
from photo_statistics import measure_statistics
from pienet import Enhancer, StyleEmbedding, find_preference

LIKED = 20


def list_judged_rows() -> list:
    """Finished colour photos of the held-out split: what is retouched and told apart."""
    return [row for row in read_photo_list() if row["split"] == "held-out" and row["tier"] != "A3" and row["black_and_white"] != "1"]


def list_liked_rows() -> list:
    """Photos that stand for a person's liked ones: none trained on, none judged."""
    return [row for row in read_photo_list() if row["black_and_white"] != "1"
            and (row["split"] in ("left-out", "shown") or row["split"] == "held-out" and row["tier"] == "A3")]


def find_psnr(first: Tensor, second: Tensor) -> Tensor:
    """PSNR in dB of each sample."""
    return -10 * torch.log10(((first - second) ** 2).flatten(1).mean(1).clamp_min(1e-9))


class Judge:
    """Photos and experts of judging, rendered once."""

    def __init__(self, photos: Path, faults: dict):
        judged, liked = (PhotoStore(photos, 1, 7, rows).colours / 255 for rows in (list_judged_rows(), list_liked_rows()))
        generator = torch.Generator().manual_seed(9)
        self.pixels = judged[:, :, -PIXELS_PER_PHOTO:]
        drawn = draw_faults(len(judged), generator, faults | {"untouched": 0.0})
        self.faulty = round_to_8_bits(apply_faults(srgb_to_linear(self.pixels), drawn))
        self.experts = load_experts()
        self.judged, self.liked = ({group: [self.render(expert, colours) for expert in experts] for group, experts in self.experts.items()}
                                   for colours in (judged, liked))
        self.order = torch.randperm(len(liked), generator=generator)

    @staticmethod
    def render(expert: dict, colours: Tensor) -> Tensor:
        return round_to_8_bits(apply_expert(expert, colours, colours[:, :, -PIXELS_PER_PHOTO:]))

    @torch.no_grad()
    def judge_embedding(self, embedding: StyleEmbedding) -> dict:
        """Shares of single photos, and of sets of all, that are nearest to the prototype of their own style."""
        scores = {}
        for group in self.experts:
            prototypes = torch.stack([find_preference(embedding(*split_colours(styled))[self.order[:LIKED]]) for styled in self.liked[group]])
            singles = torch.stack([embedding(*split_colours(styled)) for styled in self.judged[group]])
            own = torch.arange(len(prototypes))
            scores[f"{group}_single"] = float(((singles @ prototypes.T).argmax(2) == own[:, None]).float().mean())
            fives = find_preference(singles[:, : singles.shape[1] // 5 * 5].unflatten(1, (-1, 5)))
            scores[f"{group}_set5"] = float(((fives @ prototypes.T).argmax(2) == own[:, None]).float().mean())
        return scores

    @torch.no_grad()
    def judge_enhancer(self, network: Enhancer, embedding: StyleEmbedding) -> dict:
        """PSNR with the right, another's and the mean preference of 20 liked photos, and the strength on untouched photos."""
        scores, statistics = {}, measure_statistics(self.faulty)
        for group in self.experts:
            preferences = torch.stack([find_preference(embedding(*split_colours(styled))[self.order[:LIKED]]) for styled in self.liked[group]])
            mean = F.normalize(preferences.mean(0), dim=0)
            rows, strengths = [], []
            for place, styled in enumerate(self.judged[group]):
                target = styled[:, :, -PIXELS_PER_PHOTO:]

                def retouch(pixels, seen, preference):
                    return network(pixels[:, :, None], seen, preference.expand(len(pixels), -1)).clamp(0, 1)[:, :, 0]

                wanted = (preferences[place], preferences[(place + 3) % len(preferences)], mean)
                results = [self.faulty, *(retouch(self.faulty, statistics, one) for one in wanted)]
                rows.append([find_psnr(result, target).mean() for result in results])
                clean = retouch(self.pixels, measure_statistics(self.pixels), preferences[place])
                way = target - self.pixels
                strengths.append((way * (clean - self.pixels)).sum() / (way**2).sum())
                rows[-1].append(find_psnr(clean, target).mean())
            means = torch.tensor(rows).mean(0)
            names = ("in", "right", "wrong", "mean", "clean")
            scores |= {f"{group}_{name}": float(value) for name, value in zip(names, means)}
            scores[f"{group}_strength"] = float(torch.stack(strengths).mean())
        return scores


def make_judge(photos: Path, config: dict, embedding: StyleEmbedding = None):
    """`judge(network)` for the loop: of the second stage where an embedding is given."""
    judge = Judge(photos, config.get("faults", {}))
    if embedding is None:
        return lambda trainer: judge.judge_embedding(trainer.embedding)
    return lambda network: judge.judge_enhancer(network, embedding)
