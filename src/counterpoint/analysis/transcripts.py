"""Transcripts: turns such as "MS. PSAKI:", "Q" or "THE PRESIDENT:", and who speaks them.

A mark stands in capitals at the beginning of a paragraph; its turn runs to the next mark. The full
name behind a mark is looked up in the heading and in the text; an office ("THE PRESIDENT") is whom
the heading, or else the text, calls by it. "Q" and "MODERATOR" stay unnamed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoint.analysis.persons import TITLES, gender_of_name, is_role
from counterpoint.types import Span

__all__ = ["UPPER", "Turn", "find_turns", "name_of_mark", "office_before", "unnamed_mark"]

UPPER = "".join(letter for letter in map(chr, range(0x41, 0x250)) if letter.isupper())  # Latin
_PART = rf"(?:[A-Z][a-z]{{1,2}})?[{UPPER}][{UPPER}'’.\-]*"
_MARK = re.compile(
    rf"(?:(?P<q>Q)(?::|(?=\s))|(?P<mark>{_PART}(?:[ \t]{_PART}){{0,7}})"
    r"(?:[ \t]*(?:\([^)\n]{1,60}\)|\[[^\]\n]{1,60}\]))?:)(?=\s|$)"
)
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_NO_MARK = re.compile(r"^(?:END|NOTE|UPDATE|CORRECTION|WASHINGTON|BACKGROUND|CONTACT|TO|FROM|RE)\b")
_UNNAMED = {
    "Q": "reporter", "QUESTION": "reporter", "REPORTER": "reporter", "PRESS": "reporters",
    "MODERATOR": "moderator", "OPERATOR": "operator", "AIDE": "aide", "HOST": "host",
    "PARTICIPANT": "participant", "AUDIENCE": "audience", "AUDIENCE MEMBER": "audience member",
    "AUDIENCE MEMBERS": "audience members", "INTERPRETER": "interpreter", "STAFF": "staff",
    "ANNOUNCER": "announcer", "UNIDENTIFIED": "unidentified speaker", "INTERVIEWER": "interviewer",
}  # fmt: skip
_OFFICIAL = re.compile(r"\b(?:OFFICIALS?|AIDE|MEMBERS?|REPORTERS?|SPEAKER \d|PARTICIPANTS?)\b")
_CAP = rf"[{UPPER}][\w'’\-]*\.?"
_OFFICES = frozenset(
    """president vice prime minister first lady secretary general chancellor king queen emperor
    governor mayor speaker second gentleman premier pope commissioner""".split()
)
_NUMERAL = re.compile(r"[IVX]{2,}")
_KIN = re.compile(
    r"\b(?:grand|step)?(?:son|daughter|brother|sister|wife|husband|father|mother|nephew|niece|cousin|"
    r"dad|mom|uncle|aunt)\b[^.!?]*$",
    re.I,
)
_NEAR = 60  # code points before a name in which it is told whose kin somebody is
_FEWEST = 3
_HEADING = 3_000


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn to speak.

    Attributes:
        mark: Its mark, without the colon.
        label: The mark's words.
        content: What is said: one span for each paragraph.
    """

    mark: Span
    label: str
    content: tuple[Span, ...]


def find_turns(text: str) -> tuple[Turn, ...]:
    r"""The turns of a transcript, in order; none if the text is no transcript.

    Example:
        >>> text = "MS. LEE: Hello.\n\nQ Why?\n\nMS. LEE: Because.\n\nGood night."
        >>> [(turn.label, len(turn.content)) for turn in find_turns(text)]
        [('MS. LEE', 1), ('Q', 1), ('MS. LEE', 2)]
    """
    turns: list[Turn] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start() + len(paragraph.group()) - len(paragraph.group().lstrip())
        end = paragraph.start() + len(paragraph.group().rstrip())
        found = _MARK.match(text, start, end)
        if found and not _NO_MARK.match(text, start, end):
            name = "q" if found.group("q") else "mark"
            said = found.end()
            while said < end and text[said].isspace():
                said += 1
            content = (Span(said, end),) if said < end else ()
            turns.append(
                Turn(Span(*found.span(name)), " ".join(found.group(name).split()), content)
            )
        elif turns:
            last = turns[-1]
            turns[-1] = Turn(last.mark, last.label, (*last.content, Span(start, end)))
    return tuple(turns) if _is_transcript(turns) else ()


def _is_transcript(turns: Sequence[Turn]) -> bool:
    labels = Counter(turn.label for turn in turns)
    if len(turns) < _FEWEST and not (len(turns) == 2 and len(labels) == 2):
        return False
    known = [
        label
        for label in labels
        if labels[label] > 1 or label in _UNNAMED or _titled(label) or _OFFICIAL.search(label)
    ]
    return 2 * len(known) >= len(labels)


def _titled(label: str) -> bool:
    first = label.split()[0].lower()
    return first in TITLES or first.rstrip(".") in TITLES or first == "the"


def unnamed_mark(label: str) -> str:
    """What a mark that names nobody stands for, or nothing.

    Example:
        >>> unnamed_mark("Q"), unnamed_mark("SENIOR OFFICIAL"), unnamed_mark("MS. LEE")
        ('reporter', 'senior official', '')
    """
    if label in _UNNAMED:
        return _UNNAMED[label]
    if _OFFICIAL.search(label) and not label.startswith(("MR.", "MS.", "MRS.", "DR.")):
        return label.lower()
    return ""


def name_of_mark(label: str, text: str, title: str = "") -> str:
    """The fullest name behind a mark that heading and text tell; of an office its holder.

    Args:
        label: The mark, as "MS. LEE" or "THE PRESIDENT".
        text: The transcript.
        title: Its heading.

    Returns:
        A name such as "Ann Lee", "Lee" if no more is told, or nothing for an office that nobody
        is called by.

    Example:
        >>> name_of_mark("MS. LEE", "...", "Press Briefing by Press Secretary Ann Lee")
        'Ann Lee'
        >>> name_of_mark("THE PRESIDENT", "Joe Roe spoke.", "Remarks by President Roe")
        'Joe Roe'
    """
    words = [word for word in re.split(r"[ \t]+", label) if word]
    rest = [w for w in words if w.lower() not in TITLES and w.lower().rstrip(".") not in TITLES]
    rest = [w for w in rest if w not in {"THE", "OF", "AND"}]
    titles = [w.lower() for w in words if w not in rest]
    office = [w for w in titles if w in _OFFICES]
    if not rest:
        holder = _holder(office, title) or _holder(office, text[:_HEADING]) or _holder(office, text)
        rest = holder.split()
    return _full_name(rest, titles, text, title) if rest else ""


def office_before(name: str, title: str) -> str:
    """The office that stands before a name in a heading, or nothing.

    Example:
        >>> office_before("Ann Lee", "Press Briefing by Press Secretary Ann Lee, May 9")
        'Press Secretary'
    """
    found = re.search(
        rf"\b((?:{_CAP}[ \t]+(?:(?:of|to)[ \t]+(?:the[ \t]+)?)?){{1,6}}){re.escape(name)}\b", title
    )
    words = found.group(1).split() if found else []
    return " ".join(words) if words and is_role(words[-1]) else ""


def _holder(office: Sequence[str], text: str) -> str:
    """The name that stands most often behind an office, in capitals of a heading."""
    if not office:
        return ""
    called = r"\s+".join(re.escape(word.capitalize()) for word in office)
    pattern = re.compile(rf"(?P<before>\b\w+\s+)?\b{called}\s+(?P<name>{_CAP}(?:\s+{_CAP}){{0,3}})")
    small = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
    counts: Counter[str] = Counter()
    for found in pattern.finditer(text):
        if (found.group("before") or "").strip().lower() in {"vice", "former", "deputy", "then"}:
            continue
        name = _only_name(found.group("name").split(), small)
        if name:
            counts[" ".join(name)] += 1
    if not counts:
        return ""
    top = counts.most_common(1)[0][1]
    return next(name for name, count in counts.items() if count == top)


def _only_name(words: Sequence[str], small: frozenset[str] = frozenset()) -> list[str]:
    """Words up to the first that is no part of a name."""
    kept: list[str] = []
    for word in words:
        bare = word.rstrip(".").removesuffix("’s").removesuffix("'s")
        if bare.lower() in TITLES or bare.lower() in _NO_NAME:
            break
        if bare.endswith("ing") or bare.lower() in small:
            break
        kept.append(bare if len(bare) > 1 else word)
        if bare != word and len(bare) > 1 and bare.lower() not in {"jr", "sr"}:
            break
    return kept


_NO_NAME = frozenset(
    """the of and at in on to for from with by before after during press united states conference
    remarks meeting call america american has is was will would and i he she they we you it
    that this as but aboard en route announcing today tomorrow yesterday monday tuesday
    wednesday thursday friday saturday sunday security council affairs communications energy
    commerce education homeland transportation interior defense defence development economic
    advisers advisor adviser technologies technology engagement policy hemisphere coordinator
    implementation response climate administrator if when what who how why so now then not no
    yes okay well thank thanks en route
    """.split()
)


def _full_name(rest: Sequence[str], titles: Sequence[str], text: str, title: str) -> str:
    family = _spelled(rest[-1], text, title)
    given = [_spelled(word, text, title) for word in rest[:-1]]
    if given:
        return " ".join([*given, family])
    small = frozenset(re.findall(r"\b[a-z]{3,}\b", text))
    counts: Counter[str] = Counter()
    for part, weight in ((title, 50), (text[:_HEADING], 3), (text, 1)):
        for name, before in _names_with(family, part, small):
            counts[name] += weight * _suits(name, before, titles)
    counts = +counts
    if not counts:
        return family
    best = max(counts, key=lambda name: (counts[name], len(name)))
    fuller = [n for n in counts if n.split()[0] == best.split()[0] and n.endswith(best.split()[-1])]
    return max([best, *fuller], key=len)


def _suits(name: str, before: str, titles: Sequence[str]) -> int:
    """Whether a full name may be that of a mark with these titles, by the word before it."""
    gender = gender_of_name(name.split()[0])
    told = {t.rstrip(".") for t in titles}
    if (told & {"mr", "sir"} and gender == "f") or (told & {"ms", "mrs", "miss"} and gender == "m"):
        return 0
    if "lady" in told:
        return int(gender != "m")
    if before in {"lady", "gentleman"} or (
        before in _OFFICES and told & _OFFICES and before not in told
    ):
        return 0
    if before in told:
        return 3
    if before == "kin" and told & _OFFICES:  # "my son, Tom Roe" is not President Roe
        return 0
    if told & {"president", "king"} and "vice" not in told and gender == "f":
        return 0
    return 1


def _spelled(word: str, text: str, title: str) -> str:
    """A word in capitals as the text writes it elsewhere; the number of a king stays."""
    if _NUMERAL.fullmatch(word):
        return word
    if not word.isupper() and not re.match(r"(?:Mc|Mac|La|De|Le)[A-Z]", word):
        return word
    pattern = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    counts = Counter(found.group() for part in (title, text) for found in pattern.finditer(part))
    written = {w: c for w, c in counts.items() if not w.isupper() and w[:1].isupper()}
    if written:
        return max(written, key=lambda w: (written[w], w))
    return "-".join(part.capitalize() for part in word.split("-"))


def _names_with(family: str, text: str, small: frozenset[str]) -> list[tuple[str, str]]:
    """Names of a family in a text, each with the word before it.

    Given names stand before the family name, or behind it after a title ("President Roe Yun Ho").
    A word that the text also writes small ("advisor") is no name.
    """
    found = []
    escaped = re.escape(family)
    before = re.compile(rf"((?:{_CAP}[ \t]+){{1,5}}){escaped}\b(?!-)")
    for match in before.finditer(text):
        words = match.group(1).split()
        given: list[str] = []
        while words and len(given) < 3 and _is_given(words[-1], small, first=not given):
            given.insert(0, words.pop())
        initial = len(given) == 1 and len(given[0].rstrip(".")) == 1
        if given and not initial:
            word = words[-1].lower() if words else ""
            if word not in TITLES and _KIN.search(
                text[max(0, match.start() - _NEAR) : match.start()]
            ):
                word = "kin"
            found.append((" ".join([*given, family]), word))
    after = re.compile(rf"\b(\w+)[ \t]+{escaped}[ \t]+({_CAP}(?:[ \t]+{_CAP}){{0,2}})")
    for match in after.finditer(text):
        word = match.group(1).lower()
        behind = _only_name(match.group(2).split(), small)
        if behind and (word in TITLES or word in _OFFICES):
            found.append((" ".join([family, *behind]), word))
    return found


def _is_given(word: str, small: frozenset[str], *, first: bool) -> bool:
    bare = word.rstrip(".").lower()
    if len(bare) == 1:
        return word[:1].isupper() and bare not in {"i", "a"}
    if word.endswith(".") or "’" in word or "'" in word or bare in TITLES or bare in _NO_NAME:
        return False
    if word.isupper() or not word[:1].isupper():
        return False
    return bool(gender_of_name(bare)) or bare not in small
