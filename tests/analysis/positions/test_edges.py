"""Edges of an article: who takes a side, toward whom, and which words it rests on."""

import pytest

from counterpoint.analysis.positions.evidence import find_places
from counterpoint.analysis.positions.named import Entity
from counterpoint.types import Document
from counterpoint.workflow.annotate import annotate
from counterpoint.workflow.edges import EdgesOptions, edges_of

ENTITIES = [
    {"name": "Ann Lee", "type": "People"},
    {"name": "Harbour Board", "type": "Organization"},
    {"name": "night flights", "type": "Topic"},
]


def edges(text, entities=ENTITIES):
    record = {"id": "x", "text": text, "entities": entities}
    return edges_of([record], options=EdgesOptions())[0]["edges"]


def ends(text, entities=ENTITIES):
    return {(one["source"], one["target"], one["label"]) for one in edges(text, entities)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ann Lee accused the Harbour Board of lying.",
            ("Ann Lee", "Harbour Board", -1),
            id="who-acts",
        ),
        pytest.param(
            "Ann Lee praised the Harbour Board.", ("Ann Lee", "Harbour Board", 1), id="praise"
        ),
        pytest.param(
            "Ann Lee opposes night flights.", ("Ann Lee", "night flights", -1), id="toward-a-thing"
        ),
    ],
)
def test_side_of_a_sentence(text, expected):
    assert expected in ends(text)


def test_who_is_accused_takes_no_side():
    assert ("Harbour Board", "Ann Lee", -1) not in ends(
        "Ann Lee accused the Harbour Board of lying."
    )


def test_who_speaks_for_a_country_speaks_not_the_country():
    entities = [
        {"name": "Mao Ning", "type": "People"},
        {"name": "China", "type": "GPE"},
        {"name": "NATO", "type": "Organization"},
    ]
    text = "China’s spokesperson Mao Ning said NATO is a danger and a disgrace."

    found = [one for one in edges(text, entities) if one["target"] == "NATO"]

    assert {one["source"] for one in found if one["statement_id"]} == {"Mao Ning"}
    assert max(found, key=lambda one: one["score"])["source"] == "Mao Ning"


def test_who_opposes_attacks_is_not_against_whom_they_hit():
    entities = [{"name": "France", "type": "GPE"}, {"name": "Kenya", "type": "GPE"}]

    assert ("France", "Kenya", -1) not in ends("France opposed sanctions against Kenya.", entities)


def test_who_names_an_invasion_is_against_who_invades_and_not_against_whom():
    entities = [
        {"name": "Ann Lee", "type": "People"},
        {"name": "Kenya", "type": "GPE"},
        {"name": "Norway", "type": "GPE"},
    ]

    found = ends("Ann Lee said Kenya's invasion was a crime.", entities)
    assert ("Ann Lee", "Kenya", 1) not in found

    found = ends("Ann Lee condemned the brutal invasion of Norway as a crime.", entities)
    assert ("Ann Lee", "Norway", -1) not in found


HARMED = [
    {"name": "Ann Lee", "type": "People"},
    {"name": "Tom Reed", "type": "People"},
    {"name": "Kenya", "type": "GPE"},
    {"name": "Norway", "type": "GPE"},
]


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        pytest.param(
            "Ann Lee denounced once more, before the whole council, the kidnapping of the old "
            "ferryman Tom Reed.",
            "Tom Reed",
            id="far-behind-the-verb",
        ),
        pytest.param(
            "Ann Lee wrote about the senseless and illegal boycott of the port of Kenya.",
            "Kenya",
            id="unjust",
        ),
        pytest.param("Ann Lee said the brutal war on Kenya went on.", "Kenya", id="war"),
        pytest.param(
            "Ann Lee said Norway was a bully that would threaten Kenya.", "Kenya", id="threat"
        ),
    ],
)
def test_who_speaks_of_a_harm_is_not_against_who_suffers_it(text, harmed):
    assert ("Ann Lee", harmed, -1) not in ends(text, HARMED)


def test_praise_for_the_answer_to_a_war_is_no_praise_for_who_wages_it():
    text = "Ann Lee praised the brave response to Kenya’s brutal, illegal and unprovoked war."

    assert ("Ann Lee", "Kenya", 1) not in ends(text, HARMED)


def test_who_does_the_harm_is_against_whom_it_hits():
    text = "“We will punish and attack Kenya, that rotten state,” Ann Lee said."

    assert ("Ann Lee", "Kenya", -1) in ends(text, HARMED)


def test_place_where_somebody_speaks_takes_no_side():
    text = "At the Harbour Board in Leeds, Ann Lee attacked night flights as a disgrace."

    assert {one[0] for one in ends(text)} <= {"Ann Lee"}


def test_thing_takes_no_side():
    assert not [one for one in ends("Night flights angered Ann Lee.") if one[0] == "night flights"]


def test_speaker_may_stand_in_another_sentence():
    text = "Ann Lee said it was near. “The Harbour Board is a disgrace and a fraud,” she said."

    found = [one for one in edges(text) if one["target"] == "Harbour Board"]

    assert [(one["source"], one["label"]) for one in found] == [("Ann Lee", -1)]
    assert found[0]["statement_id"]
    assert all("disgrace" in text[start:end] for start, end in found[0]["content"])


def test_marks_stand_on_the_names_wherever_the_speaker_is_put():
    text = "“Oh Kenya! The Harbour Board loves night flights. Nobody else does,” Ann Lee said."
    entities = [*(Entity(one["name"], one["type"]) for one in ENTITIES), Entity("Kenya", "GPE")]
    (document,) = annotate([Document("d", text)])

    questions, _ = find_places(document, entities)
    marked = {(one.first.of(one.text), one.second.of(one.text)) for one in questions}

    assert ("Harbour Board", "night flights") in marked
    assert ("Ann Lee", "Kenya") in marked
    assert {name for pair in marked for name in pair} <= {one.name for one in entities}
    assert all("“" in one.text for one in questions)


@pytest.mark.parametrize("note", ["", " (as interpreted)"])
def test_mark_of_a_turn_is_no_part_of_what_is_said(note):
    said = "The Harbour Board is a disgrace."
    text = f"MS. LEE: Good morning.\n\nQ Well?\n\nMS. LEE{note}: {said}\n\nQ Why?"

    (edge,) = [one for one in edges(text) if one["target"] == "Harbour Board"]

    assert (edge["source"], edge["label"]) == ("Ann Lee", -1)
    assert [text[start:end] for start, end in edge["content"]] == [
        "The Harbour Board is a disgrace."
    ]


def test_two_who_speak_together_both_take_the_side():
    entities = [*ENTITIES, {"name": "Bo Roe", "type": "People"}]
    text = (
        "The Harbour Board met. “Night flights are a disgrace and a fraud,” "
        "Ann Lee and Bo Roe said in a joint statement."
    )

    found = ends(text, entities)

    assert {("Ann Lee", "night flights", -1), ("Bo Roe", "night flights", -1)} <= found


def test_who_asks_if_somebody_takes_a_side_does_not_say_so():
    asked = edges("Does Ann Lee oppose the Harbour Board?")
    said = edges("Ann Lee opposes the Harbour Board.")

    assert said
    assert max((one["score"] for one in asked), default=0) < 0.5 < max(o["score"] for o in said)


def test_they_are_the_group_named_before():
    entities = [
        {"name": "Harbour Pilots", "type": "Organization"},
        {"name": "Ann Lee", "type": "People"},
    ]
    text = "The Harbour Pilots met on Monday. They accused Ann Lee of lying."

    assert ("Harbour Pilots", "Ann Lee", -1) in ends(text, entities)


def test_body_may_be_against_a_thing():
    assert ("Harbour Board", "night flights", -1) in ends(
        "The Harbour Board voted to ban night flights, which it calls a disgrace."
    )


def test_text_without_two_entities_has_no_edges():
    assert edges("Ann Lee spoke.") == []
    assert edges("Nothing happened.", []) == []


@pytest.mark.parametrize(
    "text",
    [
        "I thank the mayor, Ann Lee, and the Harbour Board, for their brave work.",
        "Bo Roe praised Ann Lee and the Harbour Board for their courage.",
    ],
)
def test_members_of_a_list_take_no_side_toward_each_other(text):
    assert {one[:2] for one in ends(text)}.isdisjoint({("Ann Lee", "Harbour Board")})
    assert {one[:2] for one in ends(text)}.isdisjoint({("Harbour Board", "Ann Lee")})


def test_currency_is_no_country():
    entities = [{"name": "Ann Lee", "type": "People"}, {"name": "United States", "type": "GPE"}]

    assert edges("Ann Lee wasted 171 million US dollars, a disgrace.", entities) == []


def test_a_sentence_that_says_the_opposite_is_no_evidence_of_a_side():
    praise = (
        "Ann Lee praised the Harbour Board. She is grateful to the Harbour Board, Ann Lee said. "
    )
    blame = "Ann Lee accused the Harbour Board of lying."

    found = [one for one in edges(praise * 2 + blame) if one["target"] == "Harbour Board"]

    assert {one["label"] for one in found} == {1}
    assert all(start < len(praise * 2) for one in found for start, _ in one["content"])


@pytest.mark.parametrize(
    ("text", "name", "kind", "side"),
    [
        (
            "Health Minister Ann Lee spoke on Monday. The minister praised the Harbour Board.",
            "Ann Lee",
            "People",
            1,
        ),
        (
            "The Port Authority met on Monday. The authority accused the Harbour Board of lying.",
            "Port Authority",
            "Organization",
            -1,
        ),
    ],
    ids=["office", "body"],
)
def test_what_stands_for_a_name_takes_its_side(text, name, kind, side):
    entities = [{"name": name, "type": kind}, {"name": "Harbour Board", "type": "Organization"}]

    assert (name, "Harbour Board", side) in ends(text, entities)
