"""Words that tell words from deeds, and help from harm: PLOVER's four classes by verb.

Written by hand from the meaning of the classes. The verb that follows the source counts most.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["quad_prior"]

_VERBAL_COOPERATION = """
agree praise welcome thank endorse support back consult meet met discuss talk negotiate sign
invite visit congratulate apologi hail applaud commend pledge promise express voice reaffirm
underscore assure defend host mediate propose offer confer urge-peace accept approve ratif
recogni embrace commit conclude sign-agreement reach-agreement reach-deal hold-talk
hold-discussion hold-consultation express-support voice-support phone call-president telephon
condolence vow-to-help greet receive-minister attend-summit attend-meeting will-allow will-send
agreed-to plan-to-provide
"""
_MATERIAL_COOPERATION = """
send-aid send-food send-medic send-suppl send-team sent-food sent-suppl sent-doctor provide
deliver donat aid assist help rescue evacuat train shelter lift eas release free return withdraw
pull-out surrender yield pay compensat grant reopen resum restor share-intelligence
joint-exercise exercise-with cooperat ceasefire cease-fire truce disarm extradit repatriat
allocat dispatch peacekeep deploy-peacekeep allow-in relax repeal acquit pardon evacuate
lower-tariff drop-charge resign step-down treat host-refugee fund gave give contribut donor
sent-team sent-medic sent-aid war-game build rebuilt reinstat overturn-conviction hand-over
handed-over let-free unfreez demobil lay-down dismantl asylum
"""
_VERBAL_CONFLICT = """
accus criticiz criticis condemn denounc blam reject refus demand threat warn protest-against slam
blast object oppos vow-to-retaliat disapprov complain deplor dismiss deny denied den veto
call-for-sanction call-on call-for urg appeal request ask sue suing lawsuit investigat inquir
probe charg-with rebuk insist fail-to-agree fail-to-reach ultimatum boycott-talk disput decri
lambast mock insult refut disagree halt-negotiation suspend-talk break-off fault legal-action
guilty scathing-criticism sought-refuge seek-refuge seeking-refuge order-to push-for order-appear
blast-for failed-to cancel-visit cancelled-visit cancel-trip
"""
_MATERIAL_CONFLICT = """
attack bomb shell kill invad arrest detain jail imprison sentenc expel deport sanction seiz raid
storm fire-at fir-missile fir-rocket strike airstrike assault ambush clash fight fought occup
blockad bann restrict freez impos cut-off cut-ties sever suspend-aid cancel mobiliz mobilis
deploy troops-to alert march rally demonstrat hunger-strike strike-in riot abduct kidnap tortur
rape execut evict demolish destroy shot shoot beat stab hack shut-down clos confiscat fine
crack-down crackdown besieg blow explod explosion wound injur murder behead gunm militant-attack
struck missile violat-ceasefire violat-cease-fire cyber overthrew overthrow boycott human-shield
pushed-out
"""
_NOT = ("refus", "fail", "reject", "not", "never", "without", "oppos", "block", "den", "cannot")
_HALTED = ("suspend", "halt", "cancel", "violat", "cut", "withh", "stop", "freez", "ended", "break")
_MEANT = (
    "will",
    "would",
    "agree",
    "pledg",
    "promis",
    "offer",
    "ready",
    "vow",
    "plan",
    "propos",
    "approv",
    "intend",
    "consider",
    "may",
    "might",
    "could",
    "want",
)
_MENACED = ("will", "would", "threat", "vow", "warn", "call", "may", "might", "could", "propos")
_UNDONE = ("lift", "eas", "end", "call", "drop", "remov", "relax", "repeal", "overturn", "cancel")
_WORD = re.compile(r"[A-Za-z][a-z'\-]*")
_ORDER = (_VERBAL_COOPERATION, _MATERIAL_COOPERATION, _VERBAL_CONFLICT, _MATERIAL_CONFLICT)


def quad_prior(text: str, start: int = 0) -> list[float]:
    """How much the words of a sentence speak for each class, the first ones after a place most.

    Args:
        text: The sentence.
        start: Where the source ends; words behind it weigh more, the nearer the more.
    """
    words = [(match.start(), match.group().casefold()) for match in _WORD.finditer(text)]
    out = [0.0, 0.0, 0.0, 0.0]
    behind = 0
    for number, (place, word) in enumerate(words):
        after = place >= start
        behind += after
        following = words[number + 1 : number + 6]
        before = tuple(w for _, w in words[max(0, number - 4) : number])
        weight = max(0.35, 1.0 - 0.08 * behind) if after else 0.35
        for quad in _quads_of(word, tuple(w for _, w in following)):
            out[_turned(quad, before)] += weight
    return [min(value, 2.0) for value in out]


def _turned(quad: int, before: tuple[str, ...]) -> int:
    """The class under a refusal, an intention or an end: help refused is conflict."""
    near = before[-3:]
    if quad in (0, 1) and _any(near, _HALTED):
        return quad + 2
    if quad in (0, 1) and _any(before, _NOT):
        return 2
    if quad == 3 and _any(near, _UNDONE):
        return 1
    if quad == 1 and _any(near, _MEANT):
        return 0
    if quad == 3 and _any(near, _MENACED):
        return 2
    return quad


def _any(words: tuple[str, ...], stems: tuple[str, ...]) -> bool:
    return any(
        word == stem or (len(stem) > 3 and word.startswith(stem))
        for word in words
        for stem in stems
    )


def _quads_of(word: str, following: tuple[str, ...]) -> list[int]:
    found = []
    for quad, table in enumerate(_tables()):
        for first, second in table:
            if not word.startswith(first) or len(word) > len(first) + 5:
                continue
            if not second or any(w.startswith(second) for w in following):
                found.append(quad)
                break
    return found


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[tuple[str, str], ...], ...]:
    out = []
    for text in _ORDER:
        entries = []
        for entry in text.split():
            parts = entry.split("-")
            entries.append((parts[0], parts[-1] if len(parts) > 1 else ""))
        out.append(tuple(entries))
    return tuple(out)
