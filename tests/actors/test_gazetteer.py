"""A user's gazetteer is read from CSV, JSON Lines or Wikidata; a wrong line is named."""

import gzip
import json

import pytest

from counterpoint.actors.gazetteer import read_gazetteer
from counterpoint.errors import InputError
from counterpoint.models.gazetteer import built_in
from counterpoint.types import SpeakerType


def test_csv(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,type,aliases,country\nBlue Bank,organisation,BB|the Bank,Norway\n")
    (found,) = read_gazetteer(path)

    assert (found.name, found.aliases, found.country) == ("Blue Bank", ("BB", "the Bank"), "Norway")
    assert built_in().with_actors([found]).find("BB") == (found,)


def test_json_lines_packed(tmp_path):
    path = tmp_path / "own.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"name": "Ann Lee", "type": "person", "role": "mayor"}\n'))

    assert read_gazetteer(path)[0].role == "mayor"


def test_wikidata_dump_keeps_the_id(tmp_path):
    entity = {
        "id": "Q1", "labels": {"en": {"value": "Utopia"}},
        "aliases": {"en": [{"value": "the Island"}]},
        "claims": {"P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q6256"}}}}]},
    }  # fmt: skip
    path = tmp_path / "slice.json"
    path.write_text("[\n" + json.dumps(entity) + ",\n]\n")
    (found,) = read_gazetteer(path)

    assert (found.id, found.type, found.aliases) == ("Q1", SpeakerType.COUNTRY, ("the Island",))


def test_wikidata_query(tmp_path):
    row = {
        "item": {"value": "http://www.wikidata.org/entity/Q2"},
        "itemLabel": {"value": "Ann Lee"},
        "type": {"value": "person"},
        "countryLabel": {"value": "Norway"},
    }
    path = tmp_path / "query.json"
    path.write_text(json.dumps({"head": {}, "results": {"bindings": [row]}}, indent=1))

    assert read_gazetteer(path)[0].id == "Q2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("name,type\nX,planet\n", "line 2: the type is 'planet'", id="type"),
        pytest.param("name,type\n,person\n", "line 2: no name", id="name"),
        pytest.param('{"name": "X", "type"\n', "line 1: not JSON", id="json"),
        pytest.param('{"name": 3, "type": "person"}\n', "name is not a text", id="number"),
    ],
)
def test_wrong_lines_are_named(tmp_path, text, told):
    path = tmp_path / "own.csv"
    path.write_text(text)

    with pytest.raises(InputError, match=r"own\.csv") as caught:
        read_gazetteer(path)
    assert told in str(caught.value)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(InputError, match="UTF-8"):
        read_gazetteer(path)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv"):
        read_gazetteer(tmp_path / "none.csv")


def test_a_doubtful_capital_says_so():
    assert built_in().seat("Beijing")[1] is True
    assert built_in().seat("Kingston")[1] is False
    assert built_in().seat("Brussels") is None
