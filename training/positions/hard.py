"""Frames for what the crowd-sourced sets hardly show, by phenomenon; our own, like `written.py`.

Each line of a table is a mark and a frame. A frame's slots take words of one leaning: {adj} {noun}
{past} {pp} {base} {deed}; the mark tells what the marked names or the thing are then shown to be:
``=`` that leaning, ``~`` the opposite, ``+`` for, ``-`` against, ``0`` neither. Two capitals after
the mark tell which names are marked (A and B where nothing is told; B for a single name).
The test sentences in ``tests/analysis/positions`` share no frame with these.
"""

# ruff: noqa: E501 - word lists and tables read better unbroken
from __future__ import annotations

import random
import re
from functools import cache

import spoken


def _list(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split("|") if part.strip()]


ADJECTIVES = {
    1: _list("""honest|reliable|brave|fair|generous|capable|decent|wise|loyal|patient|kind|sincere|competent|principled|
    careful with other people's money|as good as gold|worthy of the office|true to its word|ready to help|a joy to work with|
    humble|hard-working|just|trustworthy|steadfast|open-minded|fit to lead|above suspicion"""),
    -1: _list("""dishonest|corrupt|reckless|cruel|incompetent|greedy|lazy|cowardly|arrogant|two-faced|heartless|deceitful|
    careless with other people's money|rotten to the core|unfit for office|drunk with power|deaf to every plea|a pain to work with|
    vain|vindictive|shameless|untrustworthy|spiteful|ruthless|out of touch|beyond the pale"""),
}
NOUNS = {
    1: _list("""a hero|a blessing|a model for others|a man of peace|a pillar of the community|a good neighbour|a safe pair of hands|
    a friend of the poor|the best that could happen to the region|an inspiration|a tireless helper|a gift to the town|
    a champion of the weak|a force for good|a wise counsellor|a partner one can build on|a guardian of the law|a rare talent"""),
    -1: _list("""a fraud|a menace|a burden|a warmonger|a stain on the community|a bad neighbour|a loose cannon|an enemy of the poor|
    the worst that could happen to the region|a laughing stock|a bully|a curse for the town|a tyrant|a force for evil|a liar|
    a partner one has to fear|a crook|a parasite|a hypocrite|a puppet"""),
}
DONE = {  # base / past / participle
    1: _list("""help/helped/helped the weakest|save/saved/saved the harvest|keep/kept/kept every promise|treat/treated/treated everyone with respect|
    rebuild/rebuilt/rebuilt the village|tell/told/told the truth|protect/protected/protected the witnesses|share/shared/shared the profits|
    stand/stood/stood by the victims|listen/listened/listened to the people|fight/fought/fought for better wages|care/cared/cared for the sick|
    obey/obeyed/obeyed the law|pay/paid/paid its debts|act/acted/acted with courage|open/opened/opened doors for the young"""),
    -1: _list("""cheat/cheated/cheated the voters|betray/betrayed/betrayed its friends|waste/wasted/wasted the money|lie/lied/lied to the court|
    rob/robbed/robbed the pensioners|break/broke/broken the truce|cover/covered/covered up the abuse|sell/sold/sold out the workers|
    poison/poisoned/poisoned the river|bribe/bribed/bribed the inspectors|torture/tortured/tortured prisoners|abandon/abandoned/abandoned the wounded|
    rig/rigged/rigged the vote|steal/stole/stolen the relief money|let/let/let people starve|threaten/threatened/threatened the witnesses"""),
}
OUTCOMES = {
    1: _list("""the children would be safe|there would be peace by now|everybody would have work|the river would be clean|the school would still be open|
    we would all sleep better|half of the dead would be alive|prices would be lower"""),
    -1: _list("""the town would be in ruins|there would be war by now|thousands would be out of work|the river would be dead|the school would have closed|
    none of us would have survived|the harvest would have rotted|the lights would have gone out"""),
}

PAIRS = {
    "negation": """~|{A} does not regard {B} as {noun}.
~|{A} has never thought of {B} as {noun}.
~|{A} sees nothing {adj} in {B}.
~|Nobody in the camp of {A} calls {B} {adj}.
~|{A} is not one of those who find {B} {adj}.
~|“{B} is not {noun},” {A} said.
~|“{B} was never {adj},” {A} told reporters.
~|“I have not met anyone less {adj} than {B},” said {A}.
=|“I have not met anyone more {adj} than {B},” said {A}.
~|{A} told the committee that {B} had never {pp}.
~|{A} does not think that {B} is {adj}.
~|{A} cannot see how {B} could be called {adj}.
+|{A} has no complaint about {B}.
+|{A} never lost faith in {B}.
+|{A} could not be happier with {B}.
+|{A} cannot thank {B} enough.
+|{A} had nothing but praise for {B}.
+|{A} did not hesitate to defend {B}.
+|{A} has nothing against {B}.
+|{A} would not let anyone speak ill of {B}.
-|{A} had nothing but scorn for {B}.
-|{A} is no friend of {B}.
-|{A} has no respect left for {B}.
-|{A} no longer trusts {B}.
-|{A} has stopped believing in {B}.
-|{A} is far from satisfied with {B}.
-|{A} did not spare {B} any reproach.
-|{A} has never forgiven {B}.
-|{A} did not find a kind word for {B}.
-|{A} refuses to sit at one table with {B}.
-|No one at the meeting was angrier with {B} than {A}.
-|{A} left without shaking the hand of {B}.
0|{A} has not spoken with {B} since March.
0|{A} did not mention {B} in the speech.
0|{A} has yet to reply to {B}.
0|{A} would neither confirm nor deny a meeting with {B}.
0|{A} has not decided how to vote on {B}.
0|{A} does not know {B} personally.""",
    "denial": """~|{A} called the story that {B} {past} nonsense.
~|{A} brushed aside claims that {B} is {adj}.
~|There is no truth in the story that {B} {past}, according to {A}.
~|{A} does not accept that {B} is {noun}.
~|{A} laughed at the idea that {B} was {adj}.
~|{A} contradicted a report that {B} had {pp}.
~|{A} protested when {B} was called {noun}.
~|{A} said that whoever calls {B} {noun} is lying.
~|“That {B} {past} is a fairy tale,” {A} said.
~|“Nobody can tell me that {B} is {adj},” said {A}.
~|The charge that {B} {past} is absurd, {A} wrote.
~|{A} denied in court that {B} had {pp}.
~|{A} said the picture of {B} as {noun} was wrong.
=|{A} did not deny that {B} {past}.
=|{A} never disputed that {B} is {adj}.
=|{A} admitted that {B} is {noun}.
=|{A} could no longer deny that {B} had {pp}.
=|{A} insisted that {B} was {adj}, whatever others say.
=|{A} repeated that {B} {past}.
0|{A} denied having visited {B}.
0|{A} denied that {B} had landed on Tuesday.
0|{A} denied reports of a phone call with {B}.
0|{A} said it was not true that {B} would travel on Friday.""",
    "opponent": """-|“{B} calls us cowards,” {A} said. “We know who ran away.”
-|“{B} talks of justice,” {A} said, “and then takes our land.”
-|{A} said that what {B} sells as reform is robbery.
-|{A} said that what {B} describes as order is fear.
-|“So this is what {B} means by help,” {A} said bitterly, pointing at the ruins.
-|{A} read the old promises of {B} aloud to laughter.
-|{A} wonders how {B} can speak of honesty.
-|“{B} says the water is safe. Then let them drink it,” {A} said.
-|{A} reminded the audience of what {B} had said before breaking the deal.
~|While others call {B} {noun}, {A} does not.
~|“Some say {B} is {adj}. They have not looked closely,” said {A}.
~|Those who call {B} {noun} know nothing, {A} said.
~|{A} said the people who think {B} is {adj} are fooling themselves.
~|“You may call {B} {noun}. I call that a joke,” {A} said.
~|“They tell you that {B} {past}. Do not believe a word,” said {A}.
=|Whatever others say, {B} is {adj}, {A} said.
=|Others may doubt it, but for {A}, {B} is {noun}.
=|“Laugh if you like, but {B} {past},” {A} said.
0|{A} cited {B} as saying that the meeting was short.
0|{A} printed the speech of {B} on page four.
0|{A} played a recording of {B}.
0|{A} asked {B} to repeat the last sentence.
0|{A} passed on what {B} had said about the weather.""",
    "nested": """=|According to {C}, {A} considers {B} {adj}.
0CB|According to {C}, {A} considers {B} {adj}.
=|{C} wrote that {A} had called {B} {noun}.
0CB|{C} wrote that {A} had called {B} {noun}.
=|{C} reported that {A} told friends that {B} was {adj}.
0CB|{C} reported that {A} told friends that {B} was {adj}.
=|{C} quoted {A} as calling {B} {noun}.
0CB|{C} quoted {A} as calling {B} {noun}.
0CA|{C} quoted {A} as calling {B} {noun}.
=|{C} heard from a source that {A} thinks {B} {past}.
0CB|{C} heard from a source that {A} thinks {B} {past}.
=|“I was there when {A} said that {B} is {noun},” {C} recalled.
0CB|“I was there when {A} said that {B} is {noun},” {C} recalled.
=|In the memoirs of {C}, {A} says that {B} {past}.
0CB|In the memoirs of {C}, {A} says that {B} {past}.
=|{C} noted that, in the eyes of {A}, {B} was {adj}.
=|{C} testified that {A} had written that {B} was {noun}.
0CB|{C} testified that {A} had written that {B} was {noun}.
0|{A} said the letter tells how {C} thanked {B}.
0|{A} reported that {C} had met {B} in spring.
0|{A} told {B} that {C} was {adj}.
=AC|{A} told {B} that {C} was {adj}.
0|{A} informed {B} that {C} had {pp}.
=AC|{A} complained to {B} that {C} was {adj}, as one would expect.
0|{A} explained to {B} why {C} is {noun}.""",
    "conditional": """+|Without {B}, {A} said, nobody would have got out of the fire.
+|“Where would this region stand if {B} had not stepped in?” said {A}.
+|“Had {B} not warned us, we would have drowned,” {A} said.
+|{A} would trust {B} with its life.
+|{A} would welcome {B} back at any time.
+|It would be a mistake to punish {B}, {A} said.
+|It would be foolish to turn away {B}, {A} argued.
+|If only more were like {B}, {A} sighed.
+|{A} said that if anyone deserves the prize, it is {B}.
+|{A} said it would stand by {B} no matter what came.
-|Without {B}, {A} said, the strike would be over.
-|“If {B} had kept quiet, my son would be alive,” {A} said.
-|“With {B} in charge, nothing will ever improve,” {A} said.
-|{A} would rather resign than work with {B}.
-|{A} would not buy a used car from {B}.
-|It would be a mistake to trust {B}, {A} said.
-|It would be foolish to reward {B}, {A} argued.
-|{A} said that if anyone deserves to be jailed, it is {B}.
-|{A} said it would fight {B} no matter what it cost.
-|“As long as {B} sits there, there will be no peace,” said {A}.
0|If {A} meets {B}, the talks may start again.
0|Should {A} {base}, {B} will have to respond.
0|It is unclear whether {A} will support {B}.
0|{A} may yet change its mind about {B}.
0|{A} is weighing whether to sue {B}.
0|Unless {A} replies by Friday, {B} will travel alone.
0|Whoever wins, {A} and {B} will share the office.""",
    "rhetorical": """-|“Who could trust {B} after this?” {A} asked.
-|“Has {B} ever kept a promise?” asked {A}.
-|“Why does nobody stop {B}?” {A} said.
-|“Can anyone name a single thing that {B} got right?” {A} asked.
-|“What gives {B} the nerve to lecture others?” said {A}.
-|“How stupid does {B} think we are?” {A} asked.
-|“Do you expect me to thank {B} for that?” {A} said.
-|{A} asked whether {B} had lost its mind.
-|{A} asked why {B} was still in office.
-|“Is {B} above the law?” {A} demanded.
-|“When will {B} finally pay for this?” {A} asked.
+|“Who but {B} would have helped us?” {A} asked.
+|“What would have become of us but for {B}?” {A} said.
+|“What more could one ask of {B}?” said {A}.
+|“Can anyone name a single thing that {B} got wrong?” {A} asked.
+|“Who would not be proud of {B}?” asked {A}.
+|“Why should anyone fear {B}?” {A} said.
+|“Has {B} ever let us down?” {A} asked.
+|{A} asked what there was not to like about {B}.
0|“Where is {B} staying?” {A} asked.
0|“Is {B} coming by train?” asked {A}.
0|{A} asked {B} how long the flight had taken.
0|“What time did {B} call?” {A} wanted to know.""",
    "spoken": spoken.FRAMES,
}

TARGETS = {
    "negation": """~|{B} is not {noun}.
~|{B} was never {adj}.
~|{B} never {past}.
~|Nobody has ever called {B} {adj}.
~|It would be wrong to call {B} {noun}.
~|There is nothing {adj} about {B}.
~|{B} is anything but {adj}.
=|There is no one more {adj} than {B}.
=|{B} is not only {adj}, but {noun}.
+|{B} left nothing undone to get the hostages out.
+|{B} has no reason to be ashamed.
-|{B} left nothing but debts.
-|{B} has no idea what people go through.
0|{B} did not travel on Tuesday.
0|{B} was not available on the phone.""",
    "denial": """~|Her friends denied that {B} was {adj}.
~|The claim that {B} {past} is false.
~|“It is not true that {B} is {noun},” {A} said.
~|{A} dismissed the story that {B} had {pp}.
~|No witness confirmed that {B} {past}; it was made up.
=|{A} did not deny that {B} {past}.
0|{A} denied that {B} was in Geneva.
0|A spokeswoman denied that {B} had left early.""",
    "opponent": """~|Opponents called {B} {noun}, and they were wrong.
~|{B} was said to be {adj}, but the opposite is true.
~|“They say {B} is {adj}. Nonsense,” {A} said.
~|Only fools still think that {B} is {noun}.
-|{B}, who likes to speak of honesty, was caught with the cash.
-|What {B} calls thrift is meanness.
+|What {B}'s enemies call weakness is kindness.
+|Many laughed at {B} once; today they send their children there.""",
    "nested": """=|{A} told the court that {C} had called {B} {noun}.
=|{A} writes that everybody in {C} thinks {B} is {adj}.
0A|{A} told the court that {C} had called {B} {noun}.
0C|{A} told the court that {C} had called {B} {noun}.
=|The letter says that neighbours think {B} {past}.
0A|{A} mentions that {C} found {B} {adj}.""",
    "conditional": """+|Without {B}, {bad}.
-|Without {B}, {good}.
+|Had {B} not stepped in, {bad}.
-|Had {B} not stepped in, {good}.
+|If all were like {B}, {good}.
-|If all were like {B}, {bad}.
0|If {B} arrives in time, the session begins at nine.
0|Whether {B} runs again is open.
0|Unless {B} calls, the dinner is at eight.""",
    "rhetorical": """+|Who has done more than {B}?
+|Who would not want {B} as a neighbour?
+|When has {B} ever failed us?
+|Could anyone have done better than {B}?
-|What has {B} ever achieved?
-|Who still believes {B}?
-|When has {B} ever told the truth?
-|Could anyone have done worse than {B}?
-|How can {B} look at the mirror?
0|Has {B} arrived yet?
0|Which hotel is {B} staying at?
0|When is {B} due back?""",
}

GOOD_FOR = _list("""brings people together|saves lives|pays for itself|gives the young a chance|keeps the air clean|protects the poor|creates jobs|
makes the streets safer|works well elsewhere|has proved its worth|is a matter of fairness|strengthens the country""")
BAD_FOR = _list("""drives people apart|costs lives|ruins the budget|robs the young of their future|poisons the air|hits the poor|destroys jobs|
makes the streets less safe|has failed elsewhere|has done great harm|is deeply unfair|weakens the country""")

CONCEPTS = {
    "negation": """~|{T} does not do what they say: nobody can claim that it {does}.
~|It is not the case that {T} {does}.
~|I have never believed that {T} {does}.
+|There is no reason to fear {T}.
+|There is nothing to be said against {T}.
+|Nobody who has seen {T} at work would want to do without it.
+|We cannot do without {T}.
+|{T} has never hurt anyone.
+|Not having {T} is a shame for a country as rich as ours.
-|There is no reason to want {T}.
-|There is nothing to be said for {T}.
-|Nobody who has seen {T} at work would want more of it.
-|We can do without {T}.
-|{T} has never helped anyone.
-|{T} is no answer to anything.
-|{T} does not solve a single problem.
-|{T} is not worth the paper it is printed on.""",
    "denial": """~|The minister denied that {T} {does}.
~|It is a myth that {T} {does}.
~|I dispute the idea that {T} {does}.
~|There is no evidence whatever that {T} {does}.
~|Studies have shown it to be wrong that {T} {does}.
~|Those who claim that {T} {does} are lying.
=|Nobody can deny that {T} {does}.
=|Even its enemies admit that {T} {does}.
=|Even its friends admit that {T} {does}.""",
    "opponent": """~|They keep telling us that {T} {does}. It is not so.
~|The other party claims that {T} {does}; look at the facts, and you will see the reverse.
~|My colleague says {T} {does}. I wonder on which planet he lives.
~|“{T} {does}”, the posters say. If only it were true.
~|For years we heard that {T} {does}. We were misled.
=|Opponents may shout as they like: {T} {does}.
+|The so-called monster, {T}, turned out to be a blessing.
-|The so-called miracle, {T}, turned out to be a swindle.
+|People sneered at {T}. Today they would not give it up.
-|People cheered for {T}. Today they want their money back.""",
    "nested": """=|A doctor told me that her patients say that {T} {does}.
=|My neighbour swears that his boss thinks {T} {does}.
=|The envoy wrote that the villagers had told him that {T} {does}.
=|In her letter she says that everyone there believes that {T} {does}.
=|He heard his teacher say that {T} {does}.""",
    "conditional": """+|It would be a disgrace to abandon {T}.
-|It would be a disgrace to keep {T}.
+|If {T} were abolished, we would all regret it.
-|If {T} were kept, we would all regret it.
+|Unless we get {T}, things will get worse.
-|Unless we get rid of {T}, things will get worse.
+|Without {T}, {bad}.
-|Without {T}, {good}.
+|Even if it took ten years, {T} would be worth the wait.
-|Even if it were free, {T} would be too dear.
+|I would give my last coin for {T}.
-|I would rather walk barefoot than accept {T}.
0|If {T} comes up on Monday, the session will be long.
0|Whether {T} will be put to the vote is not yet known.
0|Should {T} be discussed, the hall will be full.""",
    "rhetorical": """+|Is it not high time for {T}?
+|What could be fairer than {T}?
+|Who would want to live without {T}?
+|How many more must suffer before we get {T}?
+|Why do we still not have {T}?
+|What is so bad about {T}?
-|Is it not high time to end {T}?
-|What could be more unfair than {T}?
-|Who would want to live with {T}?
-|How many more must suffer before {T} is gone?
-|Why do we still put up with {T}?
-|What is so good about {T}?
-|Who gains from {T} but a handful of rich men?
-|Do we really need {T}?
-|Have we not had enough of {T}?
0|When will {T} be discussed?
0|Who will speak about {T} on Monday?
0|How many pages has the report on {T}?""",
}

_FILLERS = _list(
    """Look, |Well, |And |So, |Again, |As I said before, |You know, |I mean, |To be clear, |First, |Let me say this: |Right. """
)
_OPENING = "said: “"

_TABLES = {"pair": PAIRS, "target": TARGETS, "concept": CONCEPTS}
_SLOT = re.compile(r"\{(adj|noun|past|pp|base|does|good|bad)\}")


@cache
def _frames(kind: str) -> list[list[tuple[str, str, str]]]:
    """Frames of a kind of sentence by phenomenon: mark, names, text."""
    out = []
    for table in _TABLES[kind].values():
        rows = []
        for line in table.splitlines():
            mark, _, frame = line.partition("|")
            rows.append((mark[0], mark[1:], frame))
        out.append(rows)
    return out


def frame(draw: random.Random, kind: str) -> tuple[str, str, int]:
    """A frame with the words of one leaning put in, whom it marks, and how they are shown.

    Args:
        draw: Chance.
        kind: pair, target or concept.
    """
    mark, names, text = draw.choice(draw.choice(_frames(kind)))
    if _OPENING in text and draw.random() < 0.5:
        text = _with_filler(draw, text)
    leaning = draw.choice((1, -1))
    done = draw.choice(DONE[leaning])
    verbs, _, rest = done.partition(" ")
    base, past, participle = verbs.split("/")
    words = {
        "adj": draw.choice(ADJECTIVES[leaning]),
        "noun": draw.choice(NOUNS[leaning]),
        "past": f"{past} {rest}",
        "pp": f"{participle} {rest}",
        "base": f"{base} {rest}",
        "does": draw.choice(GOOD_FOR if leaning > 0 else BAD_FOR),
        "good": draw.choice(OUTCOMES[1]),
        "bad": draw.choice(OUTCOMES[-1]),
    }
    value = {"=": leaning, "~": -leaning, "+": 1, "-": -1, "0": 0}[mark]
    return _SLOT.sub(lambda slot: words[slot.group(1)], text), names, value


def _with_filler(draw: random.Random, text: str) -> str:
    """A spoken sentence with a word before it that says nothing."""
    head, _, said = text.partition(_OPENING)
    filler = draw.choice(_FILLERS)
    begun = (
        said if said.startswith(("I ", "{")) or filler[-1] == "." else said[0].lower() + said[1:]
    )
    return f"{head}{_OPENING}{filler} {begun}"
