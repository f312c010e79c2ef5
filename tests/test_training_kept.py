"""What frozen weights say, learnt beside a teacher's lessons; and a course of training that goes on where it stopped."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from training import course, kept  # noqa: E402
from training.network import LINEAR_HEADS, Network  # noqa: E402
from training.train import losses  # noqa: E402

SIZES = {"upos": 5, "xpos": 7, "lemma": 11, "event": 4, "ner": 5, "time": 5, "source": 3, "cue": 3, "content": 3, "rel": 6}


@pytest.fixture(scope="module")
def networks() -> list[Any]:
    made = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        made.append(Network(60, SIZES, 64, 12).eval())
    return made


@pytest.fixture
def batch() -> dict[str, Any]:
    chance = random.Random(6)
    lengths = (5, 3)
    return {
        "ids": torch.tensor([[chance.randrange(1, 60) if i < n else 0 for i in range(5)] for n in lengths]),
        "shapes": torch.zeros(2, 5, dtype=torch.long),
        "firsts": torch.tensor([[i if i < n else 0 for i in range(5)] for n in lengths]),
        "mask": torch.arange(5) < torch.tensor(lengths)[:, None],
    }


def test_what_is_kept_is_the_mean_of_what_the_weights_say(networks: list[Any], batch: dict[str, Any]) -> None:
    both = kept.told(networks, batch)
    each = [kept.told([network], batch) for network in networks]
    mask = batch["mask"]
    for name in [*(f"kept:{name}" for name in LINEAR_HEADS), "kept:arc", "each:time"]:
        assert torch.allclose(both[name][mask], torch.stack([one[name] for one in each]).mean(0)[mask], atol=1e-4)
        assert torch.allclose(both[name][mask].sum(-1), torch.tensor(1.0), atol=1e-3)
    assert both["kept:arc"][1, :3, 4:].max() < 1e-6, "a word of the padding is nobody's head"
    assert both["fact"].isnan().equal(~mask)


def test_weights_held_to_themselves_hardly_move(networks: list[Any], batch: dict[str, Any]) -> None:
    own, other = networks
    sizes = []
    for keeper in (own, other):
        own.zero_grad()
        parts = losses(own, kept.told([keeper], batch))
        assert set(parts) == {*(f"kept {name}" for name in (*LINEAR_HEADS, "arc", "rel", "time")), "fact"}
        torch.stack(list(parts.values())).sum().backward()
        sizes.append(sum(float(p.grad.norm()) for p in own.parameters() if p.grad is not None))
        assert all(p.grad is None for p in other.parameters()), "the weights kept to are frozen"
    assert sizes[0] < 0.2 * sizes[1]


def test_a_course_goes_on_from_its_last_checkpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def follow(steps_drawn: list[int], until: int) -> Any:
        torch.manual_seed(0)
        network = torch.nn.Linear(3, 1)
        groups = [{"params": list(network.parameters()), "lr": 0.1}]

        def draw() -> course.Batch:
            steps_drawn.append(1)
            if len(steps_drawn) > until:
                raise KeyboardInterrupt
            return {"x": torch.ones(4, 3), "mask": torch.ones(4, 3, dtype=torch.bool)}

        def losses(batch: course.Batch) -> dict[str, Any]:
            return {"off": (network(batch["x"]) - 2).square().mean()}

        course.run(
            network, groups, draw, losses, checkpoint=tmp_path / "model.pt", steps=60, warm=5, save=20, bf16=False,
            rng=random.Random(1),
        )  # fmt: skip
        return network

    with pytest.raises(KeyboardInterrupt):
        follow([], 45)
    assert torch.load(tmp_path / "model.pt", weights_only=True)["step"] == 40
    drawn: list[int] = []
    network = follow(drawn, 100)
    assert len(drawn) == 20
    assert network(torch.ones(1, 3)).item() == pytest.approx(2, abs=0.2)
    assert "50/60" in capsys.readouterr().out
