"""What the blocks of a page look like, in numbers: their lines, their place in the tree, votes.

Votes are what others say about a block: trafilatura's two ways of finding the body, and the text
of the article that some pages carry in their machine-readable part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from counterpoint.readers.blocks import Block
from counterpoint.readers.features import LINE_FEATURES, line_features

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PAGE_FEATURES", "page_features"]

_GOOD = re.compile(r"article|story|post|entry|body|content|main|text|paragraph|prose", re.I)
_BAD: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "comments": r"comment|disqus|respond|repl(?:y|ies)|discussion",
        "sharing": r"shar(?:e|ing)|social|tweet|facebook|follow",
        "related": r"relat|recommend|more|popular|trending|promo|teaser|also|latest|widget|list|"
        r"river|feed|outbrain|taboola|rail|aside|sidebar|card|grid|carousel",
        "navigation": r"nav|menu|breadcrumb|header|footer|masthead|toolbar|skip|pag(?:er|ination)",
        "caption": r"caption|figure|photo|image|media|video|gallery|credit|slideshow|embed",
        "author": r"author|byline|bio|contributor|dateline|timestamp|date|meta|published|info",
        "advert": r"(?:^|[-_ ])ads?(?:$|[-_ ])|advert|sponsor|newsletter|subscri|signup|banner|"
        r"paywall|popup|modal|cookie|consent|overlay",
        "tags": r"tags?(?:$|[-_ ])|topics?|categor|keyword",
        "headline": r"title|headline|heading|kicker|summary|standfirst|dek|lede|subtitle|intro",
        "quote": r"quote|pull",
        "note": r"note|footnote|copyright|disclaim|legal|correction|tagline|source",
    }.items()
}
_TAGS = (
    "p", "h1", "h2", "h3", "h4", "h5", "li", "td", "th", "div", "blockquote", "figcaption",
    "button", "pre", "dd", "address", "section",
)  # fmt: skip
_ABOVE = (
    "article", "main", "aside", "nav", "header", "footer", "form", "figure", "table", "ul", "ol",
    "blockquote", "button", "section", "dl", "details", "dialog",
)  # fmt: skip
_NEAR, _FAR = 3, 20
_WORD = re.compile(r"\w+")
_SHINGLE = 4


def _names() -> tuple[str, ...]:
    names = [*LINE_FEATURES, "linked", "emphasised", "depth"]
    names += [f"tag_{tag}" for tag in _TAGS]
    names += [f"in_{tag}" for tag in _ABOVE]
    names += ["good_near", "good_far", "good_itemprop"]
    names += [f"{name}_{where}" for name in _BAD for where in ("near", "far")]
    names += ["sibling_paragraphs", "parent_text", "parent_linked", "grand_text", "grand_linked"]
    names += ["common_path", "same_parent_as_longest", "main_share"]
    for vote in ("precise", "plain", "declared"):
        names += [vote, f"{vote}-1", f"{vote}+1", f"{vote}~3", f"{vote}_page", f"{vote}_inside"]
    names += ["linked-1", "linked+1", "linked~3"]
    return tuple(names)


PAGE_FEATURES = _names()


def page_features(
    blocks: Sequence[Block], votes: dict[str, str], *, declared: str = ""
) -> NDArray[np.float32]:
    """One row of numbers for each block, in the order of :data:`PAGE_FEATURES`.

    Args:
        blocks: The blocks of a page.
        votes: Body texts as found by others, under ``precise`` and ``plain``.
        declared: Body text that the page itself declares.
    """
    lines = [block.text for block in blocks]
    linked = np.array([min(1.0, block.linked / max(1, len(block.text))) for block in blocks])
    parts: list[Any] = [line_features(lines)]
    parts.append(np.array([_own(block) for block in blocks]))
    parts.append(_neighbourhood(blocks, linked))
    parts.extend(
        _vote(lines, text) for text in (votes.get("precise", ""), votes.get("plain", ""), declared)
    )
    parts.append(np.stack([_moved(linked, -1), _moved(linked, 1), _mean3(linked)], axis=1))
    return np.concatenate(parts, axis=1).astype(np.float32)


def _own(block: Block) -> list[float]:
    length = max(1, len(block.text))
    above = {element.tag for element in block.path}
    near = [_attributes(element) for element in block.path[-_NEAR:]]
    far = [_attributes(element) for element in block.path[2:-_NEAR][-_FAR:]]
    near_text, far_text = " ".join(near), " ".join(far)
    row = [
        min(1.0, block.linked / length),
        min(1.0, block.emphasised / length),
        float(min(40, len(block.path))),
        *(float(block.tag == tag) for tag in _TAGS),
        *(float(tag in above) for tag in _ABOVE),
        float(_GOOD.search(near_text) is not None),
        float(_GOOD.search(far_text) is not None),
        float(any("articlebody" in part.casefold() for part in (near_text, far_text))),
    ]
    for pattern in _BAD.values():
        row += [float(_has(pattern, near_text)), float(_has(pattern, far_text))]
    return row


@lru_cache(maxsize=20_000)
def _has(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _attributes(element: Any) -> str:
    parts = (element.get("class"), element.get("id"), element.get("itemprop"), element.get("role"))
    return " ".join(part for part in parts if part)[:300]


def _neighbourhood(blocks: Sequence[Block], linked: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much text, and how much of it linked, stands in the elements around each block."""
    text: dict[Any, float] = {}
    links: dict[Any, float] = {}
    paragraphs: dict[Any, int] = {}
    for block in blocks:
        for element in block.path[-3:-1]:
            text[element] = text.get(element, 0.0) + len(block.text)
            links[element] = links.get(element, 0.0) + block.linked
        if block.tag == "p" and len(block.path) > 1:
            paragraphs[block.path[-2]] = paragraphs.get(block.path[-2], 0) + 1
    total = max(1.0, float(sum(len(block.text) for block in blocks)))
    main = _main_path(blocks, linked)
    rows = []
    for block in blocks:
        parent = block.path[-2] if len(block.path) > 1 else None
        grand = block.path[-3] if len(block.path) > 2 else None
        common = 0
        for own, other in zip(block.path, main, strict=False):
            if own is not other:
                break
            common += 1
        rows.append(
            [
                float(min(40, paragraphs.get(parent, 0))),
                text.get(parent, 0.0) / total,
                links.get(parent, 0.0) / max(1.0, text.get(parent, 0.0)),
                text.get(grand, 0.0) / total,
                links.get(grand, 0.0) / max(1.0, text.get(grand, 0.0)),
                float(len(main) - common),
                float(bool(main) and parent is main[-1]),
                text.get(main[-1], 0.0) / total if main else 0.0,
            ]
        )
    return np.array(rows)


def _main_path(blocks: Sequence[Block], linked: NDArray[np.float64]) -> tuple[Any, ...]:
    """Path to the element that directly holds the most unlinked running text."""
    weight: dict[Any, float] = {}
    path: dict[Any, tuple[Any, ...]] = {}
    for block, share in zip(blocks, linked.tolist(), strict=True):
        if len(block.path) > 1 and len(block.text) > 80 and share < 0.3:
            parent = block.path[-2] if block.tag in ("p", "li", "h2", "h3") else block.path[-1]
            weight[parent] = weight.get(parent, 0.0) + len(block.text)
            path.setdefault(parent, block.path[: block.path.index(parent) + 1])
    if not weight:
        return ()
    return path[max(weight, key=lambda element: weight[element])]


def _vote(lines: Sequence[str], text: str) -> NDArray[np.float64]:
    """How much of each line stands in a text, and around it."""
    voted = np.array(coverage(lines, text)) if text else np.full(len(lines), -1.0)
    known = voted[voted >= 0]
    share = float(known.mean()) if len(known) else -1.0
    yes = np.flatnonzero(voted > 0.5)
    here = np.arange(len(lines))
    inside = np.zeros(len(lines))
    if len(yes):
        inside = ((here >= yes[0]) & (here <= yes[-1])).astype(float)
    return np.stack(
        [
            voted,
            _moved(voted, -1),
            _moved(voted, 1),
            _mean3(voted),
            np.full(len(lines), share),
            inside,
        ],
        axis=1,
    )


def coverage(lines: Sequence[str], text: str) -> list[float]:
    """Share of each line's four-word runs that stand in a text; a short line must be one of it."""
    words = _WORD.findall(text)
    shingles = {tuple(words[at : at + _SHINGLE]) for at in range(len(words))}
    whole = {tuple(_WORD.findall(line)) for line in text.splitlines()}
    shares = []
    for line in lines:
        own = _WORD.findall(line)
        if len(own) < _SHINGLE:
            shares.append(float(tuple(own) in whole))
            continue
        runs = [tuple(own[at : at + _SHINGLE]) for at in range(len(own) - _SHINGLE + 1)]
        shares.append(sum(run in shingles for run in runs) / len(runs))
    return shares


def _moved(values: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    moved = np.full_like(values, -1.0)
    if len(values) > 1:
        if step > 0:
            moved[:-1] = values[1:]
        else:
            moved[1:] = values[:-1]
    return moved


def _mean3(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.concatenate([np.repeat(values[:1], 3), values, np.repeat(values[-1:], 3)])
    mean: NDArray[np.float64] = np.convolve(padded, np.ones(7) / 7, mode="valid")
    return mean
