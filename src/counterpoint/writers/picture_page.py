"""A picture as a page of its own: opens from disk, reads without a script, runs nothing foreign.

Every tie of the picture is a link to its statements further down, and every number of the picture
stands in a table as well. The one small script opens what was followed and sorts tables; it and
the style are named by their digests, and the policy in the page's head forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from counterpoint.types import StatementId
from counterpoint.writers.picture import Sheet, clean

__all__ = ["PageStatement", "PageTable", "PageTie", "picture_page"]

_MOST_PER_TIE = 200
_MOST_ROWS = 5000

_STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:64rem;padding:1.2rem;
font:16px/1.5 system-ui,Helvetica,Arial,sans-serif;color:#1f2328;background:#fff}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h2{font-size:1.1rem;margin:2rem 0 .4rem}
p.sum{color:#414851;margin:.2rem 0 1rem}
.picture{overflow-x:auto}.picture svg{max-width:100%;height:auto}
.picture a:focus{outline:none}.picture a:focus line,.picture a:hover line{stroke-opacity:1;
stroke-width:7}
.picture a:focus-visible line{stroke:#000}
details{border-top:1px solid #d9dce0;padding:.25rem 0}summary{cursor:pointer;min-height:24px}
summary:focus-visible,a:focus-visible,button:focus-visible{outline:3px solid #0072b2;
outline-offset:2px}
summary .n{color:#5c636b}
ol.evidence{margin:.3rem 0 .8rem;padding-left:2.6rem}
.words{display:block;font-weight:600}
ol.evidence li{margin:.45rem 0}.evidence cite{color:#5c636b;font-style:normal;display:block;
font-size:.88rem}
.evidence:target{background:#fff7d6}
table{border-collapse:collapse;font-size:.92rem;display:block;overflow-x:auto}
th,td{text-align:left;padding:.22rem .8rem .22rem 0;border-bottom:1px solid #d9dce0;
vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums}
th button{font:inherit;font-weight:600;background:none;border:0;padding:2px 0;min-height:24px;
cursor:pointer}
footer{color:#5c636b;font-size:.85rem;margin-top:2rem}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
@media print{details>*{display:block}th button{border:0}}
""".strip()

_SCRIPT = """
"use strict";
const follow = () => {
  const found = location.hash && document.getElementById(location.hash.slice(1));
  const box = found && found.closest("details");
  if (box) { box.open = true; box.querySelector("summary").focus(); box.scrollIntoView(); }
};
addEventListener("hashchange", follow);
follow();
for (const head of document.querySelectorAll("th")) {
  const words = head.textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.title = "Sort by " + words;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const table = head.closest("table");
    const at = [...head.parentNode.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const value = (row) => row.children[at].dataset.value ?? row.children[at].textContent;
    const rows = [...body.rows].sort((one, two) =>
      value(one).localeCompare(value(two), undefined, { numeric: true }));
    const numbers = rows.every((row) => row.children[at].classList.contains("number"));
    if (numbers) rows.sort((one, two) => Number(value(one)) - Number(value(two)));
    if (down) rows.reverse();
    body.append(...rows);
  });
}
""".strip()


@dataclass(frozen=True, slots=True)
class PageStatement:
    """A statement as the page shows it."""

    id: StatementId
    words: str
    source: str  # date, outlet, title
    values: str  # speaker, concept, position


@dataclass(frozen=True, slots=True)
class PageTie:
    """A tie's heading and the statements behind it; its number is its place in the list, from 1."""

    heading: str
    statement_ids: tuple[StatementId, ...]
    count: int = 0  # if there are more than are given


@dataclass(frozen=True, slots=True)
class PageTable:
    """The numbers of the picture."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def picture_page(
    sheet: Sheet,
    *,
    sentence: str = "",
    tables: Sequence[PageTable] = (),
    ties: Sequence[PageTie] = (),
    statements: Mapping[StatementId, PageStatement] | None = None,
) -> Iterator[str]:
    """The page, piece by piece.

    Args:
        sheet: The picture; its links lead to ``#tie-N``.
        sentence: What the picture shows, in words.
        tables: The same numbers as text.
        ties: What can be opened.
        statements: The statements that ties name.
    """
    title = _text(sheet.title)
    policy = (
        f"default-src 'none'; style-src '{_digest(_STYLE)}'; script-src '{_digest(_SCRIPT)}'; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield '<a class="skip" href="#numbers">Skip the picture, go to its numbers</a>\n'
    yield f'<main>\n<h1 class="heard">{title}</h1>\n<p class="sum">{_text(sentence)}</p>\n'
    yield f'<div class="picture">\n{sheet.render(standalone=False)}</div>\n'
    if ties:
        yield '<h2 id="ties">Ties and the statements that they rest on</h2>\n'
        for number, tie in enumerate(ties, start=1):
            yield from _tie(number, tie, statements or {})
    yield '<div id="numbers" tabindex="-1">\n'
    for table in tables:
        yield from _table(table)
    facts = ", ".join(f"{name}: {value}" for name, value in sheet.facts.items() if value != "")
    yield f"</div>\n</main>\n<footer>Made by Counterpoint. {_text(facts)}</footer>\n"
    yield f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"


def _tie(
    number: int, tie: PageTie, statements: Mapping[StatementId, PageStatement]
) -> Iterator[str]:
    count = max(tie.count, len(tie.statement_ids))
    shown = tie.statement_ids[:_MOST_PER_TIE]
    yield f'<details>\n<summary>{_text(tie.heading)} <span class="n">({count})</span></summary>\n'
    yield f'<ol class="evidence" id="tie-{number}">\n'
    for one in shown:
        found = statements.get(one)
        if found is None:
            yield f"<li>statement {_text(str(one))}</li>\n"
            continue
        words = f'<span class="words">{_text(found.words)}</span>' if found.words else ""
        source = f"statement {found.id}, {found.source}" if found.source else f"{found.id}"
        yield f"<li>{words} {_text(found.values)}<cite>{_text(source)}</cite></li>\n"
    if count > len(shown):
        yield f"<li>and {count - len(shown)} more, in the files that counterpoint writes</li>\n"
    yield "</ol>\n</details>\n"


def _table(table: PageTable) -> Iterator[str]:
    yield f"<h2>{_text(table.caption)}</h2>\n<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    yield "</tr></thead>\n<tbody>\n"
    for row in table.rows[:_MOST_ROWS]:
        yield f"<tr>{''.join(_cell(value) for value in row)}</tr>\n"
    yield "</tbody>\n</table>\n"
    if len(table.rows) > _MOST_ROWS:
        yield f"<p>The first {_MOST_ROWS} of {len(table.rows)} rows.</p>\n"


def _cell(value: Any) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"<td>{_text(str(value))}</td>"
    shown = f"{value:.4g}".replace("-", "−") if isinstance(value, float) else f"{value}"
    return f'<td class="number" data-value="{value!r}">{shown}</td>'


def _text(words: str) -> str:
    return escape(clean(words))


def _digest(text: str) -> str:
    found = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(found).decode('ascii')}"
