"""A speech is its speaker's: named by the header, of the country that the speech is for."""

import json

import pytest

from counterpoint.analysis.speakers import SpeakerResolver
from counterpoint.cli.main import main
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Span,
    SpeakerType,
    Statement,
)

SPEECH = (
    "I bring greetings from the people of Norway. Norway has taken in many, and we believe that "
    "more will come. My delegation regrets that Russia left the talks. The Government of Norway "
    "calls on Russia to return."
)


@pytest.fixture(scope="module")
def resolver():
    return SpeakerResolver.load()


def speakers(resolver, header, *sources, text=SPEECH):
    made = []
    for source in sources:
        at = text.index(source)
        span = (Span(at, at + len(source)),)
        made.append(Statement(source, "d", Attribution(span, (), (), Manner.INDIRECT, 1.0)))
    own = Attribution((), (), (Span(0, 44),), Manner.AUTHOR, 0.6)
    made.append(Statement("own", "d", own))
    document = Document("d", text, extra=header)
    found = resolver.resolve(AnnotatedDocument(document, statements=tuple(made)))
    return [one.speaker for one in found.statements]


def test_the_header_names_the_speaker_and_the_speech_the_country(resolver):
    first, own = speakers(resolver, {"speaker": "Mr. Jon Berg", "post": "Minister"}, "we")

    assert first.name == own.name == "Jon Berg"
    assert own.type is SpeakerType.PERSON
    assert (own.role, own.country) == ("Minister", "Norway")
    assert "header" in own.reason


def test_the_office_in_the_header_names_the_country_first(resolver):
    (own,) = speakers(resolver, {"Speaker": "Ana Ruiz", "post": "President of Chile"})

    assert (own.name, own.country) == ("Ana Ruiz", "Chile")


def test_my_delegation_is_the_country(resolver):
    found, _ = speakers(resolver, {"speaker": "Jon Berg"}, "My delegation")

    assert (found.name, found.type) == ("Norway", SpeakerType.COUNTRY)
    assert found.reason == "'My delegation' = Norway: for which Jon Berg speaks"


def test_without_a_header_nobody_is_made_up(resolver):
    first, own = speakers(resolver, {"topic": "fish"}, "we")

    assert {first.type, own.type} == {SpeakerType.AUTHOR}
    assert own.country == ""


def test_a_speech_of_a_country_acts_in_the_network(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    row = {"id": "a", "text": SPEECH, "speaker": "Jon Berg", "publisher": "The Debate"}
    (tmp_path / "in.jsonl").write_text(json.dumps(row), encoding="utf-8")
    for words in ("add n.counterpoint in.jsonl", "analyse n.counterpoint", "link n.counterpoint"):
        with pytest.raises(SystemExit) as left:
            main(words.split())
        assert left.value.code == 0
    capfd.readouterr()
    with pytest.raises(SystemExit):
        main(["statements", "n.counterpoint", "--jsonl", "--country", "Norway"])
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    assert {row["speaker"] for row in rows} >= {"Jon Berg"}
    assert {row["outlet"] for row in rows} == {"The Debate"}
