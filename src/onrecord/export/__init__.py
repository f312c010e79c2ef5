"""The record for other programs: CSV, HXL, JSON Lines, Parquet, GeoJSON, PLOVER event JSON, and the evidence bundle.

``columns`` says what a row of the tables holds; ``take`` gets it out of a ledger.
"""

from onrecord.export.bundle import bundle_files, check_bundle, write_bundle
from onrecord.export.columns import COLUMNS, Carrier, Column, Row, Told, row
from onrecord.export.geo import read_geojson, write_geojson
from onrecord.export.parquet import read_parquet, write_parquet
from onrecord.export.plover import plover_record, read_plover, write_plover
from onrecord.export.table import read_csv, write_csv
from onrecord.export.take import FILE_FORMATS, FORMATS, TEXT_FORMATS, rows, write_file, write_text

__all__ = [
    "COLUMNS",
    "FILE_FORMATS",
    "FORMATS",
    "TEXT_FORMATS",
    "Carrier",
    "Column",
    "Row",
    "Told",
    "bundle_files",
    "check_bundle",
    "plover_record",
    "read_csv",
    "read_geojson",
    "read_parquet",
    "read_plover",
    "row",
    "rows",
    "write_bundle",
    "write_csv",
    "write_file",
    "write_geojson",
    "write_parquet",
    "write_plover",
    "write_text",
]
