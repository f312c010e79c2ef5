"""How quick reading is, and what it spends its time on: words a second, share of the processor's int8 peak, cold start, memory.

    python -m benchmarks.reading FOLDER [--reports 500] [--threads 2] [--weights FOLDER] [--out benchmarks/results/reading.json]

FOLDER holds real reports as ``.txt``. Measured: the network with all heads over new sentences; the whole reader (segments,
sentences, words, network, attributions); reports to claims; ``onrecord annotate`` of one report in a new process; memory as
reports go by, in a new process; a plain product in 8 bits by the same runtime, as the peak that this machine gives; operator by
operator, what the model's time goes to. Start-up is left out but in the cold start. Each figure is the best of some rounds,
with the machine's load beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from onrecord.model import Report
from onrecord.pipeline import claims_of_reports
from onrecord.reader import Reader
from onrecord.reader.network import Network
from onrecord.reader.pieces import Cutter, Part, batches, feed
from onrecord.reader.reading import Draft

TOGETHER = 32
"""Reports read in common batches, as ``onrecord.reader`` has it."""


def texts(folder: Path, count: int) -> list[str]:
    """The texts of ``count`` reports, evenly over the folder in the order of names."""
    paths = sorted(folder.rglob("*.txt"))
    if len(paths) < count:
        raise SystemExit(f"{folder} holds {len(paths)} reports, {count} are asked for: name a larger folder or fewer --reports")
    return [paths[i * len(paths) // count].read_text(encoding="utf-8", errors="replace") for i in range(count)]


def best(rounds: int, run: Callable[[], None]) -> dict[str, float]:
    """Seconds by the clock and of the processor in the quickest round."""
    found: list[tuple[float, float]] = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return {"wall": min(wall for wall, _ in found), "cpu": min(cpu for _, cpu in found)}


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[i : i + TOGETHER] for i in range(0, len(values), TOGETHER))


def speeds(network: Network, reports: Sequence[str], rounds: int) -> dict[str, Any]:
    """Words a second of the network, of the reader and of all up to claims."""
    drafts = [Draft(text, ()) for text in reports]
    seen: set[Any] = set()
    new: list[list[Any]] = []
    for chunk in chunks(drafts):
        keys = list(dict.fromkeys(key for draft in chunk for key in draft.keys))
        new.append([key for key in keys if key not in seen])
        seen.update(keys)
    words = sum(len(key[0]) for chunk in new for key in chunk)
    everything = sum(len(key[0]) for draft in drafts for key in draft.keys)

    def alone() -> None:
        with ThreadPoolExecutor(2) as pool:
            for _ in pool.map(network.read, new):
                pass

    def reader() -> None:
        for _ in Reader(network).read_ahead((text, ()) for text in reports):
            pass

    def claims() -> None:
        for _ in claims_of_reports(Report(f"sha256:{i}", text, published="2020-01-02") for i, text in enumerate(reports)):
            pass

    network.read(new[0])
    out: dict[str, Any] = {"reports": len(reports), "words": everything, "new_words": words}
    for name, run, count, times in (
        ("network", alone, words, rounds),
        ("reader", reader, words, rounds),
        ("claims", claims, everything, 1),
    ):
        found = best(times, run)
        out[name] = {
            "words_a_second": round(count / found["wall"]),
            "wall_us_a_word": round(found["wall"] / count * 1e6, 1),
            "cpu_us_a_word": round(found["cpu"] / count * 1e6, 1),
        }
    return out


def peak(threads: int) -> dict[str, int]:
    """Thousand million operations a second of one large product in 8 bits, and of the shape of the model's largest."""
    out = {}
    for name, rows, inputs, outputs in (("large", 2048, 2048, 2048), ("of_the_model", 1024, 384, 1536)):
        chance = np.random.default_rng(0)
        weight = chance.integers(-127, 128, (inputs, outputs)).astype(np.int8)
        graph = helper.make_graph(
            [helper.make_node("MatMulInteger", ["x", "weight"], ["y"])],
            "peak",
            [helper.make_tensor_value_info("x", TensorProto.UINT8, [rows, inputs])],
            [helper.make_tensor_value_info("y", TensorProto.INT32, [rows, outputs])],
            [numpy_helper.from_array(weight, "weight")],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
        model.ir_version = 8
        session = _session(model.SerializeToString(), threads)
        given = {"x": chance.integers(0, 256, (rows, inputs)).astype(np.uint8)}
        times = max(1, int(4e9 / (rows * inputs * outputs)))

        def run(session: Any = session, given: Any = given, times: int = times) -> None:
            for _ in range(times):
                session.run(None, given)

        out[name] = round(2 * rows * inputs * outputs * times / best(15, run)["wall"] / 1e9)
    return out


def _session(model: bytes, threads: int, prefix: str = "") -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    if prefix:
        options.enable_profiling = True
        options.profile_file_prefix = prefix
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def operators(weights: Path, parts: Sequence[Part]) -> dict[str, Any]:
    """By operator, milliseconds of one thread; operations in 8 bits, and how many a second while a product runs."""
    model = onnx.load(str(weights / "model.onnx"))
    inner = {node.output[0]: node for node in model.graph.node}
    inputs = {one.name: numpy_helper.to_array(one).shape for one in model.graph.initializer}
    kinds, made = {}, {}
    for node in inner.values():
        if node.op_type == "MatMulIntegerToFloat":
            made[node.name] = 2 * inputs[node.input[1]][0] * inputs[node.input[1]][1]
        kinds[node.name] = node.op_type
    with tempfile.TemporaryDirectory() as place:
        session = _session(model.SerializeToString(), 1, f"{place}/profile")
        together = batches(parts)
        wall: list[float] = []
        rounds = 3
        for batch in together * rounds:
            given = feed(batch)
            start = time.perf_counter()
            session.run(None, given)
            wall.append(time.perf_counter() - start)
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    spent: dict[tuple[str, str], list[float]] = defaultdict(list)
    rows: dict[str, int] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            kind, node = event["args"]["op_name"], event["name"].removesuffix("_kernel_time")
            spent[kind, node].append(event["dur"] / 1e3)
            if node in made:
                shape = next(iter(event["args"]["output_type_shape"][0].values()))
                rows[node] += int(np.prod(shape[:-1]))
    runs = len(together)
    total: Counter[str] = Counter()
    for (kind, _), times in spent.items():
        # The same batches in each round: the quickest of each counts.
        total[kind] += np.array(times).reshape(rounds, runs).min(0).sum()
    quickest = np.array(wall).reshape(rounds, runs).min(0).sum() * 1e3
    operations = sum(made[node] * count / rounds for node, count in rows.items())
    words = sum(len(part.at) for part in parts)
    pieces = sum(len(part.ids) for part in parts)
    return {
        "words": words,
        "pieces": pieces,
        "batches": runs,
        "milliseconds": round(quickest, 1),
        "int8_operations": int(operations),
        "int8_gops_in_products": round(operations / total["MatMulIntegerToFloat"] / 1e6),
        "share": {
            **{kind: round(value / quickest, 4) for kind, value in total.most_common()},
            "between operators": round(1 - sum(total.values()) / quickest, 4),
        },
    }


def cold(text: str, rounds: int) -> dict[str, float]:
    """Seconds of ``onrecord annotate`` of one report in a new process."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "report.txt"
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "onrecord.cli", "annotate", str(path)]

        # As where the package is installed, its compiled modules are there; here, from the first round.
        surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        surroundings["PYTHONPYCACHEPREFIX"] = place
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
        found: list[tuple[float, float]] = []
        for _ in range(rounds):
            wall, before = time.perf_counter(), os.times()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings)
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
            found.append((time.perf_counter() - wall, cpu))
    wall_times, cpu_times = zip(*found, strict=True)
    return {
        "words": len(text.split()),
        "best": round(min(wall_times), 2),
        "median": round(float(np.median(wall_times)), 2),
        "cpu": round(min(cpu_times), 2),
    }


def memory(folder: Path, count: int) -> dict[str, int]:
    """Megabytes resident after so many reports, up to their claims, in a new process; "peak" the most there ever was."""
    command = [sys.executable, "-m", "benchmarks.reading", str(folder), "--reports", str(count), "--memory"]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    out: dict[str, int] = json.loads(told)
    return out


def _resident() -> dict[str, int]:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return {line.split(":")[0]: int(line.split()[1]) // 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}


def _memory(reports: Sequence[str]) -> dict[str, int]:
    out = {"0": _resident()["VmRSS"]}
    read = claims_of_reports(Report(f"sha256:{i}", text, published="2020-01-02") for i, text in enumerate(reports))
    for number, _ in enumerate(read, 1):
        if number in (1, 32, 64, 128) or number % 256 == 0 or number == len(reports):
            out[str(number)] = _resident()["VmRSS"]
    return {**out, "peak": _resident()["VmHWM"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--weights", type=Path, default=Path(str(resources.files("onrecord.reader") / "weights")))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--memory", action="store_true", help="only the memory, in this process")
    args = parser.parse_args()
    reports = texts(args.folder, args.reports)
    if args.memory:
        # Reports as they come: each read from its file would be the same but for the file.
        print(json.dumps(_memory(reports)))
        return
    load = os.getloadavg()
    network = Network.load(args.threads, args.weights)
    result: dict[str, Any] = {"threads": args.threads, "onnxruntime": onnxruntime.__version__, "load_before": load}
    result["int8_peak_gops"] = {"one thread": peak(1), f"{args.threads} threads": peak(args.threads)}
    result["speed"] = speeds(network, reports, args.rounds)
    some = reports[:: max(1, len(reports) // 64)]
    keys = list(dict.fromkeys(key for text in some for key in Draft(text, ()).keys))
    parts = Cutter(Tokenizer.from_file(str(args.weights / "tokenizer.json"))).cut(keys)
    model = result["model"] = operators(args.weights, parts)
    per_word = model["int8_operations"] / model["words"]
    whole = result["int8_peak_gops"][f"{args.threads} threads"]["large"] * 1e9
    result["share_of_int8_peak"] = {
        name: round(per_word * result["speed"][name]["words_a_second"] / whole, 3) for name in ("network", "reader", "claims")
    }
    result["cold_annotate_seconds"] = cold(sorted(reports, key=len)[len(reports) // 2], 5)
    result["memory_megabytes"] = memory(args.folder, args.reports)
    result["load_after"] = os.getloadavg()
    told = json.dumps(result, indent=1)
    print(told)
    if args.out is not None:
        args.out.write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
