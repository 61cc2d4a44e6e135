"""What the lines of a text look like, in numbers: the view of the layout model.

Everything is general: shapes, lengths, kinds of words, neighbours, repetition and place. Nothing
names a site. A line's features do not depend on anything outside the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LINE_FEATURES", "best_stretch", "line_features", "shape_features", "with_context"]

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_INNER_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+\S|[。！？]")
_FUNCTION_WORDS = frozenset(
    "the of and to a in that is was for on with as at by it from his her he she they we be has "
    "had have are were an this which who will would not but or its their been said than "
    "de la el le les des et que un une du der die und das den von o e os as do da em para di il "
    "che per con se y yang dan".split()
)
# Kinds of words that pages put around articles.
_KINDS: dict[str, str] = {
    "account": r"subscri\w+|newsletters?|sign (?:up|in)|log ?in|register|cookies?|privacy|terms|"
    r"consent|password|e-?mail|inbox|account|membership|opt[ -]?in|unsubscribe",
    "share": r"shar(?:e|ing)|facebook|twitter|whatsapp|linkedin|pinterest|tweet|instagram|youtube|"
    r"reddit|flipboard|telegram|follow (?:us|me)|likes?|print|copy link",
    "related": r"related|read (?:more|next|also|full)|more (?:from|on|in|stories|news)|"
    r"recommended|you (?:may|might)|most (?:read|popular|viewed)|popular|trending|latest|"
    r"also (?:read|see)|see also|next|previous|top stories|don't miss|featured|tags?|topics?|"
    r"categories|archives?|posted in|filed under",
    "legal": r"copyright|all rights reserved|©|\(c\)|disclaimer|terms of (?:use|service)|"
    r"without permission|reproduc\w+",
    "credit": r"getty|photos?|photographs?|photographer|images?|picture|credits?|courtesy|"
    r"file photo|shutterstock|illustration|video|afp|reuters|ap|pa|epa|handout|pictured|alamy|"
    r"gallery|slideshow|caption",
    "byline": r"by|written|authors?|staff|correspondent|reporter|editor|columnist|posted|published|"
    r"updated|contributor|writer",
    "date": r"\d{1,2}:\d\d|(?:19|20)\d\d|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|ago|hours?|minutes?|mins?|edt|est|gmt",
    "advert": r"advert\w*|sponsor\w*|promot\w+|affiliate|commission|buy|shop|deals?|sale|coupons?|"
    r"free trial|offers?|click|download|app|apps",
    "comment": r"comments?|commenting|repl(?:y|ies)|respond|leave a|notify|report abuse|moderat\w+",
    "navigation": r"home|menu|search|skip|contact|about|help|faq|sitemap|jobs|careers|feedback|"
    r"toggle|navigation|loading|close|open|continue|javascript|browser|page|sections?|site",
    "reader": r"you|your|yours|our|us|we",
    "author": r"is a|is an|is the|writes|author of|covers|reach him|reach her|contact|bio|"
    r"email him|follow (?:him|her)|views expressed|editorial|reporting by|contributed",
}
_KIND_PATTERNS = [re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for words in _KINDS.values()]
_HANDLE = re.compile(r"https?://|www\.|\.com\b|@\w|(?:^|\s)#\w")
_QUOTES = re.compile(r"[\"“”„«»]")
_SEPARATORS = re.compile(r"[|»›>•·/–—]")
_BULLET = re.compile(r"^[•·»›>*\-–—|+#]")
_MAX_LOOKED_AT = 2_000  # characters of a line
_LONG = 15  # words
_CONTEXT = 3
_WINDOWS = (3, 8, 20)

_SHAPES = (
    "log_words", "log_characters", "word_length", "ends_sentence", "ends_colon", "inner_ends",
    "commas", "capitalised", "capitals", "digits", "quotes", "starts_lower", "bullet",
    "function_words", *_KINDS, "kinds_together", "handle", "repeated", "separators", "is_long",
    "is_short",
)  # fmt: skip
_CARRIED = (
    "log_words", "ends_sentence", "function_words", "capitalised", "is_long", "kinds_together",
)  # fmt: skip


def _names() -> tuple[str, ...]:
    names = list(_SHAPES)
    names += [f"{name}{step:+d}" for step in _steps() for name in _CARRIED]
    names += [f"{name}~{width}" for width in _WINDOWS for name in ("words", "long", "kinds")]
    names += ["place", "words_before", "long_before", "long_after", "since_long", "until_long"]
    for name in ("strict", "lax"):
        names += [f"{name}_inside", f"{name}_from_start", f"{name}_from_end", f"{name}_share"]
    names += ["log_lines", "log_page_words", "long_share", "after_title", "like_title"]
    names += ["copy", "comments_before", "comments~8", "accounts~8", "dates~8"]
    names += ["shared_words", "shared_names", "shared~3"]
    return tuple(names)


def _steps() -> list[int]:
    return [step for step in range(-_CONTEXT, _CONTEXT + 1) if step]


LINE_FEATURES = _names()


def line_features(lines: Sequence[str]) -> NDArray[np.float32]:
    """One row of numbers for each line, in the order of :data:`LINE_FEATURES`."""
    return with_context(shape_features(lines), lines)


def shape_features(lines: Sequence[str]) -> NDArray[np.float32]:
    """What each line looks like for itself."""
    counts = Counter(line.strip().casefold() for line in lines)
    rows = [_shape(line, counts[line.strip().casefold()]) for line in lines]
    return np.array(rows, dtype=np.float32).reshape(len(lines), len(_SHAPES))


def _shape(line: str, occurrences: int) -> list[float]:
    full_length = len(line)
    line = line.strip()[:_MAX_LOOKED_AT]
    words = _WORD.findall(line)
    count = len(words)
    if count and full_length / count > 20:  # a script without spaces: two signs are a word
        count = full_length // 2
    elif full_length > _MAX_LOOKED_AT:
        count = count * full_length // _MAX_LOOKED_AT
    some = max(1, len(words))
    letters = [word for word in words if word[0].isalpha()]
    kinds = [len(pattern.findall(line)) / some for pattern in _KIND_PATTERNS]
    ends = _SENTENCE_END.search(line) is not None
    return [
        float(np.log1p(count)),
        float(np.log1p(full_length)),
        sum(map(len, words)) / some,
        float(ends),
        float(line.endswith((":", "：", "..."))),
        len(_INNER_END.findall(line)) / some * 10,
        sum(map(line.count, ",;，、")) / some,
        sum(word[0].isupper() for word in letters) / max(1, len(letters)),
        sum(word.isupper() and len(word) > 1 for word in letters) / max(1, len(letters)),
        sum(character.isdigit() for character in line) / max(1, len(line)),
        float(min(3, len(_QUOTES.findall(line)))),
        float(bool(letters) and line[:1].islower()),
        float(_BULLET.match(line) is not None),
        sum(word.lower() in _FUNCTION_WORDS for word in words) / some,
        *kinds,
        min(2.0, sum(kinds[:9]) + kinds[9]),
        float(_HANDLE.search(line) is not None),
        float(np.log(occurrences)),
        float(min(5, len(_SEPARATORS.findall(line)))),
        float(count >= _LONG and ends),
        float(count <= 4),
    ]


def with_context(shapes: NDArray[np.float32], lines: Sequence[str]) -> NDArray[np.float32]:
    """The same rows, and what stands around each line."""
    if not len(lines):
        return np.zeros((0, len(LINE_FEATURES)), dtype=np.float32)
    column = {name: shapes[:, number] for number, name in enumerate(_SHAPES)}
    words = np.expm1(column["log_words"])
    long = column["is_long"]
    parts = [shapes]
    for step in _steps():
        parts.append(np.stack([_shifted(column[name], step) for name in _CARRIED], axis=1))
    for width in _WINDOWS:
        sums = [_around(values, width) for values in (words, long, column["kinds_together"])]
        parts.append(np.stack([np.log1p(sums[0]), sums[1], sums[2]], axis=1))
    parts.append(_places(words, long))
    for price in (12.0, 5.0):
        parts.append(_stretch_features(words, long, column, price))
    parts.append(_page_features(words, long, lines))
    parts.append(_repetition(lines, column))
    parts.append(_shared_words(lines, words, long))
    return np.concatenate(parts, axis=1).astype(np.float32)


def _shifted(values: NDArray[np.float32], step: int) -> NDArray[np.float32]:
    moved = np.full_like(values, -1.0)
    if step > 0:
        moved[:-step] = values[step:]
    else:
        moved[-step:] = values[:step]
    return moved


def _around(values: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    here = np.arange(len(values))
    first, last = np.maximum(0, here - width), np.minimum(len(values), here + width + 1)
    mean: NDArray[np.float32] = ((sums[last] - sums[first]) / (last - first)).astype(np.float32)
    return mean


def _places(words: NDArray[np.float32], long: NDArray[np.float32]) -> NDArray[np.float32]:
    size = len(words)
    here = np.arange(size)
    is_long = long > 0
    before: NDArray[np.int64] = np.cumsum(is_long) - is_long
    after = is_long.sum() - before - is_long
    last_seen = np.maximum.accumulate(np.where(is_long, here, -10_000))
    next_seen = np.minimum.accumulate(np.where(is_long, here, 10**9)[::-1])[::-1]
    total = max(1.0, float(words.sum()))
    return np.stack(
        [
            here / max(1, size - 1),
            (np.cumsum(words) - words) / total,
            np.minimum(before, 50),
            np.minimum(after, 50),
            np.minimum(here - last_seen, 50),
            np.minimum(next_seen - here, 50),
        ],
        axis=1,
    ).astype(np.float32)


def best_stretch(scores: NDArray[Any]) -> tuple[int, int]:
    """Half-open range of lines with the largest sum of scores (Kadane's method)."""
    best, best_range = -np.inf, (0, 0)
    total, start = 0.0, 0
    for here, score in enumerate(scores.tolist()):
        if total <= 0:
            total, start = 0.0, here
        total += score
        if total > best:
            best, best_range = total, (start, here + 1)
    return best_range


def _stretch_features(
    words: NDArray[np.float32],
    long: NDArray[np.float32],
    column: dict[str, NDArray[np.float32]],
    price: float,
) -> NDArray[np.float32]:
    """Place of each line against the stretch that holds most running text.

    After Pasternack and Roth, "Extracting article text from the web with maximum subsequence
    segmentation" (2009), over lines instead of tokens.
    """
    running = np.minimum(words, 60.0) * (0.25 + 0.75 * np.maximum(long, column["ends_sentence"]))
    running *= 1.0 - np.minimum(1.0, column["kinds_together"])
    start, end = best_stretch(running - price)
    here = np.arange(len(words))
    share = float(words[start:end].sum()) / max(1.0, float(words.sum()))
    return np.stack(
        [
            ((here >= start) & (here < end)).astype(np.float32),
            np.clip(here - start, -30, 30),
            np.clip(end - 1 - here, -30, 30),
            np.full(len(words), share),
        ],
        axis=1,
    ).astype(np.float32)


def _page_features(
    words: NDArray[np.float32], long: NDArray[np.float32], lines: Sequence[str]
) -> NDArray[np.float32]:
    size = len(lines)
    title = guess_title(lines, long)
    after = np.zeros(size)
    like = np.zeros(size)
    if title is not None:
        after = np.clip(np.arange(size) - title, -30, 30)
        wanted = set(_WORD.findall(lines[title].casefold()))
        for number, line in enumerate(lines):
            have = set(_WORD.findall(line[:_MAX_LOOKED_AT].casefold()))
            like[number] = len(wanted & have) / max(1, len(wanted | have))
    page = [np.log1p(size), np.log1p(words.sum()), float(long.mean())]
    return np.stack([*(np.full(size, value) for value in page), after, like], axis=1)


def _repetition(
    lines: Sequence[str], column: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Which copy of a line each is, and what kinds of lines have come or stand near."""
    seen: Counter[str] = Counter()
    copies = []
    for line in lines:
        key = line.strip().casefold()
        copies.append(min(3.0, float(seen[key])))
        seen[key] += 1
    short = column["log_words"] < np.log1p(8)
    comments = short & (column["comment"] > 0)
    return np.stack(
        [
            np.array(copies, dtype=np.float32),
            np.minimum(np.cumsum(comments) - comments, 5),
            _around(comments.astype(np.float32), 8),
            _around((short & (column["account"] > 0)).astype(np.float32), 8),
            _around((short & (column["date"] > 0)).astype(np.float32), 8),
        ],
        axis=1,
    ).astype(np.float32)


def _shared_words(
    lines: Sequence[str], words: NDArray[np.float32], long: NDArray[np.float32]
) -> NDArray[np.float32]:
    """How much of each line's vocabulary the running text uses too: is it about the same thing?"""
    start, end = best_stretch(np.minimum(words, 60.0) * (0.1 + 0.9 * long) - 10.0)
    vocabularies = [_content_words(line) for line in lines]
    core: Counter[str] = Counter()
    for number in range(start, end):
        if long[number]:
            core.update(vocabularies[number])
    shares = np.full(len(lines), -1.0, dtype=np.float32)
    names = np.zeros(len(lines), dtype=np.float32)
    for number, vocabulary in enumerate(vocabularies):
        own = int(start <= number < end and bool(long[number]))
        shared = [word for word in vocabulary if core[word] > own]
        if vocabulary:
            shares[number] = len(shared) / len(vocabulary)
        names[number] = min(6, sum(vocabulary[word] for word in shared))
    return np.stack([shares, names, _around(shares, 3)], axis=1)


def _content_words(line: str) -> dict[str, bool]:
    """Longer words of a line, each with whether it is written with a capital."""
    found: dict[str, bool] = {}
    for word in _WORD.findall(line[:_MAX_LOOKED_AT]):
        if len(word) > 3 and (key := word.casefold()) not in _FUNCTION_WORDS:
            found[key] = found.get(key, False) or word[0].isupper()
    return found


def guess_title(lines: Sequence[str], long: NDArray[np.float32]) -> int | None:
    """Number of the line that looks like the title: the last headline before the first long line.

    A line that the page repeats, or holds again after a breadcrumb, goes before others.
    """
    first_long = next((number for number, value in enumerate(long.tolist()) if value), len(lines))
    best, best_score = None, 0.0
    joined = "\n".join(line.casefold() for line in lines[:400])
    for number in range(max(0, first_long - 25), min(first_long, len(lines))):
        line = lines[number].strip()
        count = len(_WORD.findall(line[:400]))
        if not 3 <= count <= 30 or line.startswith(("By ", "by ")):
            continue
        score = 1.0 + min(count, 8) / 8 - 0.04 * (first_long - number)
        score += 1.5 * (joined.count(line.casefold()) > 1)
        score -= 0.7 * (_SENTENCE_END.search(line) is not None)
        if score > best_score:
            best, best_score = number, score
    return best
