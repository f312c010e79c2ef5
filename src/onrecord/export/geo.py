"""Claims with a place as GeoJSON (RFC 7946): a point each, with the columns of the table as properties."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from onrecord.export.columns import NAMES, Row

_PROPERTIES = tuple(name for name in NAMES if name not in ("claim", "lat", "lon"))


def write_geojson(rows: Iterable[Row], out: TextIO) -> int:
    """Write the rows that have coordinates, one feature a line; how many there were. Longitude comes first."""
    out.write('{"type": "FeatureCollection", "features": [')
    written = 0
    for row in rows:
        if row["lat"] is not None and row["lon"] is not None:
            out.write((",\n" if written else "\n") + json.dumps(_feature(row), ensure_ascii=False))
            written += 1
    out.write("\n]}\n")
    return written


def _feature(row: Row) -> dict[str, Any]:
    properties = {name: row[name] for name in _PROPERTIES if row[name] is not None}
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
    return {"type": "Feature", "id": row["claim"], "geometry": point, "properties": properties}


def read_geojson(file: TextIO) -> Iterator[Row]:
    """The rows of a collection that ``write_geojson`` wrote."""
    for feature in json.load(file)["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        told = {"claim": feature["id"], "lat": lat, "lon": lon, **feature["properties"]}
        yield {name: told.get(name) for name in NAMES}
