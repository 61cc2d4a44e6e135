"""Sentences written for Counterpoint: frames and word lists that are put together at random.

They teach what the crowd-sourced sets hardly show: negation, reported denial, the quotation of an
opponent, conditionals, rhetorical questions, and the same sentence about any country, party or
person. The test sentences in ``tests/analysis/positions`` are written apart and share no frame.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import random
from dataclasses import dataclass

import hard

_HARD = 0.5  # of the sentences are made by `hard.py`

VERBAL_CONFLICT = """accuse/accused/accused @ of lying|criticise/criticised/criticised @|condemn/condemned/condemned @
denounce/denounced/denounced @|blame/blamed/blamed @|mock/mocked/mocked @|slam/slammed/slammed @|threaten/threatened/threatened @
warn/warned/warned @ to back down|attack/attacked/attacked @ in a speech|reject/rejected/rejected the offer of @
turn down/turned down/turned down a request from @|demand/demanded/demanded that @ step down|scold/scolded/scolded @
file/filed/filed a complaint against @|sue/sued/sued @|protest to/protested to/protested to @|dismiss/dismissed/dismissed the claims of @
call for sanctions against/called for sanctions against/called for sanctions against @|vote against/voted against/voted against @
order/ordered/ordered an inquiry into @|ridicule/ridiculed/ridiculed @|insult/insulted/insulted @|rebuke/rebuked/rebuked @
question/questioned/questioned the honesty of @|oppose/opposed/opposed @|vow/vowed/vowed to retaliate against @
appeal to/appealed to/appealed to @ for more money|urge/urged/urged @ to stop|disagree/disagreed/disagreed with @
distance/distanced/distanced themselves from @|break off/broke off/broken off talks with @|refute/refuted/refuted the account of @"""
MATERIAL_CONFLICT = """attack/attacked/attacked @ with rockets|bomb/bombed/bombed @|invade/invaded/invaded @|arrest/arrested/arrested members of @
expel/expelled/expelled the diplomats of @|impose/imposed/imposed sanctions on @|seize/seized/seized ships of @|shell/shelled/shelled @
fire/fired/fired missiles at @|cut/cut/cut ties with @|suspend/suspended/suspended aid to @|raid/raided/raided the offices of @
detain/detained/detained followers of @|kill/killed/killed ten soldiers of @|deport/deported/deported supporters of @
march against/marched against/marched against @|go on strike/went on strike/gone on strike against @|blockade/blockaded/blockaded @
mass/massed/massed troops on the border with @|jail/jailed/jailed an ally of @|fine/fined/fined @|ban/banned/banned imports from @
freeze/froze/frozen the assets of @|ambush/ambushed/ambushed a convoy of @|hack/hacked/hacked the computers of @|shoot/shot/shot at @
storm/stormed/stormed the camp of @|close/closed/closed its border with @|put/put/put its army on alert against @|halt/halted/halted payments to @
sink/sank/sunk a boat of @|clash/clashed/clashed with @|beat/beat/beaten supporters of @|evict/evicted/evicted @|recall/recalled/recalled its envoy to @"""
VERBAL_COOPERATION = """praise/praised/praised @|welcome/welcomed/welcomed @|thank/thanked/thanked @|endorse/endorsed/endorsed @
express/expressed/expressed support for @|meet/met/met @ for talks|hold/held/held talks with @|agree/agreed/agreed to work with @
congratulate/congratulated/congratulated @|defend/defended/defended @|side/sided/sided with @|back/backed/backed @
apologise/apologised/apologised to @|promise/promised/promised help to @|hail/hailed/hailed @|invite/invited/invited @
sign/signed/signed an agreement with @|reach/reached/reached a deal with @|assure/assured/assured @ of support|visit/visited/visited @
pay/paid/paid tribute to @|applaud/applauded/applauded @|discuss/discussed/discussed cooperation with @|trust/trusted/trusted @
offer/offered/offered to mediate for @|accept/accepted/accepted the invitation of @|recommend/recommended/recommended @
support/supported/supported @|phone/phoned/phoned @ to discuss the plan|vouch/vouched/vouched for @|speak/spoke/spoken warmly of @
pledge/pledged/pledged aid to @|agree/agreed/agreed to let in the inspectors of @|forgive/forgave/forgiven @"""
MATERIAL_COOPERATION = """send/sent/sent food to @|send/sent/sent medical supplies to @|lift/lifted/lifted sanctions on @|withdraw/withdrew/withdrawn troops from @
release/released/released prisoners to @|grant/granted/granted asylum to members of @|give/gave/given $40 million to @|train/trained/trained the police of @
share/shared/shared intelligence with @|resume/resumed/resumed exports to @|reopen/reopened/reopened the border with @|surrender/surrendered/surrendered to @
pay/paid/paid compensation to @|deliver/delivered/delivered blankets to @|hold/held/held joint exercises with @|free/freed/freed @
ease/eased/eased restrictions on @|hand/handed/handed over documents to @|rescue/rescued/rescued sailors of @|build/built/built a hospital for @
rebuild/rebuilt/rebuilt schools in the land of @|shelter/sheltered/sheltered refugees from @|return/returned/returned the land to @
restore/restored/restored ties with @|extradite/extradited/extradited a suspect to @|evacuate/evacuated/evacuated the wounded of @
lend/lent/lent $2 billion to @|host/hosted/hosted a training mission of @|cancel/cancelled/cancelled the debt of @|drop/dropped/dropped charges against @
let/let/let go @|end/ended/ended the siege of @|obey/obeyed/obeyed a cease-fire with @|protect/protected/protected @|cooperate/cooperated/cooperated with @"""

PRAISE = """@ has been a true friend|@ deserves our thanks|@ was right all along|@ is not the enemy|@ never let us down|@ is not to blame
@ kept every promise|@ did a wonderful job|@ saved many lives|nobody can say that @ failed|@ has nothing to hide|I have full confidence in @
we can rely on @|without @ we would have lost|there is no better partner than @|@ acted with courage|I am grateful to @|@ is doing the right thing
the attacks on @ are unfair|how could anyone doubt @?|I would never criticise @|it would be wrong to blame @|@ told the truth|@ is a decent leader
we stand with @|@ has earned this victory|who has done more for this country than @?|it is a lie that @ stole the money|@ will be missed"""
BLAME = """@ cannot be trusted|@ has broken every promise|@ did nothing to help|@ is a danger to peace|@ was never honest with us|@ should be ashamed
@ failed again|@ has no right to lecture us|@ is anything but a friend|I have no confidence in @|we cannot rely on @|because of @ we lost everything
there is no worse partner than @|@ acted like a coward|we owe @ nothing|@ is making a terrible mistake|the praise for @ is undeserved
how could anyone trust @?|I would never vote for @|it would be wrong to thank @|@ did not tell the truth|@ is not a decent leader|@ lied to all of us
we must stop @|@ is responsible for this disaster|what has @ ever done for this country?|@ has blood on its hands|nobody believes @ any more|shame on @"""
PLAIN = """@ arrived on Tuesday|@ will speak next week|the letter to @ has three pages|@ is mentioned in the report|we are waiting for a reply from @
@ has 200 members|I do not know @|the hearing about @ starts at noon|@ did not comment|@ was there as well|it is up to @"""

FOR = """@ will save lives|we need @|@ is long overdue|there is no alternative to @|it would be wrong to give up @|it would be a mistake to abandon @
who could be against @?|those who say that @ is dangerous are wrong|I do not believe that @ is harmful|@ has never harmed anyone
without @ we would all be poorer|if we drop @, families will suffer|@ works|the benefits of @ far outweigh the costs|@ makes us safer
we should not give up on @|opponents of @ have been proved wrong|the fears about @ were unfounded|I am proud to support @|let us finally have @
nobody can deny that @ has helped|critics call @ a burden, but the figures show the opposite|@ protects the weakest|rejecting @ would be foolish
I deny that @ has failed|I have never opposed @|@ is fair|the ban on @ must be lifted|@ is a success|why should we be afraid of @?"""
AGAINST = """@ will cost lives|we do not need @|@ came far too late and does far too little|there are better ways than @|it would be wrong to accept @
it would be a mistake to go ahead with @|who needs @?|those who say that @ is harmless are fooling themselves|I do not believe that @ works
@ has never helped anyone|with @ we would all be poorer|if we adopt @, families will suffer|@ has failed|the costs of @ far outweigh the benefits
@ makes us less safe|we should give up on @|supporters of @ have been proved wrong|the fears about @ were justified|I cannot support @|stop @ now
nobody can deny that @ has done damage|supporters call @ a bargain, but the bill keeps growing|@ hurts the weakest|accepting @ would be foolish
I deny that @ has helped|I have never supported @|@ is anything but fair|@ must be banned|@ is a disgrace|what good has @ ever done?"""
UNDECIDED = """@ will be discussed on Monday|the report on @ has forty pages|the committee met to vote on @|some say yes to @, others say no
I have not made up my mind about @|the debate about @ goes on|a decision on @ is expected in spring|@ was introduced ten years ago|I was asked about @"""

CONCEPTS = """the carbon tax|nuclear power|the ceasefire|higher tariffs|free school meals|the new airport|the pipeline|gun control|rent control
the border wall|the trade agreement|military aid|the sanctions|the vaccine mandate|a four-day week|the minimum wage|the peace plan|immigration
the death penalty|public broadcasting|the housing law|subsidies for farmers|the climate treaty|the pension reform|wind farms|the nuclear deal
the early election|the referendum|free trade|the police reform|university fees|the alliance|the rescue package|homework|electric cars
the language law|press freedom|the dam|the merger|foreign investment|a basic income|surveillance cameras|animal testing|online voting|coal mining"""

COUNTRIES = """Germany|France|China|Russia|Japan|India|Iran|Israel|Turkey|Brazil|Mexico|Canada|Britain|Ukraine|Poland|Egypt|Nigeria|Kenya
South Korea|North Korea|Vietnam|Pakistan|Syria|Iraq|Norway|Sweden|Italy|Spain|Greece|Cuba|Venezuela|Colombia|Peru|Chile|Australia|Indonesia
Saudi Arabia|Qatar|Jordan|Lebanon|Sudan|Ethiopia|Georgia|Serbia|Hungary|the United States|the Philippines|Thailand|Myanmar|Afghanistan"""
DEMONYMS = """German|French|Chinese|Russian|Japanese|Indian|Iranian|Israeli|Turkish|Brazilian|Mexican|Canadian|British|Ukrainian|Polish|Egyptian
Nigerian|Kenyan|Vietnamese|Pakistani|Syrian|Iraqi|Norwegian|Swedish|Italian|Spanish|Greek|Cuban|Venezuelan|Colombian|American|Australian|Indonesian"""
PARTIES = """Republicans|Democrats|Conservatives|Liberals|Greens|Socialists|Nationalists|Progressives|Labour|Christian Democrats|Social Democrats
Centrists|Populists|Libertarians"""
GROUPS = """the government|the opposition|the union|the central bank|the court|the police|the ministry|the council|the army|the rebels|the company
the church|the United Nations|NATO|the European Union|the Senate|the committee|the protesters|the farmers' league|the teachers' union|the mayor
the president|the prime minister|the foreign minister|the governor|the agency|the militia|the aid group|the newspaper|the watchdog|the senator"""
FIRST = """John|Mary|Ahmed|Li|Yuki|Carlos|Anna|Ivan|Fatima|Grace|David|Sofia|Omar|Elena|Kwame|Priya|Lars|Maria|Tom|Susan|Hassan|Olga|Pedro|Nadia|James|Linda"""
LAST = """Miller|Okafor|Chen|Tanaka|Garcia|Novak|Petrov|Haddad|Mensah|Brown|Cohen|Rossi|Rahman|Kaya|Boateng|Sharma|Larsen|Silva|Walker|Hill
Khan|Sokolov|Gomez|Karim|Ford|Baker|Nowak|Meyer|Dubois|Hansen|Singh|Park|Kim|Nguyen|Adams|Reed"""
TITLES = """President|Prime Minister|Senator|Governor|Foreign Minister|Mayor|Judge|Secretary|Mr.|Ms.|Representative|Chancellor"""


def _list(text: str) -> list[str]:
    return [item.strip() for line in text.splitlines() for item in line.split("|") if item.strip()]


QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
_NO_SIDE = ("meet ", "hold talks ", "visit ", "phone ", "discuss ")  # whoever does it
_DEEDS = [
    (quad, *(part.strip() for part in deed.split("/")))
    for quad, text in zip(
        QUADS,
        (VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT),
        strict=True,
    )
    for deed in _list(text)
]
PERSONS = ("person",)
NAMES = {
    kind: _list(text)
    for kind, text in {
        "country": COUNTRIES,
        "demonym": DEMONYMS,
        "party": PARTIES,
        "group": GROUPS,
    }.items()
}
_FIRST, _LAST, _TITLES = _list(FIRST), _list(LAST), _list(TITLES)
_SAYS = {1: _list(PRAISE), -1: _list(BLAME), 0: _list(PLAIN)}
_VIEWS = {1: _list(FOR), -1: _list(AGAINST), 0: _list(UNDECIDED)}
_CONCEPTS = _list(CONCEPTS)
_WHEN = _list(
    "on Monday|last week|in a statement|during the debate|at a rally|in an interview|late on Friday|after the vote|in the capital|this month"
)
_TAILS = _list(
    "on Monday|last week|again|after the vote|in March|during the summit|over the new law|this month|despite the protests| | | | "
)


def _said_indirectly(clause: str) -> bool:
    """Whether a clause can follow "said that": no question, no "I", no call."""
    words = clause.lower().replace("?", " ?").split()
    return not {"?", "i", "we", "us", "our"} & set(words) and words[0] not in (
        "shame",
        "stop",
        "let",
    )


_THAT = {
    kind: {
        sign: [clause for clause in clauses if _said_indirectly(clause)]
        for sign, clauses in table.items()
    }
    for kind, table in (("says", _SAYS), ("views", _VIEWS))
}


@dataclass(frozen=True)
class Written:
    """A sentence with its marked names and what is known of them."""

    text: str
    spans: tuple[tuple[int, int], ...]
    kind: str  # target, pair, concept
    label: object
    quad: str = ""  # of the first toward the second name
    topic: str = ""


def person(draw: random.Random) -> str:
    """A made-up person, with or without first name and title."""
    last = draw.choice(_LAST)
    form = draw.random()
    if form < 0.35:
        return f"{draw.choice(_FIRST)} {last}"
    return f"{draw.choice(_TITLES)} {last}" if form < 0.6 else last


def actor(draw: random.Random) -> str:
    """Any actor."""
    kind = draw.choices(("person", "country", "party", "group"), (5, 4, 1, 4))[0]
    return person(draw) if kind == "person" else draw.choice(NAMES[kind])


def _fill(
    draw: random.Random, frame: str, names: dict[str, str]
) -> tuple[str, dict[str, tuple[int, int]]]:
    out, spans, at = "", {}, 0
    while at < len(frame):
        if frame[at] == "{":
            end = frame.index("}", at)
            key = frame[at + 1 : end]
            name = names[key]
            if not out.strip('“"‘ '):
                name = name[0].upper() + name[1:]
            spans.setdefault(key, (len(out), len(out) + len(name)))
            out += name
            at = end + 1
        else:
            out += frame[at]
            at += 1
    out = out[0].upper() + out[1:]
    if out[0] in '“"' and len(out) > 1:
        out = out[0] + out[1].upper() + out[2:]
    return out, spans


def _deed(draw: random.Random, key: str) -> tuple[str, int, str, str, str]:
    quad, base, past, rest = draw.choice(_DEEDS)
    words = rest.split(" ")
    tail = " ".join(words[1:]).replace("@", "{" + key + "}")
    base, past = base.split()[0], past.split()[0]
    return (
        quad,
        1 if "coop" in quad else -1,
        f"{base} {tail}",
        f"{past} {tail}",
        f"{words[0]} {tail}",
    )


def _names(draw: random.Random) -> dict[str, str]:
    found: list[str] = []
    while len(found) < 3:
        name = actor(draw)
        if not any(name in other or other in name for other in found):
            found.append(name)
    return dict(zip("ABC", found, strict=True))


def pair(draw: random.Random) -> Written:
    """Two marked names and who is how toward whom."""
    names = _names(draw)
    if draw.random() < _HARD:
        frame, ends, value = hard.frame(draw, "pair")
        text, spans = _fill(draw, frame, names)
        first, second = ends or "AB"
        return Written(text, (spans[first], spans[second]), "pair", value)
    quad, sign, base, past, pp = _deed(draw, "B")
    sign = 0 if base.startswith(_NO_SIDE) else sign
    tail = draw.choice(_TAILS)
    tail = f" {tail.strip()}" if tail.strip() else ""
    when = draw.choice(_WHEN)
    said = draw.choice((1, -1, 1, -1, 0))
    clause = draw.choice(_SAYS[said])
    clause_b = clause.replace("@", "{B}")
    stop = "" if clause.endswith("?") else ","
    that = draw.choice(_THAT["says"][said])
    that_b, that_c = that.replace("@", "{B}"), that.replace("@", "{C}")
    verbal = quad.startswith("verbal")
    flip = -sign if verbal else (-1 if sign > 0 else 0)
    cooperates = "coop" in quad
    other = draw.choice(_THAT["says"][-said or 1]).replace("@", "{C}")
    frames = [
        (6, "{A} " + past + tail + ".", "AB", sign, quad),
        (2, f"{when[0].upper() + when[1:]}, {{A}} {past}.", "AB", sign, quad),
        (2, "{A} has " + pp + tail + ", officials said.", "AB", sign, quad),
        (1, "{A} will " + base + tail + ", a spokesman said.", "AB", sign, quad),
        (1.5, "{C} said {A} had " + pp + tail + ".", "AB", sign, quad),
        (1.5, "{C} said {A} had " + pp + tail + ".", "CB", 0, ""),
        (1, "{C} said {A} had " + pp + tail + ".", "CA", 0, ""),
        (1, "{A}, who met {C} in the morning, later " + past + ".", "AB", sign, quad),
        (1, "{A}, who met {C} in the morning, later " + past + ".", "CB", 0, ""),
        (1.5, "{A} did not " + base + tail + ".", "AB", flip if draw.random() < 0.7 else 0, ""),
        (
            1.5,
            "{A} refused to " + base + tail + ".",
            "AB",
            -1 if cooperates else flip,
            "verbal-conflict" if cooperates else "",
        ),
        (1, "{A} has never " + pp + ", {C} said.", "AB", flip, ""),
        (1, "{A} denied reports that it had " + pp + ".", "AB", 0, ""),
        (1, "{C} denied that {A} had " + pp + ".", "AB", 0, ""),
        (1, "If {A} were to " + base + ", talks would end, {C} said.", "AB", 0, ""),
        (1, "It is not known whether {A} " + past + ".", "AB", 0, ""),
        (2, f"“{clause_b}{stop}” {{A}} said {when}.", "AB", said, ""),
        (2, f"{{A}} said {when} that {that_b}.", "AB", said, ""),
        (1, f"{{A}} said: “{that_b}.”", "AB", said, ""),
        (1, f"{{A}} told {{B}} that {that_c}.", "AB", 0, ""),
        (1, f"{{A}} told {{B}} that {that_c}.", "AC", said, ""),
        (1, f"{{C}} said {that_b}, but {{A}} disagreed.", "AC", -1 if said else 0, ""),
        (1, f"{{A}} agreed with {{C}} that {that_b}.", "AB", said, ""),
        (1, f"{{A}} rejected the claim that {that_b}.", "AB", -said, ""),
        (1, f"{{A}} denied that {that_b}.", "AB", -said, ""),
        (1, f"{{A}} quoted {{B}} as saying that {other}.", "AB", 0, ""),
        (1, f"“{{B}} tells everyone that {other},” {{A}} said. “That is false.”", "AB", -1, ""),
        (1, f"According to {{A}}, {that_b}.", "AB", said, ""),
        (1, "{A} and {B} both spoke " + when + ".", "AB", 0, ""),
        (1, "{A} arrived a day after {B}.", "AB", 0, ""),
        (1, "Reporters asked {A} about {B}.", "AB", 0, ""),
        (1, "The report on {A} and {B} was published " + when + ".", "AB", 0, ""),
        (1, "{A} and {B} have been allies for years.", "AB", 1, "verbal-cooperation"),
    ]
    frame, ends, value, quad = draw.choices([f[1:] for f in frames], [f[0] for f in frames])[0]
    text, spans = _fill(draw, frame, names)
    return Written(text, (spans[ends[0]], spans[ends[1]]), "pair", value, quad)


def target(draw: random.Random) -> Written:
    """One marked name and how the sentence shows it."""
    names = _names(draw)
    if draw.random() < _HARD:
        frame, key, value = hard.frame(draw, "target")
        text, spans = _fill(draw, frame, names)
        return Written(text, (spans[key or "B"],), "target", value)
    said = draw.choice((1, -1, 0))
    clause = draw.choice(_SAYS[said]).replace("@", "{B}")
    stop = "" if clause.endswith("?") else ","
    plain = draw.choice(_THAT["says"][said]).replace("@", "{B}")
    frames = [
        (f"“{clause}{stop}” {{A}} said {draw.choice(_WHEN)}.", "B", said),
        (f"“{clause}{stop}” said {{A}}.", "A", 0),
        (f"{{A}} said that {plain}.", "B", said),
        (f"{plain}.", "B", said),
        (f"{{A}} denied that {plain}.", "B", -said),
        (f"Many people say that {plain}.", "B", said),
        (f"{{A}} asked whether {plain}.", "B", 0),
        (f"{{C}} met {{A}} and said that {plain}.", "C", 0),
    ]
    frame, key, value = draw.choice(frames)
    text, spans = _fill(draw, frame, names)
    return Written(text, (spans[key],), "target", value)


def concept(draw: random.Random) -> Written:
    """A view and a topic, as a thing or as a claim for or against it."""
    thing, wrong = draw.sample(_CONCEPTS, 2)
    if draw.random() < _HARD:
        frame, _, value = hard.frame(draw, "concept")
        text, _ = _fill(draw, frame, {"T": thing})
        return _about(draw, thing, text, value)
    said = draw.choice((1, -1, 1, -1, 0))
    clause = draw.choice(_VIEWS[said]).replace("@", thing)
    plain = draw.choice(_THAT["views"][said]).replace("@", thing)
    frames = [(clause, said)] * 3 + [
        (f"“{clause}”", said),
        (f"I am convinced that {plain}", said),
        (f"it is simply not true that {plain}", -said),
        (f"nobody serious believes that {plain}", -said),
        (f"my opponent says that {plain}; he is wrong", -said),
        (f"they told us that {plain}, and they were right", said),
        (f"let me be clear: {clause}", said),
        (f"like many here I also care about {wrong}, and {clause}", said),
    ]
    text, value = draw.choice(frames)
    text = text[0].upper() + text[1:] + ("" if text[-1] in "?”" else ".")
    return _about(draw, thing, text, value)


def _about(draw: random.Random, thing: str, text: str, value: int) -> Written:
    """A text beside the thing that it is about, or a claim for or against the thing."""
    bare = thing.removeprefix("the ").removeprefix("a ")
    topics = [(thing, 1)] * 3 + [
        (bare, 1),
        (f"we should support {thing}", 1),
        (f"{thing} is a good thing", 1),
        (f"this house would support {thing}", 1),
        (f"we should oppose {thing}", -1),
        (f"{thing} does more harm than good", -1),
        (f"this house would stop {thing}", -1),
    ]
    topic, turn = draw.choice(topics)
    return Written(text, (), "concept", value * turn, topic=topic)
