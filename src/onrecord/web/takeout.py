"""Out of the pages: the situation report of a story, and its record as files for other programs."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from onrecord.errors import NotFoundError
from onrecord.export import TEXT_FORMATS, bundle_files, write_text
from onrecord.ledger import Filter, Ledger
from onrecord.report import Material, compose, gather, render
from onrecord.web.ask import read_ask
from onrecord.web.guard import POLICY
from onrecord.web.render import store_of

SECONDS = 30.0
"""So long a file may ask the ledger: it is asked for rarely, and whole."""
_MEDIA = {
    "csv": ("text/csv", "csv"),
    "hxl": ("text/csv", "hxl.csv"),
    "jsonl": ("application/x-ndjson", "jsonl"),
    "geojson": ("application/geo+json", "geojson"),
    "plover": ("application/json", "plover.json"),
    "md": ("text/markdown", "md"),
    "html": ("text/html", "html"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "bundle": ("application/zip", "zip"),
}
FORMATS = tuple(_MEDIA)


def situation(request: Request) -> Response:
    """The situation report as a page. Its style stands in it, so that it can be kept as one file: the policy names its hash."""
    with store_of(request).reading(SECONDS) as ledger:
        page = render(compose(_material(request, ledger)), "html")
    style = re.search(rb"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.group(1) if style else b"").digest()).decode()
    policy = POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'; style-src-attr 'unsafe-inline'")
    return Response(page, media_type="text/html", headers={"Content-Security-Policy": policy})


def _material(request: Request, ledger: Ledger) -> Material:
    asked = read_ask({k: v for k, v in request.query_params.items() if k not in ("limit", "offset")})
    story = ledger.story(request.path_params["id"])
    return gather(ledger, story, replace(asked.wanted, limit=None), ", ".join(f"{k}: {v}" for k, v in asked.given.items()))


def export(request: Request) -> Response:
    """A story's record as a file: tables, lines, a map, event records, the situation report, or the evidence bundle."""
    format = request.path_params["format"]
    if format not in _MEDIA:
        raise NotFoundError(f"no format {format!r}", f"valid are: {', '.join(FORMATS)}")
    with store_of(request).reading(SECONDS) as ledger:
        body = _file(request, ledger, format)
        name = re.sub(r"[^a-z0-9]+", "-", ledger.story(request.path_params["id"]).title.lower()).strip("-")[:50] or "story"
    media, ending = _MEDIA[format]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(body, media_type=media, headers=headers)


def _file(request: Request, ledger: Ledger, format: str) -> bytes:
    if format in TEXT_FORMATS:
        out = io.StringIO(newline="")
        write_text(ledger, Filter(story=ledger.story(request.path_params["id"]).id, limit=None), format, out)
        return out.getvalue().encode()
    material = _material(request, ledger)
    if format == "bundle":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in bundle_files([material]).items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()
    document = compose(material)
    return render(document, "md") if format == "md" else render(document, "docx" if format == "docx" else "html")


FILES = (("/stories/{id}/situation", situation), ("/stories/{id}/export/{format}", export))
