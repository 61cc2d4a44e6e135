"""A codebook file with some of its concepts changed, and everything else left as it stands.

Comments, the order of keys, other columns of a spreadsheet and line ends belong to the people who
keep the file. So only what changed is written anew, at its place in the text.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from counterpoint.errors import InputError
from counterpoint.readers.codebook import csv_mark, toml_value
from counterpoint.types.position import Concept

__all__ = ["edited_csv", "edited_toml"]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}=\n]",
    re.DOTALL,
)
_LINE_END = re.compile(r"(?:\r\n|\n|\r)?\Z")

_After = Sequence[Concept | None]


@dataclass(slots=True)
class _Block:
    """One ``[[concept]]`` table of a text."""

    lead: int  # where the comments begin that stand directly above it
    start: int
    end: int  # of its last value
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def edited_toml(
    text: str, before: Sequence[Concept], after: _After, into: Mapping[int, int]
) -> str:
    """The text of a TOML codebook with its concepts changed.

    Args:
        text: What stands in the file.
        before: Its concepts.
        after: For each of them what it becomes; None for one that goes.
        into: Places of concepts that go, to those whose comments theirs are added to.

    Raises:
        InputError: If the concepts do not stand in ``[[concept]]`` tables.
    """
    marked, crlf = text.startswith("\ufeff"), "\r\n" in text
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text += "" if text.endswith("\n") else "\n"
    blocks = _blocks(text)
    if len(blocks) != len(before):
        raise InputError("the concepts do not stand in [[concept]] tables")
    edits: list[tuple[int, int, str]] = []
    for at, (block, old, new) in enumerate(zip(blocks, before, after, strict=True)):
        if new is None:
            edits.append((*_whole(text, block), ""))
            continue
        comments = [
            line for one in sorted(into) if into[one] == at for line in blocks[one].comments
        ]
        if comments:
            place = text.rfind("\n", 0, block.start) + 1
            edits.append((place, place, "".join(f"{line}\n" for line in comments)))
        edits += _changes(text, block, old, new)
    # from the end; at one place what belongs to the earlier table comes to stand first
    for start, end, words in sorted(reversed(edits), key=lambda one: one[:2], reverse=True):
        text = text[:start] + words + text[end:]
    if after and after[-1] is None:
        text = text.rstrip("\n") + "\n"
    return ("\ufeff" if marked else "") + (text.replace("\n", "\r\n") if crlf else text)


def edited_csv(text: str, before: Sequence[Concept], after: _After, into: Mapping[int, int]) -> str:
    """The text of a CSV codebook with its concepts changed; arguments as for TOML.

    Raises:
        InputError: If a value cannot stand in a cell, or the rows are not those of the concepts.
    """
    mark = csv_mark(text.removeprefix("\ufeff"))
    first, *rest = _records(text.removeprefix("\ufeff"), mark)
    head = first.cells
    columns = {name.strip().casefold(): at for at, name in enumerate(head)}
    known = {key: columns.get(key, -1) for key in _fields(None)}
    known["name"] = columns.get("concept", known["name"])
    places = columns.values()
    rows = [one for one in rest if any("".join(one.cells[at : at + 1]) for at in places)]
    if len(rows) != len(before):
        raise InputError("the rows are not those of the concepts")
    for key in known:
        if known[key] < 0 and any(one is not None and _fields(one)[key] for one in after):
            known[key] = len(head)
            _widen([first, *rest], key, mark)
    for one, to in sorted(into.items()):
        _join_notes(rows[to], rows[one], set(known.values()))
    for row, old, new in zip(rows, before, after, strict=True):
        if new is None:
            row.raw = ""
            continue
        was, now = _fields(old), _fields(new)
        for key, at in known.items():
            if was[key] != now[key]:
                row.put(at, _cell(now[key]))
    written = "".join(one.written(mark) for one in (first, *rest))
    return ("\ufeff" if text.startswith("\ufeff") else "") + written


def _fields(concept: Concept | None) -> dict[str, str | tuple[str, ...]]:
    one = concept or Concept("", "")
    return {
        "name": one.name,
        "definition": one.definition,
        "for": one.examples_for,
        "against": one.examples_against,
        "keywords": one.keywords,
        "parent": one.parent,
    }


# --- TOML -----------------------------------------------------------------------------------------


def _blocks(text: str) -> list[_Block]:
    found: list[_Block] = []
    here: _Block | None = None
    last, depth, equals, above = 0, 0, -1, 0
    for token in _TOKEN.finditer(text):
        what = token.group()
        depth += (what in "[{") - (what in "]}")
        if what == "=" and depth == 0 and equals < 0:
            equals = token.start()
        if depth or what[0] not in "#\n":
            continue
        piece = text[last : token.start()]
        if piece.strip():
            start = last + len(piece) - len(piece.lstrip())
            end = start + len(piece.strip())
            if text[start] == "[":
                here = None
                head = text[start:end]
                if head == "[[concept]]" or tomllib.loads(head) == {"concept": [{}]}:
                    here = _Block(_lead(text, above, start), start, end)
                    found.append(here)
            elif here is not None:
                key = text[start:equals].strip()
                if not key.isidentifier():  # in quotation marks
                    key = next(iter(tomllib.loads(f"{key} = 0")))
                here.values[key] = (equals + 1, end)
                here.end = end
            above = text.index("\n", end) + 1
        last, equals = token.end(), -1
    for block in found:
        block.comments = _comments(text, block)
    return found


def _comments(text: str, block: _Block) -> list[str]:
    """All comments above and within a block, but none that only looks like one in a text."""
    end = text.index("\n", block.end)
    tokens = _TOKEN.finditer(text, block.lead, end)
    return [one.group().rstrip() for one in tokens if one.group()[0] == "#"]


def _lead(text: str, above: int, start: int) -> int:
    """Where the comment lines begin that stand directly above a place, after another place."""
    here = text.rfind("\n", 0, start) + 1
    while here > above:
        previous = text.rfind("\n", 0, here - 1) + 1
        if not text[previous:here].lstrip().startswith("#"):
            break
        here = previous
    return here


def _whole(text: str, block: _Block) -> tuple[int, int]:
    """A block with its comments, and with the empty lines below it if there are some above."""
    end = text.index("\n", block.end) + 1
    if block.lead == 0 or text[: block.lead].endswith("\n\n"):
        while text[end : end + 1] == "\n":
            end += 1
    return block.lead, end


def _changes(
    text: str, block: _Block, old: Concept, new: Concept
) -> Iterator[tuple[int, int, str]]:
    was, now = _fields(old), _fields(new)
    added = ""
    for key, value in now.items():
        if value == was[key]:
            continue
        if key in block.values:
            yield (*block.values[key], f" {toml_value(value)}")
        else:
            added += f"{key} = {toml_value(value)}\n"
    if added:
        end = text.index("\n", block.end) + 1
        yield (end, end, added)


# --- CSV ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Record:
    raw: str
    cells: list[str]
    changed: bool = False

    def put(self, at: int, value: str) -> None:
        """Write into a cell, which may lie beyond the end of the row."""
        self.cells += [""] * (at + 1 - len(self.cells))
        self.cells[at] = value
        self.changed = True

    def written(self, mark: str) -> str:
        """The row as it stands in the file."""
        if not self.raw or not self.changed:
            return self.raw
        out = io.StringIO(newline="")
        ending = _line_end(self.raw)
        csv.writer(out, delimiter=mark, lineterminator=ending).writerow(self.cells)
        return out.getvalue()


def _records(text: str, mark: str) -> list[_Record]:
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=mark, strict=True)
    found, last = [], 0
    for cells in reader:
        found.append(_Record("".join(lines[last : reader.line_num]), cells))
        last = reader.line_num
    return found


def _widen(records: Sequence[_Record], name: str, mark: str) -> None:
    """One more column, named in the first row and empty in the others."""
    width = len(records[0].cells)
    records[0].put(width, name)
    for one in records[1:]:
        if len(one.cells) == width:
            ending = _line_end(one.raw)
            one.raw = one.raw.removesuffix(ending) + mark + ending
            one.cells.append("")


def _join_notes(target: _Record, other: _Record, known: set[int]) -> None:
    """What people wrote into columns of their own goes along."""
    for at, words in enumerate(other.cells):
        there = target.cells[at] if at < len(target.cells) else ""
        if at not in known and words.strip() and words != there:
            target.put(at, f"{there}; {words}" if there.strip() else words)


def _cell(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return value
    for one in value:
        if "|" in one:
            raise InputError(
                f'"{one}" cannot stand in a CSV codebook, where "|" divides values',
                hint="counterpoint codebook import FILE NEW.toml makes it TOML; change that",
            )
    return "|".join(value)


def _line_end(raw: str) -> str:
    found = _LINE_END.search(raw)
    return found.group() if found else ""
