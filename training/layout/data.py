"""Pages with a gold body to rows and labels."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from counterpoint.readers.blocks import Block, find_blocks, parse_page
from counterpoint.readers.decode import decode
from counterpoint.readers.features import line_features
from counterpoint.readers.html import body_votes
from counterpoint.readers.inputs import declared_charset
from counterpoint.readers.page_features import coverage, page_features
from counterpoint.readers.plain_marks import article_end

KEEP = 0.6


@dataclass(slots=True)
class Case:
    """One page or text: its lines, whether each is body, and the gold body."""

    id: str
    site: str
    kind: str
    lines: list[str]
    rows: np.ndarray
    labels: np.ndarray
    gold: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def weights(self) -> np.ndarray:
        """A page counts as one, a line by its words: as in the measure."""
        words = np.array([len(line.split()) + 1.0 for line in self.lines])
        kept = max(words[self.labels > 0].sum(), 1.0)
        return np.minimum(words / kept, 0.5)


def label_lines(lines: list[str], gold: str) -> np.ndarray:
    """1 for lines that belong to the gold body; a second copy does not, unless gold has it too."""
    shares = coverage(lines, gold)
    left = Counter(line.strip() for line in gold.splitlines())
    once = Counter(lines)
    labels = np.zeros(len(lines))
    seen: Counter[str] = Counter()
    for number, (line, share) in enumerate(zip(lines, shares, strict=True)):
        if share < KEEP:
            continue
        seen[line] += 1
        if seen[line] > max(1, left[line.strip()]) and once[line] > 1:
            continue
        labels[number] = 1.0
    _drop_strays(lines, labels)
    return labels


def _drop_strays(lines: list[str], labels: np.ndarray) -> None:
    """Short lines that equal a gold line only by chance, far from the body, are not body."""
    long = [n for n in np.flatnonzero(labels) if len(lines[n].split()) >= 8]
    if not long:
        return
    for number in np.flatnonzero(labels):
        if len(lines[number].split()) < 8 and not long[0] - 3 <= number <= long[-1] + 3:
            labels[number] = 0.0


def site_of(url: str) -> str:
    """Registered domain, roughly: enough to keep pages of a site together."""
    parts = (urlsplit(url).hostname or url).removeprefix("www.").split(".")
    short = len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2
    return ".".join(parts[-3:] if short else parts[-2:])


def load_pages(folder: Path, *, with_rows: bool = True) -> list[Case]:
    """The pages, with all their features if they are wanted (they take the most time)."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    cases = []
    for name, entry in sorted(gold.items()):
        data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        html = decode(data, where=name, declared=declared_charset(data)).text
        tree = parse_page(html)
        blocks = find_blocks(tree)
        rows = np.zeros((len(blocks), 0), dtype=np.float32)
        if with_rows:
            votes, declared = body_votes(html, tree)
            rows = page_features(blocks, votes, declared=declared)
        lines = [block.text for block in blocks]
        cases.append(
            Case(
                id=name,
                site=site_of(entry["url"]),
                kind="html",
                lines=lines,
                rows=rows,
                labels=label_lines(lines, entry["articleBody"]),
                gold=entry["articleBody"],
                blocks=blocks,
            )
        )
    return cases


def load_texts(folder: Path) -> list[Case]:
    """The scraped plain texts."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    cases = []
    with gzip.open(folder / "plain" / "scraped.jsonl.gz", "rt", encoding="utf-8") as file:
        for record in map(json.loads, file):
            kept = [
                line for line in record["lines"] if record["text"][line["s"] : line["e"]].strip()
            ]
            lines = [record["text"][line["s"] : line["e"]] for line in kept]
            lines = lines[: article_end(lines)]  # the readers stop here too
            cases.append(
                Case(
                    id=record["id"],
                    site=site_of(record["url"]),
                    kind=record["variant"],
                    lines=lines,
                    rows=line_features(lines),
                    labels=np.array([float(line["keep"]) for line in kept[: len(lines)]]),
                    gold=gold[record["id"]]["articleBody"],
                )
            )
    return cases


def more_texts(pages: list[Case]) -> list[Case]:
    """Texts cut from the pages: each container around the body, and the body alone."""
    cases = []
    for page in pages:
        kept = np.flatnonzero(page.labels)
        if len(kept) < 3:
            continue
        ranges = _containers(page, kept)
        for number, chosen in enumerate([*ranges, kept]):
            lines = [page.lines[at] for at in chosen]
            lines = lines[: article_end(lines)]
            kind = "clean" if number == len(ranges) else "container"
            cases.append(
                Case(
                    id=page.id,
                    site=page.site,
                    kind=kind,
                    lines=lines,
                    rows=line_features(lines),
                    labels=page.labels[chosen][: len(lines)],
                    gold=page.gold,
                )
            )
    return cases


def _containers(page: Case, kept: np.ndarray) -> list[np.ndarray]:
    """Up to three nested parts of the page that hold all of the body."""
    paths = [page.blocks[at].path for at in kept]
    shared = []
    for level in zip(*paths, strict=False):
        if any(element is not level[0] for element in level):
            break
        shared.append(level[0])
    ranges: list[np.ndarray] = []
    for element in shared:
        inside = np.array(
            [n for n, block in enumerate(page.blocks) if any(e is element for e in block.path)]
        )
        if not ranges or len(inside) < 0.9 * len(ranges[-1]):
            ranges.append(inside)
    if len(ranges) > 4:
        ranges = [ranges[n] for n in np.linspace(0, len(ranges) - 1, 4).round().astype(int)]
    return ranges[-3:]  # the whole page is among the scraped texts
