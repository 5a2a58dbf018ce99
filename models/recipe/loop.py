"""The training loop: one run of any network, with its checkpoint, schedule, average and log.

A run that was stopped goes on from its last checkpoint and ends with the same weights as one that was never stopped, on the
same machine and number of threads.
"""

import ast
import copy
import csv
import math
import os
import runpy
import time
from pathlib import Path

import torch


def read_config(path: Path, changes) -> dict:
    """The plain values of a config file, with `name=value` changes; an unknown name is an error.

    A file that names another one of its folder in `inherits` has that one's values where it has none of its own.
    """
    config = {name: value for name, value in runpy.run_path(str(path)).items() if not name.startswith("_")}
    if "inherits" in config:
        config = read_config(path.with_name(config.pop("inherits")), []) | config
    for change in changes:
        name, _, value = change.partition("=")
        if name not in config:
            raise ValueError(f"{path}: no setting named {name} (expected one of {', '.join(sorted(config))})")
        config[name] = ast.literal_eval(value)
    return config


class Run:
    """A training run of any network: network, average, optimiser, random generator and step, saved and restored together."""

    def __init__(self, config: dict, out: Path, device: str, make_network):
        self.config, self.out, self.device = config, out, device
        torch.manual_seed(config["seed"])
        self.network = make_network().to(device)
        self.average = copy.deepcopy(self.network)
        self.optimizer = torch.optim.Adam(self.network.parameters(), config["learning_rate"])
        self.generator = torch.Generator().manual_seed(config["seed"])
        self.step = 0
        out.mkdir(parents=True, exist_ok=True)
        if (out / "checkpoint.pt").exists():
            self.restore()

    def restore(self) -> None:
        saved = torch.load(self.out / "checkpoint.pt", map_location=self.device)
        changed = [name for name, value in saved["config"].items() if self.config.get(name) != value]
        if changed:
            raise ValueError(f"{self.out}: checkpoint of other settings: {', '.join(changed)} (expected another --out)")
        self.network.load_state_dict(saved["network"])
        self.average.load_state_dict(saved["average"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.generator.set_state(saved["generator"].cpu())
        self.step = saved["step"]

    def save(self) -> None:
        state = {"network": self.network.state_dict(), "average": self.average.state_dict(),
                 "optimizer": self.optimizer.state_dict(), "generator": self.generator.get_state(),
                 "step": self.step, "config": self.config}
        torch.save(state, self.out / "checkpoint.part")
        os.replace(self.out / "checkpoint.part", self.out / "checkpoint.pt")

    def advance(self, measure) -> float:
        """One step of the optimiser on `measure(network, generator)`; returns the loss."""
        progress = self.step / self.config["steps"]
        rate = self.config["learning_rate"] * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in self.optimizer.param_groups:
            group["lr"] = rate * min(1, (self.step + 1) / self.config["warm_up_steps"])
        loss = measure(self.network, self.generator)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.config["average_decay"], self.step / (self.step + 10))
        with torch.no_grad():
            for kept, current in zip(self.average.parameters(), self.network.parameters()):
                kept.lerp_(current, 1 - decay)
            for kept, current in zip(self.average.buffers(), self.network.buffers()):
                kept.copy_(current)
        return float(loss)

    def log(self, row: dict) -> None:
        path = self.out / "log.csv"
        is_new = not path.exists()
        with open(path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row)
            if is_new:
                writer.writeheader()
            writer.writerow(row)
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)


def train(run: Run, measure, judge=None, stop_at: int = 0) -> None:
    """Runs to the end of the schedule, or to step `stop_at`.

    Args:
        measure: `measure(network, generator)` draws a batch and returns its loss.
        judge: `judge(network)` returns scores of the averaged network, to be logged.
    """
    last_step = min(stop_at or run.config["steps"], run.config["steps"])
    saved_at, recent, busy_seconds = time.monotonic(), [], 0.0
    while run.step < last_step:
        started = time.process_time()
        recent.append(run.advance(measure))
        busy_seconds += time.process_time() - started
        is_due = run.step % run.config["evaluate_steps"] == 0 or run.step == last_step
        if is_due or time.monotonic() - saved_at > run.config["checkpoint_seconds"]:
            run.save()
            saved_at = time.monotonic()
        if is_due and judge:
            row = {"step": run.step, "loss": f"{sum(recent) / len(recent):.4f}",
                   "cpu_s_per_step": f"{busy_seconds / len(recent):.4f}"}
            run.log(row | {name: f"{value:.3f}" for name, value in judge(run.average).items()})
            recent, busy_seconds = [], 0.0
