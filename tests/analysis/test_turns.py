"""Turns of a transcript and the statements within them: one order, one parent, nothing twice."""

import pytest

from counterpoint.analysis.transcripts import name_of_mark
from counterpoint.types import AnnotatedDocument, Document
from counterpoint.workflow.annotate import Engine, ReadingOptions, annotate
from counterpoint.workflow.records import bulk_record, reading_record

TEXT = """Daily briefing by spokesperson Nora Vale

MS. VALE: Good morning. The ferry office said that the pier would open in May.

Q: Does the council oppose the toll?

MS. VALE: No. I would remind Mr. Brandt that the toll ends in June.

Q: Minister Roth calls the pier a folly.

MS. VALE: We support the pier."""


def test_office_of_a_mark_is_not_held_by_kin_of_its_holder():
    text = "THE PRESIDENT: Good evening. I came with my brother Tom Roe, who cooks."

    assert name_of_mark("THE PRESIDENT", text, "Remarks by President Roe") == "Roe"


def read(engine, **options):
    options = ReadingOptions(engine=engine, **options)
    (found,) = annotate([Document("d", TEXT, title="Daily briefing")], options=options)
    assert isinstance(found, AnnotatedDocument)
    return found


@pytest.fixture(params=[Engine.MODEL, Engine.RULES], scope="module")
def record(request):
    return reading_record(read(request.param))


def test_statements_come_in_reading_order(record):
    starts = [min(one["source"] + one["cue"] + one["content"]) for one in record["statements"]]

    assert starts == sorted(starts)
    assert sum(one["cue_text"] == ":" for one in record["statements"]) == 5


def test_what_is_told_within_a_turn_has_the_turn_as_its_parent(record):
    turns = {one["id"]: one for one in record["statements"] if one["cue_text"] == ":"}
    inner = [one for one in record["statements"] if one["id"] not in turns]
    parents = {one["source_text"]: turns[one["parent"]]["speaker"]["name"] for one in inner}

    assert parents["The ferry office"] == "Nora Vale"
    assert parents["Minister Roth"] == "reporter"
    assert all(turn["parent"] is None for turn in turns.values())


def test_a_mark_speaks_once_and_in_full(record):
    names = {one["speaker"]["name"] for one in record["statements"] if one["speaker"]}
    marks = [tuple(one["source"][0]) for one in record["statements"] if one["cue_text"] == ":"]

    assert not names & {"MS", "VALE", "Ms. Vale", "MS. VALE", "Q", "the author"}
    assert len(marks) == len(set(marks))


def test_first_person_in_a_turn_is_whose_turn_it_is():
    found = reading_record(read(Engine.RULES))["statements"]
    (own,) = [one for one in found if one["cue_text"] == "would remind"]

    assert own["speaker"]["name"] == "Nora Vale"


def test_indices_of_parents_agree_with_their_identifiers():
    statements = read(Engine.MODEL).statements

    for one in statements:
        parent = one.attribution.parent
        assert one.parent_id == ("" if parent is None else statements[parent].id)


def test_lines_in_bulk_hold_what_is_told_within_a_turn():
    found = bulk_record(read(Engine.MODEL, nested=False))["attributions"]

    assert any(one["speaker"] and "ferry" in one["speaker"]["name"].lower() for one in found)
    assert all("parent" not in one for one in found)


def test_what_is_said_in_a_turn_is_not_the_authors():
    found = read(Engine.RULES, author=True).statements
    own = [one for one in found if one.attribution.manner.value == "author"]

    assert own == []
