"""What a teacher says, as the student is held against it: exact marginals of a CRF, and a loss that they make."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from training import batches  # noqa: E402
from training.data import Example  # noqa: E402
from training.lessons import marginals  # noqa: E402
from training.network import Crf  # noqa: E402

LENGTHS, TAGS = (4, 2), 3


@pytest.fixture
def crf() -> Any:
    torch.manual_seed(3)
    made = Crf(TAGS)
    torch.nn.init.normal_(made.step)
    torch.nn.init.normal_(made.first)
    return made


@pytest.fixture
def scores() -> Any:
    torch.manual_seed(4)
    return torch.randn(len(LENGTHS), max(LENGTHS), TAGS)


MASK = torch.arange(max(LENGTHS)) < torch.tensor(LENGTHS)[:, None]


def test_marginals_are_those_of_all_paths(crf: Any, scores: Any) -> None:
    with torch.no_grad():
        each, pairs = marginals(crf, scores, MASK)
    for row, length in enumerate(LENGTHS):
        paths = list(itertools.product(range(TAGS), repeat=length))
        sizes = torch.stack([_score(crf, scores[row], path) for path in paths]).softmax(0)
        for i, tag in itertools.product(range(length), range(TAGS)):
            share = sum(float(size) for size, path in zip(sizes, paths, strict=True) if path[i] == tag)
            assert float(each[row, i, tag]) == pytest.approx(share, abs=1e-5)
        for i, one, two in itertools.product(range(1, length), range(TAGS), range(TAGS)):
            share = sum(float(size) for size, path in zip(sizes, paths, strict=True) if path[i - 1 : i + 1] == (one, two))
            assert float(pairs[row, i, one, two]) == pytest.approx(share, abs=1e-5)
        assert not each[row, length:].any() and not pairs[row, length:].any()


def _score(crf: Any, scores: Any, path: tuple[int, ...]) -> Any:
    steps = sum(crf.step[one, two] for one, two in itertools.pairwise(path))
    return (crf.first[path[0]] + sum(scores[i, tag] for i, tag in enumerate(path)) + steps).detach()


def test_held_against_itself_nothing_is_to_be_learnt(crf: Any, scores: Any) -> None:
    with torch.no_grad():
        told = marginals(crf, scores, MASK)
    given = scores.clone().requires_grad_()
    crf.taught(given, *told, MASK).backward()
    for gradient in (given.grad, crf.step.grad, crf.first.grad):
        assert torch.allclose(gradient, torch.zeros_like(gradient), atol=1e-6)


def test_a_teacher_without_doubts_is_an_annotator(crf: Any, scores: Any) -> None:
    gold = torch.tensor([[0, 2, 1, 1], [2, 2, 0, 0]])
    each = torch.nn.functional.one_hot(gold, TAGS).float() * MASK[..., None]
    pairs = torch.zeros(len(LENGTHS), max(LENGTHS), TAGS, TAGS)
    for row, length in enumerate(LENGTHS):
        for i in range(1, length):
            pairs[row, i, gold[row, i - 1], gold[row, i]] = 1
    assert crf.taught(scores, each, pairs, MASK).item() == pytest.approx(crf.loss(scores, gold, MASK).item(), abs=1e-5)


def test_a_batch_carries_what_the_teacher_says() -> None:
    told = (torch.rand(2, TAGS).half(), torch.rand(2, TAGS, TAGS).half())
    short = (told[0][:1], told[1][:1])
    rows = [
        batches.Encoded(Example(["a", "b"], taught={"cue": told}), [5, 6], [0, 1], [0, 0], {}),
        batches.Encoded(Example(["a"], taught={"cue": short}), [5], [0], [0], {}),
    ]
    batch = batches.collate(rows)
    assert torch.equal(batch["each:cue"][0], told[0].float())
    assert torch.equal(batch["pairs:cue"][1, 0], told[1][0].float()) and not batch["pairs:cue"][1, 1].any()
