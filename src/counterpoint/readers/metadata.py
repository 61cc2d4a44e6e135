"""What a page says about itself: title, authors, date, outlet, address.

The machine-readable parts of a page are asked first, then trafilatura and htmldate, then the lines
around the headline. A date printed beside the headline goes before the others, because it is the
date of the text as it stands there; an earlier first publication is kept in ``extra``.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from counterpoint.readers.bylines import clean_names, find_line_date, parse_byline

__all__ = ["PageFacts", "declared_body", "find_facts"]

logger = logging.getLogger(__name__)

_ARTICLE = re.compile(r"article|posting|report|review|recipe|webpage|howto|opinion", re.IGNORECASE)
_AUTHOR_META = (
    "author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator",
    "dc.creator.name", "dcterms.creator", "article:author", "og:article:author",
    "cxenseparse:author", "authors", "creator", "citation_author",
)  # fmt: skip
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "dc.date",
    "dc.date.issued", "dcterms.created", "og:pubdate", "og:published_time", "displaydate",
    "citation_publication_date", "originalpublicationdate",
)  # fmt: skip
_BYLINE_CLASS = re.compile(r"by-?_?line|author|writer|wrote|credit-name|contributor", re.I)
_HEAD_BEFORE, _HEAD_AFTER = 4, 14  # lines around the headline
_SHORT = 120  # characters of a line that may hold a date or a byline
_BESIDE = 3  # lines
_BETTER_PART = 0.4
_MAX_OBJECTS = 2_000
_MAX_LINES = 20_000  # of pages that trafilatura is asked about


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known about a page besides its text."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    first_published: datetime | None = None
    outlet: str = ""
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def find_facts(
    html: str,
    tree: Any,
    lines: Sequence[str],
    classes: Sequence[str],
    body: Sequence[int],
    *,
    url: str,
) -> PageFacts:
    """Title, authors, date, outlet and address of a page.

    Args:
        html: The page.
        tree: The same, parsed.
        lines: The blocks of its visible text.
        classes: Class names around each block.
        body: Numbers of the blocks that are the article.
        url: Where the page came from, if known.
    """
    metas = _metas(tree)
    objects = list(_json_ld(tree))
    other = _others_view(html, url) if len(lines) <= _MAX_LINES else None
    title = _title(metas, objects, other, tree)
    outlet = _outlet(metas, objects, other, url)
    head = _head(lines, title, body)
    authors = _authors(metas, objects, other, outlet, [(lines[n], classes[n]) for n in head])
    first = _first_published(metas, objects, other)
    printed = _printed_date([lines[number] for number in head])
    published = first if printed is None or _same_day(first, printed) else printed
    return PageFacts(
        title=title,
        authors=authors,
        published=published,
        first_published=first if first and not _same_day(first, published) else None,
        outlet=outlet,
        url=url or _canonical(metas, tree),
    )


def declared_body(tree: Any) -> str:
    """The longest ``articleBody`` that the page declares for machines."""
    bodies = (item.get("articleBody") for item in _json_ld(tree))
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")


def _metas(tree: Any) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            metas.setdefault(name.lower(), []).append(content[:1000])
    return metas


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """All objects in the page's JSON-LD, outer ones first."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            todo: list[Any] = [json.loads((script.text or "").strip().strip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while todo and count < _MAX_OBJECTS:
            item = todo.pop(0)
            if isinstance(item, dict):
                count += 1
                yield item
                todo.extend(value for value in item.values() if isinstance(value, dict | list))
            elif isinstance(item, list):
                todo.extend(item)


def _others_view(html: str, url: str) -> Any:
    """What trafilatura (with htmldate) finds; nothing if the page is too odd for it."""
    import trafilatura

    try:
        return trafilatura.extract_metadata(html, default_url=url or None)
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError) as error:
        logger.info("no metadata from trafilatura: %s", error)
        return None


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _articles(objects: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [item for item in objects if _ARTICLE.search(_kind(item))]
    return sorted(found, key=lambda item: "webpage" in _kind(item).lower())


def _title(
    metas: dict[str, list[str]], objects: Sequence[dict[str, Any]], other: Any, tree: Any
) -> str:
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    headings = [heading for heading in headings if heading]
    page_title = " ".join((tree.findtext(".//title") or "").split())
    declared = [*metas.get("og:title", []), *metas.get("twitter:title", [])]
    declared += [str(item["headline"]) for item in _articles(objects) if item.get("headline")]
    wanted = [page_title, *declared]
    fitting = [
        heading
        for heading in headings
        if any(_is_part(_words(heading), _words(full)) for full in wanted)
    ]
    if fitting:
        return max(fitting, key=len)
    if len(headings) == 1 and len(headings[0].split()) > 2:
        return headings[0]
    best = next((title for title in declared if title), "") or str(
        getattr(other, "title", "") or ""
    )
    return " ".join((best or page_title).split())[:500]


def _is_part(heading: str, full: str) -> bool:
    """Whether a heading is the better part of a longer title."""
    return bool(heading) and heading in full and len(heading) >= _BETTER_PART * len(full)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _outlet(
    metas: dict[str, list[str]], objects: Sequence[dict[str, Any]], other: Any, url: str
) -> str:
    for item in _articles(objects):
        publisher = item.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            if name := " ".join(publisher["name"].split()):
                return name[:200]
    for name in metas.get("og:site_name", []):
        return name[:200]
    found = str(getattr(other, "sitename", "") or "")
    return found or (urlsplit(url).hostname or "").removeprefix("www.")


def _authors(
    metas: dict[str, list[str]],
    objects: Sequence[dict[str, Any]],
    other: Any,
    outlet: str,
    head: Sequence[tuple[str, str]],
) -> tuple[str, ...]:
    persons = {_words(str(item.get("name", ""))) for item in objects if _kind(item) == "Person"}
    site = [*metas.get("og:site_name", []), *([] if _words(outlet) in persons else [outlet])]
    candidates = [_ld_authors(objects)]
    candidates += [metas.get(name, []) for name in _AUTHOR_META]
    weak: tuple[str, ...] = ()
    for raw in candidates:
        names = _without(clean_names(raw, outlet=outlet), site)
        if names and all(" " in name for name in names):
            return names
        weak = weak or names
    for number, (line, classes) in enumerate(head):
        if line.strip().casefold() in ("by", "by:") and number + 1 < len(head):
            line = f"By {head[number + 1][0]}"
        names = parse_byline(line, outlet=outlet) if len(line) < 2 * _SHORT else ()
        if not names and _BYLINE_CLASS.search(classes) and len(line) < 80:
            names = clean_names([line], outlet=outlet)
            names = names if all(2 <= len(name.split()) <= 4 for name in names) else ()
        if names := _without(names, site):
            return names
    if weak:
        return weak
    found = str(getattr(other, "author", "") or "")
    return _without(clean_names(found.split(";"), outlet=outlet), site)


def _without(names: Sequence[str], outlets: Sequence[str]) -> tuple[str, ...]:
    known = {_words(outlet) for outlet in outlets}
    return tuple(name for name in names if _words(name) not in known)


def _ld_authors(objects: Sequence[dict[str, Any]]) -> list[str]:
    by_id = {
        item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1
    }
    for article in _articles(objects):
        value = article.get("author") or article.get("creator")
        names = []
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict):
                entry = by_id.get(str(entry.get("@id")), entry) if "name" not in entry else entry
                if "organization" in _kind(entry).lower():
                    continue
                entry = entry.get("name")
            if isinstance(entry, list):
                names += [str(name) for name in entry]
            elif isinstance(entry, str):
                names.append(entry)
        if names:
            return names
    return []


def _first_published(
    metas: dict[str, list[str]], objects: Sequence[dict[str, Any]], other: Any
) -> datetime | None:
    raw = [str(item["datePublished"]) for item in _articles(objects) if item.get("datePublished")]
    raw += [value for name in _DATE_META for value in metas.get(name, [])]
    for value in raw:
        if day := _parse(value):
            return day
    return _parse(str(getattr(other, "date", "") or ""))


def _parse(value: str) -> datetime | None:
    value = value.strip()
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        pass
    repaired = re.sub(r"([+-]\d\d):?(\d\d)$", r"\1:\2", value)
    try:
        return datetime.fromisoformat(repaired)
    except ValueError:
        found = find_line_date(value)
        return found.day if found else None


def _printed_date(lines: Sequence[str]) -> datetime | None:
    """The first day that the lines around the headline name, or the update beside it."""
    days = [
        (number, found)
        for number, line in enumerate(lines)
        if len(line) < _SHORT and (found := find_line_date(line))
    ]
    if not days:
        return None
    first = days[0][0]
    beside = [found for number, found in days if number - first <= _BESIDE]
    updates = [found.day for found in beside if found.is_update]
    return max(updates) if updates else beside[0].day


def _head(lines: Sequence[str], title: str, body: Sequence[int]) -> list[int]:
    """Numbers of the lines around the headline, where bylines and dates stand; below it first."""
    first = body[0] if body else min(len(lines), _HEAD_AFTER)
    wanted = _words(title)
    last_place = body[min(len(body), 3) - 1] if body else len(lines) - 1
    titles = [n for n in range(last_place + 1) if wanted and _words(lines[n]) == wanted]
    if not titles:
        near = range(max(0, first - _HEAD_AFTER), min(len(lines), first + 3))
        return [n for n in near if n == first or n not in body]
    title_at = titles[-1]
    below = range(title_at, min(len(lines), title_at + _HEAD_AFTER + 1))
    above = range(title_at - 1, max(-1, title_at - _HEAD_BEFORE - 1), -1)
    return [*below, *above]


def _same_day(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one.date() == other.date()


def _canonical(metas: dict[str, list[str]], tree: Any) -> str:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return _web(str(link.get("href")))
    return _web(next(iter(metas.get("og:url", [])), ""))


def _web(address: str) -> str:
    address = urljoin("", address.strip())
    return address if address.startswith(("http://", "https://")) else ""
