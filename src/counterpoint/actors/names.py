"""Compare names of persons and of organisations, and say why they may be one.

Names of persons differ by titles, initials, nicknames, middle names, order of words, accents and
ways of writing another alphabet. Each difference costs a little; a contradiction ("John", "Peter")
ends it. Nothing here looks beyond the two names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from counterpoint.models.gazetteer import nicknames

__all__ = [
    "Comparison",
    "PersonName",
    "compare_organisations",
    "compare_persons",
    "fold",
    "is_plain",
    "organisation_key",
    "person_name",
    "skeleton",
]

_TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor president vice prime minister senator sen sens rep reps
    representative congressman congresswoman governor gov mayor chancellor secretary king queen
    prince princess lord lady sir dame pope bishop archbishop cardinal saint judge justice chief
    general gen colonel col captain capt major maj lieutenant lt sergeant sgt ambassador amb
    director chairman chairwoman chair speaker leader madam foreign attorney former emperor empress
    duke duchess count countess baron officer inspector detective commissioner deputy premier
    treasurer councillor rev reverend rabbi imam sheikh shaikh ayatollah admiral adm commander
    spokesman spokeswoman spokesperson acting the hon honourable honorable his her excellency
    majesty highness first lt-gov elect designate
    """.split()
)
_SUFFIXES = frozenset("jr sr ii iii iv v esq phd md mp mep obe cbe mbe kbe dbe qc kc frs".split())
_PARTICLES = frozenset(
    "de da do dos du der den van von zu la le al el bin ibn abu ben della di st mac".split()
)
_WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SON_OF = frozenset("bin ibn ben bint".split())
_LEGAL = frozenset(
    "inc incorporated corp corporation co company ltd limited llc plc ag gmbh sa nv".split()
)
_SMALL = frozenset("of the and for in on at to a an de la du".split())
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe"})
# Ways of writing the same sound of another alphabet, longest first.
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("ck", "k"), ("ph", "f"),
    ("kh", "h"), ("gh", "g"), ("zh", "j"), ("dj", "j"), ("sh", "s"), ("ch", "c"), ("th", "t"),
    ("iy", "y"), ("ij", "y"), ("yy", "y"), ("ii", "y"), ("ei", "e"), ("ey", "e"), ("ai", "e"),
    ("ay", "e"), ("ou", "u"), ("oo", "u"), ("ee", "y"), ("ie", "y"), ("ks", "x"), ("qu", "k"),
    ("q", "k"), ("w", "v"), ("j", "y"), ("i", "y"), ("o", "u"), ("e", "a"), ("z", "s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two names name one actor, by the names alone, and why."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded."""

    given: tuple[str, ...]
    family: str
    suffix: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All parts in order."""
        return (*self.given, self.family)


@lru_cache(maxsize=300_000)
def fold(words: str) -> str:
    """A name for comparing: no accents, case, marks that cannot be seen, or doubled spaces.

    Example:
        >>> fold("Łukasz  O’Brien-Müller")
        "lukasz o'brien-muller"
    """
    plain = unicodedata.normalize("NFKD", words.replace("’", "'"))
    kept = "".join(c for c in plain if unicodedata.category(c)[0] not in "MC")
    return " ".join(kept.casefold().translate(_LETTERS).split())


def is_plain(name: str) -> bool:
    """Whether a name is written as one would show it: no title, comma or capitals throughout.

    Example:
        >>> [is_plain(name) for name in ("Ann Lee", "Dr. Ann Lee", "LEE, ANN", "NATO")]
        [True, False, False, True]
    """
    first = name.split()[0].lower().rstrip(".") if name.split() else ""
    return first not in _TITLES and "," not in name and not (" " in name and name.isupper())


@lru_cache(maxsize=300_000)
def person_name(words: str) -> PersonName | None:
    """A person's name in parts, without titles; nothing if no name is left.

    Example:
        >>> person_name("Dr. Ann M. van der Lee")
        PersonName(given=('ann', 'm'), family='van der lee', suffix='')
        >>> person_name("Lee, Ann").given
        ('ann',)
    """
    folded = fold(words)
    if folded.count(",") == 1:
        last, _, first = folded.partition(",")
        if first.strip() and first.strip(" .") not in _SUFFIXES:
            folded = f"{first.strip()} {last}"
    parts = [part.removesuffix("'s") for part in _WORDS.findall(folded.replace(".", " "))]
    suffix = ""
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        suffix = suffix or (parts[-1] if parts[-1] in {"jr", "sr", "ii", "iii", "iv"} else "")
        parts.pop()
    while len(parts) > 1 and parts[0] in _TITLES:
        parts.pop(0)
    if not parts or (len(parts) == 1 and parts[0] in _TITLES):
        return None
    begin = len(parts) - 1
    while begin > 1 and parts[begin - 1] in _PARTICLES:
        begin -= 1
    return PersonName(tuple(parts[:begin]), " ".join(parts[begin:]), suffix)


@lru_cache(maxsize=300_000)
def skeleton(word: str) -> str:
    """What is left of a word when ways of writing its sounds are made one.

    Example:
        >>> skeleton("zelenskyy") == skeleton("zelensky"), skeleton("mohammed")
        (True, 'muamad')
    """
    out = word.replace("-", "").replace("'", "").replace(" ", "")
    for before, after in _SOUNDS:
        out = out.replace(before, after)
    tight = ""
    for char in out:
        if not tight or char != tight[-1]:
            tight += char
    return tight[:1] + tight[1:].replace("h", "") if len(tight) > 3 else tight


def _same_given(one: str, other: str) -> tuple[float, str]:
    """How well two given names go together: 0 is a contradiction."""
    if one == other:
        return 1.0, ""
    if 1 in (len(one), len(other)):
        return (0.93, "an initial") if one[0] == other[0] else (0.0, "")
    table = nicknames()
    if table.get(one, frozenset({one})) & table.get(other, frozenset({other})):
        return 0.95, f"{other.title()} is short for or a form of {one.title()}"
    if skeleton(one) == skeleton(other):
        return 0.95, "written in another way"
    if one.replace("-", "") == other.replace("-", ""):
        return 0.97, ""
    if "-" in one + other and (one.startswith(other + "-") or other.startswith(one + "-")):
        return 0.93, "the second part of the given name is left out"
    if min(len(one), len(other)) > 5 and _one_letter(one, other):
        return 0.85, "one letter differs"
    return 0.0, ""


def _one_letter(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def compare_persons(one: str, other: str) -> Comparison:
    """How likely two names of persons name one, by the names alone.

    Example:
        >>> compare_persons("William J. Clinton", "Bill Clinton").score > 0.85
        True
        >>> compare_persons("Bill Clinton", "Hillary Clinton")
        Comparison(score=0.0, reason='other given names')
    """
    left, right = person_name(one), person_name(other)
    if left is None or right is None:
        return Comparison(0.0, "no name")
    if left.suffix and right.suffix and left.suffix != right.suffix:
        return Comparison(0.0, "one the elder, one the younger")
    if left.words == right.words:
        return Comparison(0.99 if len(left.words) > 1 else 0.6, "the same name")
    if len(left.words) > 1 and sorted(left.words) == sorted(right.words):
        return Comparison(0.94, "the same names in another order")
    family = _same_family(left, right)
    if family.score == 0.0:
        return family
    if not left.given or not right.given:
        return Comparison(0.5 * family.score, "only the family name is told")
    score, why = _same_given(left.given[0], right.given[0])
    if score == 0.0:
        return _shifted(left, right) or Comparison(0.0, "other given names")
    reasons = [part for part in (family.reason, why) if part]
    score *= family.score
    middle = _middles(left.given[1:], right.given[1:])
    if middle.score == 0.0:
        return Comparison(0.0, middle.reason)
    if middle.reason:
        reasons.append(middle.reason)
    return Comparison(round(score * middle.score, 3), "; ".join(reasons) or "the same name")


def _same_family(left: PersonName, right: PersonName) -> Comparison:
    one, other = left.family, right.family
    if one == other:
        return Comparison(1.0, "")
    if skeleton(one) == skeleton(other):
        return Comparison(0.96, f"{one.title()} and {other.title()}: two ways of writing one name")
    plain, hyphen = sorted((one, other), key=lambda name: "-" in name)
    if "-" in hyphen and plain in hyphen.split("-"):
        return Comparison(0.93, "a double family name, here cut")
    if right.given and one in right.given[1:] and left.given:
        return Comparison(0.85, "another family name is added: a name by marriage")
    if left.given and other in left.given[1:] and right.given:
        return Comparison(0.85, "another family name is added: a name by marriage")
    if min(len(one), len(other)) > 6 and _one_letter(one, other):
        return Comparison(0.88, "one letter of the family name differs")
    return Comparison(0.0, "other family names")


def _middles(left: tuple[str, ...], right: tuple[str, ...]) -> Comparison:
    if not left or not right:
        return Comparison(
            0.97 if left or right else 1.0, "a middle name is left out" * (left != right)
        )
    known = sum(any(_same_given(a, b)[0] for b in right) for a in left)
    if known == 0:
        return Comparison(0.0, "other middle names")
    if not _same_given(left[0], right[0])[0]:  # "Abe H.W." and "Abe W."
        return Comparison(0.88, "another middle name comes first")
    return Comparison(0.99, "")


def _shifted(left: PersonName, right: PersonName) -> Comparison | None:
    """A first name that one text leaves out: "Ferdinand Romualdez Marcos", "Romualdez Marcos"."""
    longer, shorter = (left, right) if len(left.given) > len(right.given) else (right, left)
    first = shorter.given[0] if shorter.given else ""
    if len(longer.given) == len(shorter.given) or len(first) < 2 or first not in longer.given[1:]:
        return None
    before = longer.given[longer.given.index(first, 1) - 1]
    if before in _SON_OF:  # "Salim bin Omar" is not Omar
        return None
    return Comparison(0.9, "the first given name is left out")


@lru_cache(maxsize=300_000)
def organisation_key(words: str) -> str:
    """An organisation's name for looking it up: folded, no article, dots or legal form.

    Example:
        >>> organisation_key("The U.S. Steel Corp."), organisation_key("Smith & Sons Ltd")
        ('us steel', 'smith and sons')
    """
    plain = re.sub(r"(?<=\b\w)\.", "", fold(words)).replace("&", " and ")
    parts = _WORDS.findall(plain)
    if parts and parts[0] == "the":
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts.pop()
    british = {"organization": "organisation", "center": "centre", "defense": "defence"}
    return " ".join(british.get(part, part) for part in parts)


def compare_organisations(one: str, other: str) -> Comparison:
    """How likely two names of organisations name one, by the names alone.

    Example:
        >>> compare_organisations("WTO", "World Trade Organization").reason
        'WTO: the first letters of World Trade Organization'
    """
    left, right = organisation_key(one), organisation_key(other)
    if left == right:
        return Comparison(0.98, "the same name")
    short, long = sorted((one, other), key=len)
    letters = "".join(c for c in short if c.isalpha())
    if letters.isupper() and len(letters) > 1 and " " not in short.strip():
        parts = [part for part in organisation_key(long).split() if part not in _SMALL]
        every = organisation_key(long).split()
        if letters.lower() in {"".join(p[0] for p in parts), "".join(p[0] for p in every)}:
            score = 0.9 if len(letters) > 2 else 0.75
            return Comparison(score, f"{short}: the first letters of {long}")
    if sorted(left.split()) == sorted(right.split()):
        return Comparison(0.9, "the same words in another order")
    of_left = [w for w in left.split() if w not in _SMALL]
    of_right = [w for w in right.split() if w not in _SMALL]
    if sorted(of_left) == sorted(of_right) and len(of_left) > 1:
        return Comparison(0.92, "the same words")
    return Comparison(0.0, "other names")
