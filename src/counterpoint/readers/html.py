"""A page of the web to a document: all its visible text, each block labelled.

:attr:`Document.text` is what a browser would show, one line a block, so that nothing is cut and
every offset leads back to the page's words. Which blocks are the article is decided by boosted
trees over the look of each block, its place in the tree and two opinions of trafilatura.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from counterpoint.errors import InputError
from counterpoint.readers.blocks import Block, find_blocks, parse_page
from counterpoint.readers.decode import Decoded, mend
from counterpoint.readers.kinds import block_hints, name_lines
from counterpoint.readers.language import identify_language
from counterpoint.readers.metadata import declared_body, find_facts
from counterpoint.readers.options import ReadOptions
from counterpoint.types import Document, Region, RegionKind, Span, document_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["body_votes", "is_body", "read_page"]

logger = logging.getLogger(__name__)
_THRESHOLD = 0.4
_AGREED = 0.6  # of a block's four-word runs
_HARDLY_ANY = 0.35  # of what trafilatura finds
_AROUND = frozenset(("nav", "footer", "header", "aside", "form", "button"))
_MAX_BLOCKS = 20_000  # larger pages are read by rules alone
_MAX_FOR_VOTES = 60_000  # elements; larger pages are no articles and take trafilatura minutes


def read_page(decoded: Decoded, options: ReadOptions, *, path: str = "", url: str = "") -> Document:
    """The document of a page.

    Raises:
        InputError: If the page shows no text, or is built beyond what any article is.
    """
    if not decoded.text.strip():
        raise InputError("the file is empty" if not decoded.text else "there is only white space")
    html = decoded.text
    tree = parse_page(html)
    blocks = find_blocks(tree)
    if not blocks:
        raise InputError("the page shows no text", hint="it may need a browser: save it from there")
    lines = [mend(block.text)[0] for block in blocks]
    chosen = is_body(html, tree, blocks)
    body = [number for number, kept in enumerate(chosen.tolist()) if kept]
    hints = [block_hints(block) for block in blocks]
    facts = find_facts(html, tree, lines, hints, body, url=url)
    kinds = name_lines(lines, chosen.tolist(), title=facts.title, hints=hints)
    text = "\n".join(lines)
    article = "\n".join(lines[number] for number in body)
    extra = {"encoding": decoded.encoding}
    if decoded.note:
        extra["mended"] = decoded.note
    if facts.first_published:
        extra["first_published"] = facts.first_published.isoformat()
    return Document(
        id=document_id(text, facts.url or path),
        text=text,
        title=facts.title,
        authors=facts.authors,
        outlet=facts.outlet,
        published=facts.published,
        language=options.language or identify_language(article or text),
        url=facts.url,
        path=path,
        source_credit=kinds.source_credit,
        regions=_regions(lines, kinds.kinds),
        extra=extra,
    )


def is_body(html: str, tree: Any, blocks: list[Block]) -> NDArray[np.bool_]:
    """Which blocks are the article; on a page like no article, all that is no navigation."""
    import numpy as np

    if len(blocks) > _MAX_BLOCKS:
        return np.array([_is_text(block) for block in blocks])
    from counterpoint.readers.page_features import PAGE_FEATURES, page_features
    from counterpoint.readers.trees import load_trees

    votes, declared = body_votes(html, tree)
    rows = page_features(blocks, votes, declared=declared)
    chosen = choose_blocks(
        load_trees("page").probability(rows, PAGE_FEATURES),
        rows[:, PAGE_FEATURES.index("precise")],
        [len(block.text) for block in blocks],
    )
    return chosen if chosen.any() else np.array([_is_text(block) for block in blocks])


def _is_text(block: Block) -> bool:
    """Whether a block is neither mostly links nor in a part that is never the article."""
    around = not _AROUND.isdisjoint(element.tag for element in block.path)
    return not around and block.linked < len(block.text) / 2


def choose_blocks(
    likely: NDArray[np.float64], votes: NDArray[np.float32], lengths: list[int]
) -> NDArray[np.bool_]:
    """The blocks that are likely the article; where that is hardly anything, trafilatura's too.

    Args:
        likely: Probability of each block.
        votes: How much of each block trafilatura takes for the article.
        lengths: Characters of each block.
    """
    import numpy as np

    size = np.array(lengths)
    chosen: NDArray[np.bool_] = likely > _THRESHOLD
    voted = votes >= _AGREED
    if size[chosen].sum() < _HARDLY_ANY * size[voted].sum():
        chosen = chosen | voted
    return chosen


def body_votes(html: str, tree: Any) -> tuple[dict[str, str], str]:
    """Body texts as trafilatura finds them, strictly and plainly, and as the page declares it."""
    import trafilatura

    votes = {"precise": "", "plain": ""}
    if sum(1 for _ in tree.iter()) <= _MAX_FOR_VOTES:
        try:
            votes["precise"] = _extract(trafilatura, html, favor_precision=True)
            votes["plain"] = _extract(trafilatura, html, favor_precision=False)
        except (ValueError, TypeError, AttributeError, RecursionError, LookupError) as error:
            logger.info("no opinion from trafilatura: %s", error)
    return votes, declared_body(tree)


def _extract(trafilatura: Any, html: str, *, favor_precision: bool) -> str:
    found = trafilatura.extract(
        html, favor_precision=favor_precision, include_comments=False, include_tables=True
    )
    return str(found or "")


def _regions(lines: list[str], kinds: list[RegionKind]) -> tuple[Region, ...]:
    regions = []
    start = 0
    for line, kind in zip(lines, kinds, strict=True):
        regions.append(Region(Span(start, start + len(line)), kind))
        start += len(line) + 1
    return tuple(regions)
