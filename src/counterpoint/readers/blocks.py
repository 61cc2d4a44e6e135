"""A page as a reader sees it: its visible text, one line a block, and where each block stands.

The tree is walked without recursion. Nothing in it is run, and nothing it refers to is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from counterpoint.errors import InputError

__all__ = ["Block", "find_blocks", "parse_page"]

_BREAKING = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html "
    "legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot "
    "th thead title tr ul".split()
)
_UNSEEN = frozenset(
    "applet area audio base canvas datalist embed frame head iframe input link map math meta "
    "noembed noframes noscript object param picture script select source style svg template "
    "textarea track video".split()
)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_MAX_ELEMENTS = 500_000
_MAX_STEPS = 5_000_000  # of all paths together: what keeping them costs


@dataclass(slots=True)
class Block:
    """One line of a page's visible text."""

    text: str
    tag: str  # of the nearest element that breaks lines
    path: tuple[Any, ...]  # elements from the root to that one
    linked: int = 0  # characters inside links
    emphasised: int = 0  # characters inside bold or strong


def parse_page(html: str) -> Any:
    """The tree of a page.

    Raises:
        InputError: If it is nested or filled beyond what any article is.
    """
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise InputError("the page shows no text") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise InputError("the page is nested deeper than any article, so it cannot be read whole")
    elements = sum(1 for _ in tree.iter())
    if elements > _MAX_ELEMENTS:
        raise InputError(f"the page has {elements:,} elements, more than {_MAX_ELEMENTS:,}")
    return tree


def find_blocks(tree: Any) -> list[Block]:
    """The blocks of a page's visible text, in its order; white space as a browser shows it."""
    blocks: list[Block] = []
    collector = _Collector(blocks)
    for event, element in _walk(tree):
        collector.take(event, element)
    collector.finish()
    return blocks


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    """Start, end and tail events, without what is never shown."""
    from lxml import etree

    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            continue
        if event == "start" and _is_unseen(element):
            walker.skip_subtree()
        yield event, element


def _is_unseen(element: Any) -> bool:
    if element.tag in _UNSEEN:
        return True
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    return bool(style) and _HIDING.search(style) is not None


class _Collector:
    """Gathers pieces of text into blocks."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._pieces: list[str] = []
        self._path: list[Any] = []
        self._links = 0
        self._bold = 0
        self._linked = 0
        self._emphasised = 0
        self._unseen: Any = None
        self._steps = 0

    def take(self, event: str, element: Any) -> None:
        if event == "start":
            self._start(element)
        else:
            self._end(element)

    def _start(self, element: Any) -> None:
        if _is_unseen(element):
            self._unseen = element
            return
        tag = element.tag
        if tag in _BREAKING:
            self.finish()
            if tag != "br":
                self._path.append(element)
        elif tag == "a":
            self._links += 1
        elif tag in ("b", "strong"):
            self._bold += 1
        self._add(element.text, keep_lines=self._is_verbatim())

    def _end(self, element: Any) -> None:
        if element is self._unseen:
            self._unseen = None
        else:
            tag = element.tag
            if tag in _BREAKING:
                self.finish()
                if tag != "br" and self._path:
                    self._path.pop()
            elif tag == "a":
                self._links -= 1
            elif tag in ("b", "strong"):
                self._bold -= 1
        self._add(element.tail, keep_lines=self._is_verbatim())

    def _is_verbatim(self) -> bool:
        return bool(self._path) and self._path[-1].tag == "pre"

    def _add(self, text: str | None, *, keep_lines: bool) -> None:
        if not text:
            return
        if keep_lines and "\n" in text:
            first, *others = text.split("\n")
            self._add(first, keep_lines=False)
            for line in others:
                self.finish()
                self._add(line, keep_lines=False)
            return
        self._pieces.append(text)
        size = len(text.strip())
        self._linked += size if self._links > 0 else 0
        self._emphasised += size if self._bold > 0 else 0

    def finish(self) -> None:
        """Close the block that is being gathered."""
        text = _SPACE.sub(" ", "".join(self._pieces)).strip()
        if text:
            path = tuple(self._path)
            self._steps += len(path)
            if self._steps > _MAX_STEPS:
                raise InputError("the page is built far beyond any article (depth times length)")
            tag = path[-1].tag if path else "body"
            self._blocks.append(Block(text, tag, path, self._linked, self._emphasised))
        self._pieces = []
        self._linked = self._emphasised = 0
