"""A page of the web to a document (thin for now)."""

from __future__ import annotations

from counterpoint.errors import InputError
from counterpoint.readers.decode import Decoded
from counterpoint.readers.options import ReadOptions
from counterpoint.readers.plain import build_document
from counterpoint.types import Document

__all__ = ["read_page"]


def read_page(decoded: Decoded, options: ReadOptions, *, path: str = "", url: str = "") -> Document:
    """The document of a page."""
    import trafilatura

    text = trafilatura.extract(decoded.text) or ""
    if not text.strip():
        raise InputError("the page shows no text")
    return build_document(text, options, url=url, path=path)
