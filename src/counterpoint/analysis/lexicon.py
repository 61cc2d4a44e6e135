"""Words that attribute: verbs, nouns and phrases, each with the class of act that it tells.

Written by hand. Verbs are lemmas; their forms are made by the rules of English spelling and a table
of irregular ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from counterpoint.types import Act

__all__ = ["NOUNS", "PHRASES", "PHRASES_BY_FIRST", "SPEECH", "VERBS", "forms_of", "lemma_of"]

# Verbs that introduce speech, with a clause or with quotation marks.
_SPEECH = """
say tell add write note report announce suggest describe tweet argue continue explain acknowledge
declare state insist warn respond reply claim recall conclude mention stress emphasize emphasise
remark observe joke confirm reveal reiterate repeat assert contend maintain testify admit concede
complain lament remind assure point caution comment quip shout chant cry whisper yell mutter murmur
declaim proclaim allege disclose indicate signal hint imply read post email retort counter exclaim
predict forecast estimate express voice quote cite discuss speak talk answer recount relate
summarize summarise paraphrase elaborate clarify specify boast brag gush scoff sneer snap grumble
rant rail fume opine muse reflect enthuse echo affirm attest swear certify inform notify brief
apologize apologise confess divulge tout underline underscore highlight outline detail
blog text message interject chime chide taunt drawl
"""
_DENIES = "deny refute rebut disavow disclaim disown repudiate gainsay contradict dispute"
_DEMANDS = """
demand urge call order instruct command require insist press push exhort implore beg plead appeal
compel direct petition beseech summon challenge lobby clamour clamor recommend encourage advise
"""
_ASKS = "ask question wonder inquire enquire query request"
_PROMISES = """
promise pledge vow plan intend offer guarantee commit threaten undertake prepare aim propose
volunteer agree
"""
_BELIEVES = """
believe think consider know feel regard view see deem assume suppose suspect expect understand
doubt fear worry guess imagine realize realise reckon presume figure perceive judge anticipate
foresee trust remember forget learn discover decide conclude envision seem appear
"""
_WANTS = "want wish hope desire seek prefer long aspire yearn crave need favor favour"
_SUPPORTS = """
support back endorse praise welcome applaud defend champion favor favour embrace commend hail
advocate vouch approve laud thank congratulate salute celebrate promote uphold second bless
"""
_OPPOSES = """
oppose reject criticize criticise condemn denounce attack blast slam dismiss accuse blame decry
deplore rebuke ridicule mock protest object resist disapprove chastise castigate lambaste assail
refuse decline deride disagree dislike hate disparage berate scold fault slate veto bash
"""
_DECREES = """
decree rule ban prohibit forbid permit allow enact ordain stipulate mandate legislate authorize
authorise outlaw provide prescribe determine sentence overturn approve pass sign
"""
_SHOWS = """
show find demonstrate reveal prove suggest indicate illustrate document depict portray reflect
confirm establish display exhibit
"""

# The first group that holds a verb gives its act, so the order is a decision.
_GROUPS: tuple[tuple[Act, str], ...] = (
    (Act.DENIES, _DENIES),
    (Act.ASKS, _ASKS),
    (Act.PROMISES, _PROMISES),
    (Act.WANTS, "want wish hope desire seek prefer long aspire yearn crave need"),
    (Act.SUPPORTS, _SUPPORTS),
    (Act.OPPOSES, _OPPOSES),
    (
        Act.DEMANDS,
        _DEMANDS.replace("insist", "").replace("challenge", "").replace("question", ""),
    ),
    (
        Act.BELIEVES,
        _BELIEVES.replace("conclude", "").replace("seem", "").replace("appear", ""),
    ),
    (Act.DECREES, _DECREES),
    (Act.SHOWS, "show find demonstrate prove illustrate depict exhibit display"),
    (Act.SAYS, _SPEECH),
    (Act.SHOWS, _SHOWS),
)
VERBS: dict[str, Act] = {}
for _act, _words in _GROUPS:
    for _word in _words.split():
        VERBS.setdefault(_word, _act)

SPEECH: frozenset[str] = frozenset(
    " ".join(
        (_SPEECH, _DENIES, _ASKS, "promise vow pledge threaten warn urge demand insist")
    ).split()
) | {"believe", "think"}

# More than one word, as lemmas, tried before single verbs; the longest first.
PHRASES: dict[str, Act] = {
    "according to": Act.SAYS,
    "point out": Act.SAYS,
    "point to": Act.SAYS,
    "make clear": Act.SAYS,
    "make it clear": Act.SAYS,
    "refer to": Act.SAYS,
    "in the word of": Act.SAYS,
    "in the view of": Act.BELIEVES,
    "in the opinion of": Act.BELIEVES,
    "be of the opinion": Act.BELIEVES,
    "call for": Act.DEMANDS,
    "call on": Act.DEMANDS,
    "call upon": Act.DEMANDS,
    "ask for": Act.DEMANDS,
    "ask that": Act.DEMANDS,
    "ask to": Act.DEMANDS,
    "appeal for": Act.DEMANDS,
    "press for": Act.DEMANDS,
    "push for": Act.DEMANDS,
    "plead for": Act.DEMANDS,
    "plead guilty": Act.SAYS,
    "plead not guilty": Act.DENIES,
    "insist on": Act.DEMANDS,
    "insist that be": Act.DEMANDS,
    "argue for": Act.SUPPORTS,
    "argue against": Act.OPPOSES,
    "speak out against": Act.OPPOSES,
    "speak against": Act.OPPOSES,
    "come out against": Act.OPPOSES,
    "vote against": Act.OPPOSES,
    "warn against": Act.OPPOSES,
    "turn down": Act.OPPOSES,
    "rule out": Act.DENIES,
    "object to": Act.OPPOSES,
    "speak out for": Act.SUPPORTS,
    "speak up for": Act.SUPPORTS,
    "come out for": Act.SUPPORTS,
    "come out in favour of": Act.SUPPORTS,
    "come out in favor of": Act.SUPPORTS,
    "stand by": Act.SUPPORTS,
    "stand behind": Act.SUPPORTS,
    "side with": Act.SUPPORTS,
    "vote for": Act.SUPPORTS,
    "agree with": Act.SUPPORTS,
    "agree that": Act.SAYS,
    "disagree with": Act.OPPOSES,
    "stand up for": Act.SUPPORTS,
    "look forward to": Act.WANTS,
    "would like": Act.WANTS,
    "be keen": Act.WANTS,
    "be eager": Act.WANTS,
    "be convinced": Act.BELIEVES,
    "be sure": Act.BELIEVES,
    "be certain": Act.BELIEVES,
    "be confident": Act.BELIEVES,
    "be afraid": Act.BELIEVES,
    "be worried": Act.BELIEVES,
    "be concerned": Act.BELIEVES,
    "be aware": Act.BELIEVES,
    "be in favour of": Act.SUPPORTS,
    "be in favor of": Act.SUPPORTS,
    "be against": Act.OPPOSES,
    "be opposed to": Act.OPPOSES,
    "be determined": Act.PROMISES,
    "throw weight behind": Act.SUPPORTS,
    "pour scorn on": Act.OPPOSES,
    "sign up to": Act.SUPPORTS,
    "sue to": Act.OPPOSES,
    "play down": Act.DENIES,
    "say no to": Act.OPPOSES,
    "say yes to": Act.SUPPORTS,
    "find no evidence": Act.SHOWS,
    "make no mention": Act.SAYS,
    "give no guarantee": Act.PROMISES,
    "raise no objection": Act.OPPOSES,
    "have no objection": Act.OPPOSES,
    "have no doubt": Act.BELIEVES,
    "be ready": Act.PROMISES,
    "be willing": Act.PROMISES,
    "be prepared": Act.PROMISES,
    "be committed": Act.PROMISES,
    "set out": Act.SAYS,
    "wish for": Act.WANTS,
    "hope for": Act.WANTS,
    "long for": Act.WANTS,
    "give assurance": Act.PROMISES,
    "want to know": Act.ASKS,
    "go on to say": Act.SAYS,
    "lay down": Act.DECREES,
}

# Sources that show rather than say, and that decree rather than say or support.
DATA: frozenset[str] = frozenset(
    "study studies survey surveys poll polls figure figures data map maps test tests results "
    "record records log logs photograph photographs photo photos image images footage video "
    "evidence analysis research experiment experiments number numbers statistics "
    "measurements findings trial trials sample samples census chart charts satellite "
    "recording recordings tape tapes x-rays scans scan".split()
)
LAWS: frozenset[str] = frozenset(
    "law laws act decree decrees charter treaty constitution statute bill ordinance directive "
    "regulation regulations code amendment convention rules".split()
)
BODIES: frozenset[str] = frozenset(
    "court courts judge judges panel parliament senate council committee board commission "
    "regulator assembly jury tribunal congress house agency authority".split()
)

# Nouns that can be the head of a cue ("in a statement", "his support for").
NOUNS: dict[str, Act] = {
    "statement": Act.SAYS,
    "claim": Act.SAYS,
    "remark": Act.SAYS,
    "comment": Act.SAYS,
    "assertion": Act.SAYS,
    "warning": Act.SAYS,
    "announcement": Act.SAYS,
    "allegation": Act.SAYS,
    "argument": Act.SAYS,
    "admission": Act.SAYS,
    "report": Act.SAYS,
    "denial": Act.DENIES,
    "call": Act.DEMANDS,
    "demand": Act.DEMANDS,
    "order": Act.DEMANDS,
    "appeal": Act.DEMANDS,
    "recommendation": Act.DEMANDS,
    "question": Act.ASKS,
    "request": Act.ASKS,
    "promise": Act.PROMISES,
    "pledge": Act.PROMISES,
    "vow": Act.PROMISES,
    "plan": Act.PROMISES,
    "proposal": Act.PROMISES,
    "intention": Act.PROMISES,
    "offer": Act.PROMISES,
    "threat": Act.PROMISES,
    "belief": Act.BELIEVES,
    "view": Act.BELIEVES,
    "opinion": Act.BELIEVES,
    "fear": Act.BELIEVES,
    "concern": Act.BELIEVES,
    "conviction": Act.BELIEVES,
    "doubt": Act.BELIEVES,
    "worry": Act.BELIEVES,
    "expectation": Act.BELIEVES,
    "hope": Act.WANTS,
    "wish": Act.WANTS,
    "desire": Act.WANTS,
    "support": Act.SUPPORTS,
    "praise": Act.SUPPORTS,
    "endorsement": Act.SUPPORTS,
    "supporter": Act.SUPPORTS,
    "backing": Act.SUPPORTS,
    "approval": Act.SUPPORTS,
    "opposition": Act.OPPOSES,
    "criticism": Act.OPPOSES,
    "objection": Act.OPPOSES,
    "attack": Act.OPPOSES,
    "accusation": Act.OPPOSES,
    "complaint": Act.OPPOSES,
    "rejection": Act.OPPOSES,
    "refusal": Act.OPPOSES,
    "opponent": Act.OPPOSES,
    "critic": Act.OPPOSES,
    "ruling": Act.DECREES,
    "law": Act.DECREES,
    "ban": Act.DECREES,
    "decision": Act.DECREES,
    "evidence": Act.SHOWS,
    "finding": Act.SHOWS,
    "proof": Act.SHOWS,
}

_IRREGULAR = {
    "say": "says said saying said",
    "tell": "tells told telling told",
    "write": "writes wrote writing written",
    "read": "reads read reading read",
    "speak": "speaks spoke speaking spoken",
    "think": "thinks thought thinking thought",
    "know": "knows knew knowing known",
    "feel": "feels felt feeling felt",
    "see": "sees saw seeing seen",
    "understand": "understands understood understanding understood",
    "foresee": "foresees foresaw foreseeing foreseen",
    "forget": "forgets forgot forgetting forgotten",
    "seek": "seeks sought seeking sought",
    "find": "finds found finding found",
    "show": "shows showed showing shown",
    "swear": "swears swore swearing sworn",
    "beseech": "beseeches besought beseeching besought",
    "forbid": "forbids forbade forbidding forbidden",
    "undertake": "undertakes undertook undertaking undertaken",
    "uphold": "upholds upheld upholding upheld",
    "overturn": "overturns overturned overturning overturned",
    "prove": "proves proved proving proven",
    "make": "makes made making made",
    "go": "goes went going gone",
    "give": "gives gave giving given",
    "stand": "stands stood standing stood",
    "come": "comes came coming come",
    "set": "sets set setting set",
    "lay": "lays laid laying laid",
    "be": "is are was were been being am be",
    "have": "has had having had",
    "forecast": "forecasts forecast forecasting forecast",
    "plead": "pleads pleaded pleading pled",
    "put": "puts put putting put",
    "take": "takes took taking taken",
    "stop": "stops stopped stopping stopped",
    "learn": "learns learned learning learnt",
    "withdraw": "withdraws withdrew withdrawing withdrawn",
    "hold": "holds held holding held",
    "text": "texts texted texting texted",
    "plan": "plans planned planning planned",
    "admit": "admits admitted admitting admitted",
    "commit": "commits committed committing committed",
    "permit": "permits permitted permitting permitted",
    "slam": "slams slammed slamming slammed",
    "refer": "refers referred referring referred",
    "prefer": "prefers preferred preferring preferred",
    "beg": "begs begged begging begged",
    "rebut": "rebuts rebutted rebutting rebutted",
    "compel": "compels compelled compelling compelled",
    "quip": "quips quipped quipping quipped",
    "snap": "snaps snapped snapping snapped",
    "brag": "brags bragged bragging bragged",
    "blog": "blogs blogged blogging blogged",
    "signal": "signals signaled signaling signalled signalling",
    "ban": "bans banned banning banned",
    "veto": "vetoes vetoed vetoing vetoed",
    "input": "inputs input inputting input",
}
_OTHER = (
    "make go give stand come set lay be have put take stop refer look like side turn hold withdraw"
)


def forms_of(lemma: str) -> frozenset[str]:
    """All forms of a verb, the lemma included.

    Example:
        >>> sorted(forms_of("deny"))
        ['denied', 'denies', 'deny', 'denying']
    """
    if lemma in _IRREGULAR:
        return frozenset([lemma, *_IRREGULAR[lemma].split()])
    if lemma.endswith("e"):
        return frozenset([lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"])
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return frozenset([lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"])
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return frozenset([lemma, third, lemma + "ed", lemma + "ing"])


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for phrase in phrases:
        out.setdefault(phrase.split()[0], []).append(phrase)
    return out


PHRASES_BY_FIRST = _by_first_word(PHRASES)


@lru_cache(maxsize=1)
def _lemmas() -> dict[str, str]:
    table: dict[str, str] = {}
    heads = [phrase.split()[0] for phrase in PHRASES]
    for lemma in [*VERBS, *_OTHER.split(), *heads]:
        for form in forms_of(lemma):
            table.setdefault(form, lemma)
    for lemma in VERBS:
        table[lemma] = lemma
    table["found"] = "find"
    return table


def lemma_of(word: str) -> str:
    """The verb that a form belongs to; the word itself when it is none of ours."""
    small = word.casefold()
    return _lemmas().get(small, small)
