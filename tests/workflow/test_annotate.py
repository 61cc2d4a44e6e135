"""The whole reading path, and the records that it is printed as."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import ModelError
from counterpoint.types import AnnotatedDocument, Document, Manner, Region, RegionKind, Span
from counterpoint.workflow.annotate import Engine, ReadingOptions, annotate, engine_name
from counterpoint.workflow.records import bulk_record, reading_record, to_json

RULES = ReadingOptions(engine=Engine.RULES, speakers=False)


def read(text, options=RULES, **fields):
    (one,) = annotate([Document("d", text, **fields)], options=options)
    assert isinstance(one, AnnotatedDocument)
    return one


def test_denied_call_is_not_as_said():
    text = "Not once has the envoy called for a truce. She urged both sides to rearm."
    denied, urged = read(text).statements

    assert (denied.attribution.negated, denied.attribution.act.value) == (True, "demands")
    assert (urged.attribution.negated, urged.attribution.act.value) == (False, "demands")


def test_inner_statement_knows_its_outer_one():
    record = reading_record(read("Ms. Lund said that the builder had promised to mend it."))
    outer, inner = record["statements"]

    assert (outer["parent"], inner["parent"]) == (None, outer["id"])
    assert inner["act"] == "promises"


def test_nothing_is_read_in_captions_and_other_languages():
    text = "Ann Lee said it rained.\nBob Ray said it snowed."
    regions = (Region(Span(0, 23), RegionKind.CAPTION), Region(Span(24, 47), RegionKind.BODY))

    assert [s.attribution.source[0].of(text) for s in read(text, regions=regions).statements] == [
        "Bob Ray"
    ]
    assert read(text, language="de").statements == ()


@pytest.mark.parametrize("engine", [Engine.MODEL, Engine.RULES])
@pytest.mark.parametrize(
    "kind", ["breadcrumb", "section", "byline", "share", "related", "credit", "furniture"]
)
def test_nothing_is_read_around_the_article(kind, engine):
    text = "Ann Lee said it rained.\nBob Ray said it snowed."
    regions = (Region(Span(0, 23), RegionKind(kind)), Region(Span(24, 47), RegionKind.BODY))
    options = ReadingOptions(engine=engine, speakers=False, min_score=0.01)

    (found,) = read(text, options, regions=regions).statements
    assert found.attribution.source[0].of(text) == "Bob Ray"


@pytest.mark.parametrize(
    ("title", "contents"),
    [
        ("Thoughts on a Canal", []),
        ("Tolls will rise, minister says", ["Tolls will rise"]),
        ("Minister calls toll ‘a folly’", ["toll ‘a folly’"]),
    ],
)
def test_a_title_is_read_but_needs_a_voice(title, contents):
    text = f"{title}\nThe gates are closed."
    regions = (
        Region(Span(0, len(title)), RegionKind.TITLE),
        Region(Span(len(title) + 1, len(text)), RegionKind.BODY),
    )
    options = ReadingOptions(engine=Engine.MODEL, speakers=False, min_score=0.05)
    found = read(text, options, regions=regions).statements

    assert [
        " ".join(span.of(text) for span in one.attribution.content) for one in found
    ] == contents


def test_author_speaks_only_when_asked():
    text = "The strait is narrow. Ann Lee said it was full."
    with_author = ReadingOptions(engine=Engine.RULES, speakers=False, author=True)

    assert [s.attribution.manner for s in read(text).statements] == [Manner.INDIRECT]
    (own, _) = read(text, with_author, authors=("Mara Quist",)).statements
    assert (own.attribution.manner, own.speaker.name) == (Manner.AUTHOR, "Mara Quist")


def test_least_score_is_kept():
    text = "Ann Lee said that it rained. The study needs the tunnel. Bob Ray sees a hill."
    least = ReadingOptions(engine=Engine.RULES, speakers=False, author=True, min_score=0.7)

    assert [s.attribution.score >= 0.7 for s in read(text, least).statements] == [True]


def test_speakers_are_named():
    text = "“The bridge will last a hundred years,” said Ann Lee on Monday."
    (statement,) = [
        one
        for one in read(text, ReadingOptions(engine=Engine.RULES)).statements
        if one.attribution.cue[0].of(text) == "said"
    ]

    assert statement.speaker.name == "Ann Lee"


def test_model_that_is_not_there_is_named():
    options = ReadingOptions(engine=Engine.MODEL, model="/nowhere/at/all")

    with pytest.raises(ModelError, match="nowhere"):
        list(annotate([Document("d", "Ann Lee said it rained.")], options=options))


def test_engine_has_a_name():
    assert engine_name(RULES) == "rules"


TEXTS = st.lists(
    st.sampled_from(
        "“ ” \" '' said Ann Lee , . ? that the minister told according to : not once has called "
        "for 😀 é who adding opposed ‘ ’ \n\n he \ud83d \u202e N. We U.S. 3.5".split(" ")
    ),
    max_size=50,
).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_records_print_the_words_of_their_spans_and_go_through_json(text):
    options = ReadingOptions(engine=Engine.RULES, speakers=False, author=True)
    annotated = read(text, options)
    record = reading_record(annotated)

    for statement in record["statements"]:
        for role in ("source", "cue", "content"):
            words = " ".join(text[start:end] for start, end in statement[role])
            assert statement[f"{role}_text"] == words
    assert json.loads(to_json(record)) == record
    assert json.loads(to_json(bulk_record(annotated))) == bulk_record(annotated)
    ids = [statement["id"] for statement in record["statements"]]
    assert len(set(ids)) == len(ids)
    assert {s["parent"] for s in record["statements"]} <= {None, *ids}
