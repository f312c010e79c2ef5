"""The graph that ships against the network that was trained: same numbers in floats, near ones in bytes, and back again."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnxruntime = pytest.importorskip("onnxruntime")
torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

import training.scales  # noqa: E402
from training import graph, shipped  # noqa: E402
from training.narrow import narrowed  # noqa: E402
from training.network import CRF_HEADS, INNER, LINEAR_HEADS, REL, Network, of_state  # noqa: E402
from training.scales import scales  # noqa: E402

from onrecord.reader import network as network_of_the_package  # noqa: E402

SIZES = {"upos": 5, "xpos": 7, "lemma": 11, "event": 4, "ner": 5, "time": 5, "source": 3, "cue": 3, "content": 3, "rel": 6}


@pytest.fixture(scope="module", params=[(INNER, REL), (96, 20)], ids=["wide", "narrow"])
def network(request: pytest.FixtureRequest) -> Any:
    torch.manual_seed(5)
    return Network(60, SIZES, *request.param).eval()


def sentence(chance: random.Random, length: int) -> tuple[list[int], list[int], list[int]]:
    at = sorted(chance.sample(range(1, length - 1), chance.randint(1, length - 2)))
    return [chance.randrange(1, 60) for _ in range(length)], [chance.randrange(10) for _ in range(length)], at


def run(model: Any, batch: list[tuple[list[int], list[int], list[int]]]) -> dict[str, Any]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    lengths = np.array([len(at) for *_, at in batch])
    firsts = np.zeros((len(batch), lengths.max()), np.int64)
    for row, (*_, at) in enumerate(batch):
        firsts[row, : len(at)] = at
    given = {
        "pieces": np.array([pieces for pieces, *_ in batch]),
        "shapes": np.array([shapes for _, shapes, _ in batch]),
        "firsts": firsts,
        "lengths": lengths,
    }
    return dict(zip(graph.OUTPUTS, session.run(None, given), strict=True))


def test_in_floats_the_graph_says_what_the_network_says(network: Any) -> None:
    parameters = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    chance = random.Random(2)
    batch = [sentence(chance, 9) for _ in range(4)]
    said = run(graph.build(parameters, {}), batch)
    for row, (pieces, shapes, at) in enumerate(batch):
        n = len(at)
        with torch.no_grad():
            words = network.encode(torch.tensor([pieces]), torch.tensor([shapes]), torch.tensor([at]))
            arcs = network.arc_scores(words)[0].masked_fill(torch.eye(n, n + 1).roll(1, 1).bool(), -1e4)
            heads = arcs.argmax(-1)
            assert np.allclose(said["arcs"][row, :n, : n + 1], arcs, atol=1e-4)
            assert said["heads"][row, :n].tolist() == heads.tolist()
            assert said["rel"][row, :n].tolist() == network.rel_scores(words, heads[None])[0].argmax(-1).tolist()
            assert np.allclose(said["links"][row, :n, :n], network.link_scores(words)[0], atol=1e-4)
            assert np.allclose(said["fact"][row, :n], network.fact(words)[0, :, 0], atol=1e-4)
            for name in LINEAR_HEADS:
                assert said[name][row, :n].tolist() == network.tags[name](words)[0].argmax(-1).tolist()
            for name in CRF_HEADS:
                assert np.allclose(said[name][row, :n], network.tags[name](words)[0], atol=1e-4)


def test_in_bytes_the_graph_says_nearly_the_same_and_gives_its_parameters_back(network: Any) -> None:
    parameters = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    chance = random.Random(3)
    batch = [sentence(chance, 9) for _ in range(4)]
    found, evened = scales(network, parameters, [sentence(chance, 12) for _ in range(20)])
    model = graph.build(evened, found)
    said, true = run(model, batch), run(graph.build(parameters, {}), batch)
    for name in ("ner", "content", "fact"):
        assert np.abs(said[name] - true[name]).max() < 0.1 * np.abs(true[name]).max()
        assert np.abs(said[name] - true[name]).max() > 0
    back = graph.parameters(model)
    assert {name: value.shape for name, value in back.items()} == {
        name: value.shape for name, value in parameters.items() if not name.startswith("crf.")
    }
    again = run(graph.build(back, {}), batch)
    for name in ("ner", "content", "fact"):
        assert np.allclose(again[name], said[name], atol=0.1 * np.abs(true[name]).max())


def test_a_further_stage_keeps_the_order_of_the_labels_that_it_goes_on_from(tmp_path: Path) -> None:
    labels = {"ner": ["O", "B-ORG", "I-ORG", "I-PER"]}
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    assert shipped.labels(tmp_path / "model.pt") == labels
    packaged = Path(network_of_the_package.__file__).parent / "weights"
    assert shipped.labels(packaged)["ner"][0] == "O"


def test_columns_that_never_change_can_go(network: Any) -> None:
    """Half of the inner columns, and of the relations' sides, are made constant: without them the network says the same."""
    state = {name: value.clone() for name, value in network.state_dict().items()}
    inner, rel = len(state["layers.0.up.bias"]) // 2, len(state["rels.bias"]) // 4
    for name in state:
        if name.endswith(".up.weight"):
            state[name][:inner] = 0
        elif name == "rels.weight":
            state[name].view(2, 2 * rel, -1)[:, 1::2] = 0
        elif name == "rels.bias":
            state[name] += 0.5
    labels = {name: [str(i) for i in range(size)] for name, size in SIZES.items()}
    whole = of_state(state, labels).eval()
    chance = random.Random(4)
    texts = [sentence(chance, 12) for _ in range(20)]
    narrow = of_state(narrowed(whole, inner, rel, texts), labels).eval()
    assert narrow.layers[0].up.out_features == inner and narrow.rels.out_features == 2 * rel
    for pieces, shapes, at in texts:
        given = [torch.tensor([values]) for values in (pieces, shapes, at)]
        with torch.no_grad():
            words, same = whole.encode(*given), narrow.encode(*given)
            heads = torch.zeros(1, len(at), dtype=torch.long)
            assert torch.allclose(words, same, atol=1e-4)
            assert torch.allclose(whole.rel_scores(words, heads), narrow.rel_scores(same, heads), atol=1e-4)


def test_weights_come_back_from_a_checkpoint_and_from_what_ships(network: Any, tmp_path: Path) -> None:
    labels = {name: [str(i) for i in range(size)] for name, size in SIZES.items()}
    torch.save({"network": network.state_dict()}, tmp_path / "model.pt")
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    checkpoint = shipped.load(tmp_path / "model.pt")
    assert all(torch.equal(value, checkpoint.state_dict()[name]) for name, value in network.state_dict().items())
    parameters = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    folder = tmp_path / "exported"
    folder.mkdir()
    onnx.save(graph.build(parameters, {}), str(folder / "model.onnx"))
    crf = {name: {part: getattr(network.crf[name], part).tolist() for part in ("step", "first")} for name in CRF_HEADS}
    (folder / "labels.json").write_text(json.dumps({"labels": labels, "crf": crf}), encoding="utf-8")
    exported = shipped.load(folder)
    for name, value in network.state_dict().items():
        assert torch.allclose(value, exported.state_dict()[name], atol=1e-5), name


def test_weights_settled_on_their_grid_lose_less_than_rounded_ones() -> None:
    chance = np.random.default_rng(3)
    mixed = chance.normal(size=(24, 24)).astype(np.float32)
    rows = (chance.normal(size=(3000, 24)).astype(np.float32) @ mixed).clip(-3, 12)
    weight = (chance.standard_t(3, size=(24, 9)) * 0.1).astype(np.float32)
    step = float(rows.max() - rows.min()) / 255
    site = graph.Scale(step, round(float(-rows.min()) / step))
    settled = training.scales._settled(rows[:2000], weight, site)
    table, by_column = graph.in_bytes(settled, 0)
    assert np.allclose(table * by_column, settled, atol=1e-6)

    def lost(weights: Any) -> float:
        return float(np.mean((training.scales._told(rows[2000:], weights, site) - rows[2000:] @ weight) ** 2))

    assert lost(settled) < 0.8 * lost(weight)
