"""Spans are drawn as people draw them, and stay spans of the text whatever the habits."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.attribution.decode import Reading, Thresholds, decode
from counterpoint.analysis.attribution.edges import (
    EDGE_FIGURES,
    ROLES,
    SIDES,
    Edges,
    Habit,
    Page,
    redraw,
)
from counterpoint.analysis.attribution.features import make_sheet
from counterpoint.analysis.attribution.words import cut_words
from counterpoint.errors import ModelError
from counterpoint.models.tokens import WordPieces

TOKENS = WordPieces({"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3})
NOW = 10  # the figure that says: the edge lies here; 11 and 12 are the odds of the words beside it
NAMES = {"s": 1, "c": 2, "q": 3}


def drawn(text, letters, habits):
    """Draw anew what the letters of the words say: s(ource), c(ontent), q for the cue."""
    words = cut_words(text)
    sheet = make_sheet(words, TOKENS)
    roles = np.full((1, len(words), 4), 0.02, np.float32)
    for place, letter in enumerate(letters):
        surer = place if letter == "c" else -place  # the first word of a cue, the last of a content
        roles[0, place, NAMES.get(letter, 0)] = 0.94 + 0.0001 * surer
    cue = (letters.index("q"), letters.rindex("q") + 1)
    reading = Reading(
        cues=[cue],
        sure=np.full((1, 2), 0.9),
        lows=np.zeros(1, np.int64),
        roles=roles,
        whole=np.array([[3.0, 3.0]]),
        tags=np.full((len(words), 3), 0.1, np.float32),
    )
    found = decode(reading, sheet, Thresholds())
    (one,) = redraw(found, Page(reading, sheet, words), Edges(habits))

    def say(places):
        return " ".join(words.texts[place] for place in places)

    return say(one.source), say(range(*one.cue)), say(one.content)


def habits(role=None, side="start", words=(), most=9.0, **weights):
    """Habits under which nothing moves, but for one edge of one role."""
    out = {}
    for name in ROLES:
        sides = {s: np.zeros(EDGE_FIGURES) for s in SIDES}
        for s in SIDES:
            sides[s][NOW] = 1.0
        if name == role:
            for figure, weight in weights.items():
                sides[side][int(figure[1:])] = weight
        out[name] = Habit(dict(words), sides, most if name == role else 9.0)
    return out


TEXT = "The mayor said in a letter to voters that the bridge is safe ."
LETTERS = "ssqqqqqqcccccn"


def test_nothing_moves_where_the_present_place_is_best():
    source, cue, content = drawn(TEXT, LETTERS, habits())

    assert (source, cue) == ("The mayor", "said in a letter to voters")
    assert content == "that the bridge is safe"


def test_a_cue_ends_where_people_end_it():
    odds = {"in": (0.0, 0.0, 0.0, 9.0), "said": (0.0, 0.0, 9.0, 0.0)}

    _, cue, _ = drawn(TEXT, LETTERS, habits("cue", "end", odds, f11=1.0, f12=1.0))

    assert cue == "said"


def test_what_a_cue_takes_leaves_the_content():
    odds = {"that": (0.0, 0.0, 9.0, 0.0)}

    _, cue, content = drawn(TEXT, LETTERS, habits("cue", "end", odds, f11=1.0))

    assert cue == "said in a letter to voters that"
    assert content == "the bridge is safe"


@pytest.mark.parametrize(
    ("most", "content"),
    [
        pytest.param(9.0, "safe", id="free"),
        pytest.param(0.4, "bridge is safe", id="two words of five"),
        pytest.param(0.0, "the bridge is safe", id="always one word"),
    ],
)
def test_an_edge_moves_by_a_share_of_the_span_at_most(most, content):
    odds = {"safe": (9.0, 0, 0, 0), "bridge": (5.0, 0, 0, 0), "the": (4.0, 0, 0, 0)}

    assert drawn(TEXT, LETTERS, habits("content", "start", odds, most, f11=1.0))[2] == content


def test_a_source_does_not_grow_over_the_cue():
    source, cue, _ = drawn(TEXT, LETTERS, habits("source", "end", {}, f0=5.0))

    assert (source, cue) == ("The mayor", "said in a letter to voters")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.text("sscccqn", min_size=4, max_size=30))
def test_spans_stay_in_the_text_and_apart(seed, letters):
    chance = np.random.default_rng(seed)
    letters = letters.replace("q", "n")
    place = int(chance.integers(len(letters)))
    letters = letters[:place] + "q" + letters[place + 1 :]
    if "c" not in letters:
        letters += "c"
    some = {
        name: Habit({}, {s: chance.normal(size=EDGE_FIGURES) for s in SIDES}, 9.0) for name in ROLES
    }
    text = " ".join(f"w{number}" for number in range(len(letters)))

    source, cue, content = (set(part.split()) for part in drawn(text, letters, some))

    assert cue
    assert content
    assert not cue & content
    assert not source & (cue | content)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{}", id="no roles"),
        pytest.param("[1]", id="a list"),
        pytest.param(
            json.dumps(
                {role: {"start": [1], "end": [1], "most": 1, "words": {}} for role in ROLES}
            ),
            id="too few weights",
        ),
        pytest.param(
            json.dumps(
                {
                    role: {
                        "start": [0] * EDGE_FIGURES,
                        "end": [0] * EDGE_FIGURES,
                        "most": 1,
                        "words": {"a": [1]},
                    }
                    for role in ROLES
                }
            ),
            id="too few odds",
        ),
    ],
)
def test_a_broken_file_is_said_to_be_broken(tmp_path, text):
    path = tmp_path / "edges.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ModelError, match=r"edges\.json"):
        Edges.read(path)
