"""An evidence bundle: a zip that holds the situation report, every source's text, every claim with its evidence, and hashes.

``MANIFEST.sha256`` has the lines that ``sha256sum -c`` reads. The same record gives the same bytes. ``check_bundle`` proves
that nothing in a bundle was changed and that every piece of evidence stands in the text that it names.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from onrecord.contract import claim_line, dumps, family_line, report_line, story_line
from onrecord.report import Material, compose, render
from onrecord.report.material import all_claims

_WHEN = (1980, 1, 1, 0, 0, 0)
_MANIFEST = "MANIFEST.sha256"
_README = """Evidence bundle, made by On Record.

stories/*/report.html     the situation report, to read and print
stories/*/report.md       the same as text
stories/*/record.jsonl    story, families with lineage, reports, claims: one JSON object a line (docs/contract.md)
stories/*/evidence.jsonl  claim, report, start, end, text: text[start:end] of the report is the text, in Unicode code points
texts/*.txt               the reports as received, named by the hash in their id, UTF-8
MANIFEST.sha256           hashes of all of these; check them with: sha256sum -c MANIFEST.sha256
"""


def bundle_files(materials: Iterable[Material], *, date: str | None = None, last: str | None = None) -> dict[str, bytes]:
    """The files of a bundle by their path in it, the manifest last."""
    files = {"README.txt": _README.encode()}
    for material in materials:
        folder = f"stories/{material.story.id.removeprefix('story:')}"
        document = compose(material, date=date, last=last)
        files[f"{folder}/report.html"] = render(document, "html")
        files[f"{folder}/report.md"] = render(document, "md")
        files[f"{folder}/record.jsonl"] = _lines(_record(material))
        files[f"{folder}/evidence.jsonl"] = _lines(_evidence(material))
        for report in material.reports:
            files[f"texts/{_name(report.id)}.txt"] = report.text.encode()
    ordered = dict(sorted(files.items()))
    manifest = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in ordered.items())
    return {**ordered, _MANIFEST: manifest.encode()}


def _name(report: str) -> str:
    return "".join(c for c in report.removeprefix("sha256:") if c.isalnum() or c in "-_")


def _record(material: Material) -> Iterator[Mapping[str, object]]:
    yield story_line(material.story)
    yield from (family_line(family) for family in material.families)
    yield from (report_line(report) for report in material.reports)
    yield from (claim_line(claim) for claim in all_claims(material.fused))


def _evidence(material: Material) -> Iterator[Mapping[str, object]]:
    for claim in all_claims(material.fused):
        for e in claim.evidence:
            yield {"claim": claim.id, "report": e.report, "start": e.start, "end": e.end, "text": e.text}


def _lines(records: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(dumps(record) + "\n" for record in records).encode()


def write_bundle(files: Mapping[str, bytes], path: Path) -> int:
    """Write the zip; how many files it holds."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(zipfile.ZipInfo(name, _WHEN), content, zipfile.ZIP_DEFLATED)
    return len(files)


def check_bundle(path: Path) -> Iterator[str]:
    """What is wrong with a bundle, in words; nothing where all is well. Raises ``zipfile.BadZipFile`` where it is no zip."""
    with zipfile.ZipFile(path) as bundle:
        names = set(bundle.namelist())
        manifest = bundle.read(_MANIFEST).decode() if _MANIFEST in names else ""
        if not manifest:
            yield f"{_MANIFEST} is missing"
        listed = {name: digest for digest, _, name in (line.partition("  ") for line in manifest.splitlines())}
        yield from (f"{name} is missing" for name in sorted(listed.keys() - names))
        yield from (f"{name} is not in the manifest" for name in sorted(names - listed.keys() - {_MANIFEST}))
        for name in sorted(listed.keys() & names):
            if hashlib.sha256(bundle.read(name)).hexdigest() != listed[name]:
                yield f"{name} was changed"
            if name.endswith("/evidence.jsonl"):
                yield from _check_evidence(bundle, name, names)


def _check_evidence(bundle: zipfile.ZipFile, name: str, names: set[str]) -> Iterator[str]:
    texts: dict[str, str] = {}
    for line in bundle.read(name).decode().splitlines():
        e = json.loads(line)
        stored = f"texts/{_name(e['report'])}.txt"
        if stored not in texts:
            texts[stored] = bundle.read(stored).decode() if stored in names else ""
        if texts[stored][e["start"] : e["end"]] != e["text"]:
            yield f"evidence of {e['claim']} does not stand at {e['start']}:{e['end']} of {stored}"
