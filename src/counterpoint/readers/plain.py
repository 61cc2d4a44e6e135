"""Text of any origin to a document: lines labelled, and what they tell taken over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counterpoint.errors import InputError
from counterpoint.readers.decode import Decoded, mend
from counterpoint.readers.language import identify_language
from counterpoint.readers.layout import label_lines
from counterpoint.readers.options import ReadOptions
from counterpoint.types import Document, document_id

__all__ = ["build_document", "read_plain"]


def read_plain(decoded: Decoded, options: ReadOptions, *, path: str, url: str = "") -> Document:
    """The document of a plain text.

    Raises:
        InputError: If there is nothing but white space.
    """
    if not decoded.text.strip():
        raise InputError("the file is empty" if not decoded.text else "there is only white space")
    extra = {"encoding": decoded.encoding}
    if decoded.note:
        extra["mended"] = decoded.note
    return build_document(decoded.text, options, path=path, url=url, extra=extra)


def build_document(
    text: str,
    options: ReadOptions,
    *,
    id: str = "",
    title: str = "",
    authors: tuple[str, ...] = (),
    outlet: str = "",
    published: datetime | None = None,
    language: str = "",
    url: str = "",
    path: str = "",
    place: str = "",
    extra: Mapping[str, str] | None = None,
) -> Document:
    """A document of a text and of what is known about it; what is not known is looked for."""
    text, note = mend(text)
    known = dict(extra or {})
    if note:
        known["mended"] = "; ".join(part for part in (known.get("mended", ""), note) if part)
    layout = label_lines(text, title=title) if options.labels else None
    body = text
    if layout:
        body = "\n".join(region.span.of(text) for region in layout.body)
    return Document(
        id=id or document_id(text, url or place or path),
        text=text,
        title=title or (layout.title if layout else ""),
        authors=authors or (layout.authors if layout else ()),
        outlet=outlet,
        published=published or (layout.published if layout else None),
        language=options.language or language or identify_language(body or text),
        url=url,
        path=path,
        source_credit=layout.source_credit if layout else "",
        regions=layout.regions if layout else (),
        extra=known,
    )
