"""Bring the page's two borrowed parts into the package: htmx, and the countries' outlines as SVG paths.

    npm pack htmx.org@2.0.11 world-atlas@2.0.2
    python docs/vendor_web.py FOLDER_WITH_THE_TWO_ARCHIVES

Writes ``src/onrecord/web/static/htmx.min.js``, ``src/onrecord/web/world-110m.json``, ``world-50m.json`` (a list of
``{"code", "name", "box", "path"}``: ISO 3166 alpha-3, or '' where the territory has none; the box and the path in degrees, x
east, y south, no projection) and ``static/VENDORED.md`` with version, licence and SHA-256 of everything that was taken.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pycountry

WEB = Path(__file__).parent.parent / "src" / "onrecord" / "web"
DECIMALS = {"110m": 1, "50m": 2}
SMALLEST = {"110m": 0.0, "50m": 0.02}
"""Rings whose box is narrower than this, in degrees, are left out: they would be less than a pixel at any zoom shown."""
NO_NUMBER = {"Kosovo": "KOS"}

Point = tuple[float, float]


def member(archive: Path, name: str) -> bytes:
    """A file of an npm archive."""
    with tarfile.open(archive) as packed:
        found = packed.extractfile(f"package/{name}")
        if found is None:
            raise FileNotFoundError(f"{name} in {archive}")
        return found.read()


def degrees(topology: Any) -> list[list[Point]]:
    """The arcs of a quantised TopoJSON in degrees (specification: github.com/topojson/topojson-specification)."""
    (sx, sy), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [(x * sx + dx, y * sy + dy) for x, y in accumulate(arc, lambda a, b: [a[0] + b[0], a[1] + b[1]])]
        for arc in topology["arcs"]
    ]


def rings(arcs: list[list[Point]], geometry: Any) -> Iterator[list[Point]]:
    """The rings of a geometry. One that crosses the antimeridian goes on beyond it instead of running round the globe."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                piece = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += piece[1:] if points else piece
            start = points[0][0]
            yield [(x - 360 * round((x - start) / 360), y) for x, y in points]


def path(points: list[Point], decimals: int) -> str:
    """An SVG path in steps relative to the point before; points that fall together are dropped."""
    scale = 10**decimals
    rounded = [(round(x * scale), round(-y * scale)) for x, y in points]
    out, last = "", rounded[0]
    for point in rounded[1:-1]:
        if point != last:
            out += f"{' ' if out and point[0] >= last[0] else ''}{_short(point[0] - last[0], scale)}"
            out += f"{'' if point[1] < last[1] else ' '}{_short(point[1] - last[1], scale)}"
            last = point
    first = rounded[0]
    return f"M{_short(first[0], scale)} {_short(first[1], scale)}l{out}z" if out else ""


def _short(number: int, scale: int) -> str:
    text = f"{number / scale:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def countries(raw: bytes, detail: str) -> list[dict[str, Any]]:
    topology = json.loads(raw)
    arcs = degrees(topology)
    found = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        land = pycountry.countries.get(numeric=geometry.get("id", ""))
        every = list(rings(arcs, geometry))
        shapes = [r for r in every if _wide(r) >= SMALLEST[detail]] or [max(every, key=_wide)]
        drawn = "".join(path(ring, DECIMALS[detail]) for ring in shapes)
        xs, ys = [x for r in shapes for x, _ in r], [-y for r in shapes for _, y in r]
        box = [round(n, 1) for n in (min(xs), min(ys), max(xs), max(ys))]
        found.append({"code": land.alpha_3 if land else NO_NUMBER.get(name, ""), "name": name, "box": box, "path": drawn})
    return found


def _wide(ring: list[Point]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def main(folder: Path) -> None:
    (htmx,) = folder.glob("htmx.org-*.tgz")
    (atlas,) = folder.glob("world-atlas-*.tgz")
    script = member(htmx, "dist/htmx.min.js")
    (WEB / "static" / "htmx.min.js").write_bytes(script)
    rows = [("htmx.min.js", htmx, "dist/htmx.min.js", "0BSD", script)]
    for detail in DECIMALS:
        raw = member(atlas, f"countries-{detail}.json")
        text = json.dumps(countries(raw, detail), ensure_ascii=False, separators=(",", ":"))
        (WEB / f"world-{detail}.json").write_text(text + "\n", encoding="utf-8")
        rows.append(
            (f"../world-{detail}.json", atlas, f"countries-{detail}.json", "ISC; Natural Earth data: public domain", raw)
        )
    lines = [
        "# Borrowed parts",
        "",
        "Written by `python docs/vendor_web.py`. `SHA-256` is of the file as it stands in the npm archive; the outlines are",
        "turned into SVG paths on the way (points rounded, specks left out), htmx is taken unchanged.",
        "",
        "| file | from | licence | SHA-256 |",
        "|---|---|---|---|",
        *(
            f"| `{name}` | npm `{archive.stem.rpartition('-')[0]}` {archive.stem.rpartition('-')[2]}, `{inside}` | {licence} "
            f"| `{hashlib.sha256(data).hexdigest()}` |"
            for name, archive, inside, licence, data in rows
        ),
        "",
        "htmx: Copyright (c) 2020, Big Sky Software; Zero-Clause BSD. world-atlas: Copyright 2013-2019 Michael Bostock; ISC",
        "(permission to use, copy, modify and distribute for any purpose with or without fee is hereby granted, provided that",
        "the copyright notice and this permission notice appear in all copies; the software is provided as is). Made with",
        "Natural Earth.",
        "",
    ]
    (WEB / "static" / "VENDORED.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
