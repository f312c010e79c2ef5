"""Copy detection beside its peers, on the same texts in one run, each in a process of its own.

    python -m benchmarks.copies ../shared/data/copies/reuters21578 [--json FILE] [--texts N] [--peers a,b] [--hundred-thousand]

Every method gets the raw texts of Reuters-21578 and is timed from there, on one thread: to its signatures (what it keeps of a
text), and to pairs. Peak memory is the process's own, less what it took before the first text was hashed. Recall and precision
are of pairs, against the truth of ``evals/copies.py``; for the peers before any verification, which none of them has.

- onrecord: shingles, candidates, exact verification (containment >= .8)
- datasketch: MinHash 128 over five-word shingles, MinHashLSH at .5
- rensa: RMinHash 128 over five-word shingles, RMinHashLSH with 16 bands
- daft: ``minhash`` 128 over five words, 16 bands of 8 joined
- text-dedup: its MinHash signatures, 128 over five words, 16 bands of 8

``--hundred-thousand``: 100,000 texts made of the same (every word of each further round marked, so that rounds share nothing),
for the memory of an index and of finding pairs in it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from evals.copies import load, truth

PERMUTATIONS, BANDS, ROWS = 128, 16, 8
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
Found = tuple[float, float, Iterable[tuple[int, int]]]


def peak() -> float:
    """Megabytes at the highest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def shingled(text: str) -> list[bytes]:
    """Five-word shingles as the peers are usually given them."""
    words = re.findall(r"\w+", text.lower())
    return [" ".join(words[i : i + 5]).encode() for i in range(max(0, len(words) - 4))]


def onrecord(texts: Sequence[str]) -> Found:
    """This package: to sampled shingles; to verified pairs."""
    from onrecord.copies.candidates import pairs, verified
    from onrecord.copies.fingerprint import shingles

    begun = time.perf_counter()
    batch = shingles(texts)
    hashed = time.perf_counter() - begun
    first, second, _ = verified(texts, pairs(batch), 0.8)
    return hashed, time.perf_counter() - begun, list(zip(first.tolist(), second.tolist(), strict=True))


def datasketch(texts: Sequence[str]) -> Found:
    """MinHash.bulk over shingles, then MinHashLSH."""
    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    signatures = MinHash.bulk([shingled(text) for text in texts], num_perm=PERMUTATIONS)
    hashed = time.perf_counter() - begun
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    found = []
    for k, signature in enumerate(signatures):
        found += [(other, k) for other in index.query(signature)]
        index.insert(k, signature)
    return hashed, time.perf_counter() - begun, found


def rensa(texts: Sequence[str]) -> Found:
    """RMinHash over shingles, then RMinHashLSH."""
    from rensa import RMinHash, RMinHashLSH

    begun = time.perf_counter()
    signatures = []
    for text in texts:
        signature = RMinHash(num_perm=PERMUTATIONS, seed=1)
        signature.update([part.decode() for part in shingled(text)])
        signatures.append(signature)
    hashed = time.perf_counter() - begun
    index = RMinHashLSH(threshold=0.5, num_perm=PERMUTATIONS, num_bands=BANDS)
    found = []
    for k, signature in enumerate(signatures):
        found += [(other, k) for other in index.query(signature)]
        index.insert(k, signature)
    return hashed, time.perf_counter() - begun, found


def daft(texts: Sequence[str]) -> Found:
    """Daft's minhash, texts normalised by Daft first; the bands are joined in Python, as its guide does with a group-by."""
    import daft as engine

    begun = time.perf_counter()
    frame = engine.from_pydict({"text": list(texts)})
    words = engine.col("text").lower().regexp_replace(r"\W+", " ").strip()
    rows = frame.select(words.minhash(num_hashes=PERMUTATIONS, ngram_size=5).alias("h")).to_pydict()["h"]
    hashed = time.perf_counter() - begun
    found = banded([bytes(memoryview(_uint32(row))) for row in rows])
    return hashed, time.perf_counter() - begun, found


def _uint32(row: Sequence[int]) -> Any:
    import numpy as np

    return np.asarray(row, dtype=np.uint32)


def text_dedup(texts: Sequence[str]) -> Found:
    """text-dedup's own function for signatures; the bands joined in Python, as its script does."""
    import numpy as np
    from text_dedup.minhash import embed_func
    from text_dedup.utils import xxh3_32hash

    top, prime = np.uint32((1 << 32) - 1), np.uint32((1 << 32) - 5)
    made = np.random.RandomState(42)
    spans = [(k * ROWS, (k + 1) * ROWS) for k in range(BANDS)]
    given: dict[str, Any] = {
        "num_perm": PERMUTATIONS,
        "ngram_size": 5,
        "min_length": 5,
        "hashranges": spans,
        "permutations": (made.randint(1, prime, size=PERMUTATIONS), made.randint(0, prime, size=PERMUTATIONS)),
        "hash_func": xxh3_32hash,
        "dtype": np.uint32,
        "max_hash": top,
        "modulo_prime": prime,
    }
    begun = time.perf_counter()
    rows = [b"".join(embed_func(text, k, **given)["__signatures__"]) for k, text in enumerate(texts)]
    hashed = time.perf_counter() - begun
    return hashed, time.perf_counter() - begun, banded(rows)


def banded(signatures: Sequence[bytes]) -> set[tuple[int, int]]:
    """Pairs of which any band of the signature agrees."""
    found: set[tuple[int, int]] = set()
    for band in range(BANDS):
        places: dict[bytes, list[int]] = defaultdict(list)
        for k, row in enumerate(signatures):
            size = len(row) // BANDS
            if row:
                places[row[band * size : (band + 1) * size]].append(k)
        for owners in places.values():
            found.update(combinations(owners, 2))
    return found


PEERS: dict[str, Callable[[Sequence[str]], Found]] = {
    "onrecord": onrecord, "datasketch": datasketch, "rensa": rensa, "daft": daft, "text-dedup": text_dedup,
}  # fmt: skip


def one(name: str, folder: Path, cache: Path, count: int) -> dict[str, object]:
    """Measure one method; runs in its own process."""
    everything = load(folder)
    sizes, copies, cut = truth(everything, cache)
    reports = everything[:count]
    texts = [report.text for report in reports]
    at = {report.id: k for k, report in enumerate(reports)}
    PEERS[name](texts[:50])  # imports and first-call costs are not part of the speed
    before = peak()
    hashed, whole, found = PEERS[name](texts)
    memory = peak() - before
    known = {k for n, k in at.items() if n in sizes}
    got = {(min(p), max(p)) for p in found if p[0] in known and p[1] in known}
    wanted = {(min(at[a], at[b]), max(at[a], at[b])) for a, b in copies if a in at and b in at}
    cuts = {(min(at[a], at[b]), max(at[a], at[b])) for a, b in cut if a in at and b in at}
    return {
        "texts": len(texts),
        "signatures_per_second": round(len(texts) / hashed),
        "pairs_per_second": round(len(texts) / whole),
        "pairs_seconds": round(whole, 2),
        "memory_mb": round(memory, 1),
        "recall": round(len(got & wanted) / max(1, len(wanted)), 4),
        "recall_cut": round(len(got & cuts) / max(1, len(cuts)), 4),
        "precision": round(len(got & wanted) / max(1, len(got)), 4),
    }


def hundred_thousand(folder: Path) -> dict[str, object]:
    """Memory and time of an index of 100,000 reports, of asking it, and of finding all pairs."""
    from dataclasses import replace

    from onrecord.copies import Index
    from onrecord.copies.candidates import pairs, verified
    from onrecord.copies.fingerprint import shingles

    base = load(folder)
    before = peak()
    reports = list(base)
    for turn in range(1, 6):
        mark = rf"\1{'x' * turn}"
        reports += [replace(r, id=f"{r.id}-{turn}", text=re.sub(r"(\w+)", mark, r.text)) for r in base]
    reports = reports[:100_000]
    texts_mb = peak() - before
    begun = time.perf_counter()
    index = Index()
    index.add(reports)
    added = time.perf_counter() - begun
    index_mb = peak() - before - texts_mb
    begun = time.perf_counter()
    asked = sum(len(index.query(report)) for report in reports[::1000])
    query = (time.perf_counter() - begun) / len(reports[::1000])
    begun = time.perf_counter()
    texts = [report.text for report in reports]
    found = verified(texts, pairs(shingles(texts)), 0.8)
    return {
        "reports": len(reports),
        "texts_mb": round(texts_mb),
        "index_mb": round(index_mb),
        "index_reports_per_second": round(len(reports) / added),
        "query_ms": round(1000 * query, 2),
        "answers": asked,
        "all_pairs_seconds": round(time.perf_counter() - begun, 1),
        "pairs": len(found[0]),
        "peak_mb_whole_process": round(peak()),
    }


def main() -> int:
    """Run every method in turn, print a table and write the raw numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "onrecord-evals")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--hundred-thousand", action="store_true")
    parser.add_argument("--text-dedup-python", type=Path, help="interpreter of an environment that has text-dedup")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(hundred_thousand(given.folder) if given.one == "100000" else _one(given)))
        return 0
    names = [*given.peers.split(","), *(["100000"] if given.hundred_thousand else [])]
    result: dict[str, Any] = {"machine": platform.processor() or platform.machine(), "python": platform.python_version()}
    result["load_before"] = round(os.getloadavg()[0], 2)
    for name in names:
        python = str(given.text_dedup_python) if name == "text-dedup" and given.text_dedup_python else sys.executable
        command = [python, "-m", "benchmarks.copies", str(given.folder), "--one", name, "--texts", str(given.texts)]
        command += ["--cache", str(given.cache)]
        done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, capture_output=True, text=True, check=False)
        told = done.stdout.strip().splitlines()
        failed = {"not run": (done.stderr.strip().splitlines() or ["no output"])[-1][:200]}
        result[name] = json.loads(told[-1]) if done.returncode == 0 and told else failed
        print(name, json.dumps(result[name]), flush=True)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def _one(given: argparse.Namespace) -> dict[str, object]:
    return one(given.one, given.folder, given.cache, given.texts)


if __name__ == "__main__":
    sys.exit(main())
