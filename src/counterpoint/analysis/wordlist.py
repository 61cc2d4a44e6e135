"""Cut a text into the words of the name tagger, with their places.

Possessive endings stand alone ("China", "'s"), a hyphen
is a word of its own ("Asia", "-", "Pacific"), abbreviations keep their full stop ("Mr.", "U.S.").
"""

from __future__ import annotations

import re

__all__ = ["split_words"]

_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Dr|Drs|Prof|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Col|Capt|Lt|Sgt|Cpl|St|Ste|Jr|Sr|Rev|Hon|"
    "vs|Inc|Corp|Co|Cos|Ltd|Bros|Maj|Adm|Cmdr|Pres|Amb|Sec|Supt|Det|Msgr|Messrs|Mt|Ft|Dept|Assn|Univ|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|"
    "Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo"
)
_LETTER = r"[^\W\d_]"
_JOIN = r"[^\W_\u0300-\u036f]|[\u0300-\u036f]"
_WORD = re.compile(
    rf"""
    (?:[A-Za-z]\.){{2,}}                                   # U.S., a.m.
  | \b(?:{_ABBREVIATIONS})\.(?=[\s,;:)])                   # Mr.
  | \b[A-Z]\.(?=\s*[A-Z])                                  # J. Smith
  | \d+(?:[.,:]\d+)+                                       # 1,000.5
  | (?:ca|wo|[^\W\d_]+?)(?=n['’]t\b)                       # do|n't
  | n['’]t\b
  | ['’](?:s|S|re|ve|ll|d|m|RE|VE|LL|D|M)\b
  | (?:{_JOIN})+(?:['’](?!(?:s|S|re|ve|ll|d|m|t)\b)(?:{_JOIN})+)*
  | \.{{2,}} | -{{2,}}
  | [^\w\s] | _
    """,
    re.VERBOSE,
)


def split_words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Places of the words of a text, in order; none of them overlap.

    Example:
        >>> text = "China's U.S. envoy didn't go."
        >>> [text[a:b] for a, b in split_words(text)]
        ['China', "'s", 'U.S.', 'envoy', 'did', "n't", 'go', '.']
    """
    return [
        match.span() for match in _WORD.finditer(text, start, len(text) if end is None else end)
    ]
