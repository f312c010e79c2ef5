"""A course of training: steps, the rate over them, progress, checkpoints, and going on from the last one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

Batch = dict[str, Tensor]

_SHOWN = 25


def groups(network: nn.Module, parts: Sequence[str], rate: float, other: float) -> list[dict[str, Any]]:
    """AdamW's groups: the encoder, whose modules ``parts`` names, at ``rate``, and all else that is trained at ``other``."""
    named = [(name.split(".")[0] in parts, each) for name, each in network.named_parameters() if each.requires_grad]
    return [
        {"params": [each for inside, each in named if inside], "lr": rate, "weight_decay": 0.01},
        {"params": [each for inside, each in named if not inside], "lr": other, "weight_decay": 0.0},
    ]


def run(
    network: nn.Module,
    trained: Sequence[Mapping[str, Any]],
    draw: Callable[[], Batch],
    losses: Callable[[Batch], dict[str, Tensor]],
    *,
    checkpoint: Path,
    steps: int,
    warm: int,
    save: int,
    bf16: bool,
    rng: random.Random,
) -> None:
    """Train ``network`` for ``steps`` steps on the batches that ``draw`` gives, by the sum of their ``losses``.

    ``trained`` are AdamW's groups of parameters; their rates rise over ``warm`` steps and fall evenly to nothing. Writes
    ``checkpoint`` ("network", "optimiser", "schedule", "step") every ``save`` steps and at the end, and goes on from there if
    it exists; ``rng``, by which batches are drawn, is then seeded anew. Prints progress.
    """
    optimiser = torch.optim.AdamW([dict(group) for group in trained], betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))
    )
    start = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        start = state["step"]
        rng.seed(rng.random() + start)
    network.train()
    parameters = [parameter for group in trained for parameter in group["params"]]
    running: dict[str, float] = {}
    began, words = time.time(), 0
    for step in range(start + 1, steps + 1):
        batch = draw()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            parts = losses(batch)
        optimiser.zero_grad(set_to_none=True)
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        schedule.step()
        words += int(batch["mask"].sum())
        for name, value in parts.items():
            running[name] = 0.97 * running.get(name, value.item()) + 0.03 * value.item()
        if step % _SHOWN == 0:
            shown = " ".join(f"{name} {value:.3f}" for name, value in sorted(running.items()))
            seconds = time.time() - began
            print(f"{step}/{steps} {seconds:.0f}s {words / seconds:.0f} words/s  {shown}", flush=True)
        if step % save == 0 or step == steps:
            state = {
                "network": network.state_dict(), "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(), "step": step,
            }  # fmt: skip
            torch.save(state, checkpoint.with_suffix(".tmp"))
            checkpoint.with_suffix(".tmp").replace(checkpoint)


__all__ = ["Batch", "groups", "run"]
