"""The page of a map: pictures, plain sentences and links, in one file that runs nothing.

It has no script at all. Pictures are embedded as images, in which nothing can run either; all words
that come from a text are escaped, and the policy in the page's head forbids everything else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from counterpoint.writers.picture import clean

__all__ = ["MapPage", "MapPicture", "MapTie", "map_page"]

_STYLE = """
:root{color-scheme:light}
body{margin:0 auto;max-width:64rem;padding:1.2rem;
font:16px/1.55 system-ui,Helvetica,Arial,sans-serif;color:#1f2328;background:#fff}
h1{font-size:1.6rem;margin:.4rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .4rem}
p,li{max-width:46rem}p{margin:.4rem 0}
.lead{font-size:1.08rem}
figure{margin:.6rem 0}figure img{display:block;max-width:100%;height:auto;border:1px solid #d9dce0}
figcaption{color:#414851;margin:.3rem 0}
a{color:#0550ae}
a:focus-visible{outline:3px solid #0072b2;outline-offset:2px}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.95rem}
caption{text-align:left;color:#414851;padding:.3rem 0}
th,td{text-align:left;padding:.28rem .9rem .28rem 0;border-bottom:1px solid #d9dce0;
vertical-align:top;overflow-wrap:anywhere}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
.for{color:#005a8c}.against{color:#a34400}
.read{font-weight:600}
footer{color:#5c636b;font-size:.88rem;margin-top:2.4rem}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
@media (max-width:40rem){th,td{padding-right:.5rem}}
""".strip()


@dataclass(frozen=True, slots=True)
class MapTie:
    """One of the strongest ties; the address leads to its sentences."""

    source: str
    target: str
    weight: float
    sides: int
    href: str
    interval: tuple[float, float, float] | None = None  # corrected weight, low and high


@dataclass(frozen=True, slots=True)
class MapPicture:
    """A picture with its sentence, the page that opens it, and its strongest ties."""

    heading: str
    sentence: str
    svg: str
    href: str
    ties: Sequence[MapTie]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MapPage:
    """All that the page says."""

    title: str
    lead: Sequence[str]
    pictures: Sequence[MapPicture]
    timeline: MapPicture | None
    sureness: Sequence[str]
    left_out: Sequence[str]
    files: Sequence[tuple[str, str]]  # address within the folder, what it holds


def map_page(page: MapPage) -> Iterator[str]:
    """The page, piece by piece."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{_text(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    yield '<a class="skip" href="#sure">Skip the pictures</a>\n<main>\n'
    yield f"<h1>{_text(page.title)}</h1>\n"
    for sentence in page.lead:
        yield f'<p class="lead">{_text(sentence)}</p>\n'
    yield '<p class="read"><a href="reading-view.html">Read the texts, each statement marked'
    yield "</a></p>\n"
    for picture in (*page.pictures, *([page.timeline] if page.timeline else [])):
        yield from _picture(picture)
    yield '<h2 id="sure">How sure this is</h2>\n<ul>\n'
    yield from (f"<li>{_text(sentence)}</li>\n" for sentence in page.sureness)
    yield '</ul>\n<h2 id="left-out">What was left out</h2>\n<ul>\n'
    yield from (f"<li>{_text(sentence)}</li>\n" for sentence in page.left_out)
    yield '</ul>\n<h2 id="files">Files</h2>\n<ul>\n'
    for href, what in page.files:
        yield f'<li><a href="{_text(href)}">{_text(href)}</a>: {_text(what)}</li>\n'
    yield "</ul>\n</main>\n<footer><p>Made with Counterpoint. It reports what texts say about "
    yield "whom, never who is right.</p></footer>\n</body>\n</html>\n"


def _picture(picture: MapPicture) -> Iterator[str]:
    data = base64.b64encode(picture.svg.encode("utf-8", "replace")).decode("ascii")
    heading = _text(picture.heading)
    name = heading.lower().replace(" ", "-")
    yield f'<section aria-labelledby="{name}">\n<h2 id="{name}">{heading}</h2>\n'
    yield f'<figure><a href="{_text(picture.href)}">'
    yield f'<img alt="{heading}: open the picture with its sentences" '
    yield f'src="data:image/svg+xml;base64,{data}"></a>\n'
    yield f"<figcaption>{_text(picture.sentence)}</figcaption></figure>\n"
    if picture.notes:
        yield "<ul>\n"
        yield from (f"<li>{_text(note)}</li>\n" for note in picture.notes)
        yield "</ul>\n"
    if picture.ties:
        known = any(tie.interval for tie in picture.ties)
        corrected = '<th scope="col">Corrected, with 95 % interval</th>' if known else ""
        yield '<div class="wide"><table>\n<caption>Strongest ties</caption>\n<thead><tr>'
        yield '<th scope="col">Between</th><th scope="col">And</th><th scope="col">Mostly</th>'
        yield f'<th scope="col" class="number">For minus against</th>{corrected}'
        yield '<th scope="col">Rests on</th></tr></thead>\n<tbody>\n'
        yield from (_row(tie, known=known) for tie in picture.ties)
        yield "</tbody>\n</table></div>\n"
    yield "</section>\n"


def _row(tie: MapTie, *, known: bool) -> str:
    side = "for" if tie.weight > 0 else "against"
    weight = f"{tie.weight:+g}".replace("-", "\N{MINUS SIGN}")
    count = f"{tie.sides:,} side{'' if tie.sides == 1 else 's'}"
    corrected = f"<td>{_text(_interval(tie.interval))}</td>" if known else ""
    heard = f" between {tie.source} and {tie.target}"
    return (
        f'<tr><td dir="auto">{_text(tie.source)}</td><td dir="auto">{_text(tie.target)}</td>'
        f'<td class="{side}">{side}</td><td class="number">{weight}</td>{corrected}'
        f'<td><a href="{_text(tie.href)}" aria-label="{_text(count + heard)}">{count}</a></td>'
        "</tr>\n"
    )


def _interval(interval: tuple[float, float, float] | None) -> str:
    if interval is None:
        return "not known"
    value, low, high = (f"{one:+.1f}".replace("-", "\N{MINUS SIGN}") for one in interval)
    return f"{value} ({low} to {high})"


def _text(words: str) -> str:
    return escape(clean(words), quote=True)
