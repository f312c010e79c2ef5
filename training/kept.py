"""What weights said before the teacher came, kept ("learning without forgetting", Li and Hoiem, 2016).

A stage under a teacher forgets what the teacher does not teach: tags, trees, lemmas, times, event classes, factuality. So of
every sentence of the lessons what frozen weights say of these is learnt beside, as distributions and not as their best label
alone (``training.train --keep``).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.course import Batch
from training.lessons import marginals
from training.network import LINEAR_HEADS, Network, arcs


def told(keepers: Sequence[Network], batch: Batch) -> Batch:
    """``batch`` with what the mean of ``keepers`` says: ``kept:NAME`` the probabilities of labels [B, N, L], ``kept:arc`` of
    heads [B, N, N + 1], ``kept:heads`` the best of them and ``kept:rel`` the probabilities of their relations; ``each:time``
    and ``pairs:time`` as ``training.lessons`` has them; ``fact``.
    """
    mask = batch["mask"]
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        words = [keeper.encode(batch["ids"], batch["shapes"], batch["firsts"]) for keeper in keepers]
        pairs = list(zip(keepers, words, strict=True))
        out = {
            f"kept:{name}": _mean([keeper.tags[name](seen).float().softmax(-1) for keeper, seen in pairs])
            for name in LINEAR_HEADS
        }
        times = [marginals(keeper.crf["time"], keeper.tags["time"](seen), mask) for keeper, seen in pairs]
        out["each:time"], out["pairs:time"] = _mean([each for each, _ in times]), _mean([both for _, both in times])
        out["kept:arc"] = _mean([arcs(keeper, seen, mask).softmax(-1) for keeper, seen in pairs])
        out["kept:heads"] = out["kept:arc"].argmax(-1)
        rels = [keeper.rel_scores(seen, out["kept:heads"]).float().softmax(-1) for keeper, seen in pairs]
        out["kept:rel"] = _mean(rels)
        fact = _mean([keeper.fact(seen).squeeze(-1).float() for keeper, seen in pairs])
        out["fact"] = fact.masked_fill(~mask, float("nan"))
    return {**batch, **out}


def _mean(said: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(said)).mean(0)


__all__ = ["told"]
