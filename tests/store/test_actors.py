"""Actors: a link run proposes, people decide, and nothing that they decide is lost."""

from datetime import date

import pytest

from counterpoint.errors import InputError
from counterpoint.types import SpeakerType
from counterpoint.types.actor import Actor, Affiliation, Doubt, Link, Linked
from counterpoint.types.judgement import Coder, CoderKind
from counterpoint.types.selection import Filter

from .test_corpus import listed
from .texts import ANA, annotated, document, fill

LINKER = Coder("linker", CoderKind.MODEL)
PERSON, ORGANISATION, COUNTRY = (
    SpeakerType.PERSON,
    SpeakerType.ORGANISATION,
    SpeakerType.COUNTRY,
)
SPELLINGS = ("Ada Holm", "A. Holm", "Minister Holm", "Adah Holmes")


@pytest.fixture
def linked(corpus):
    """Four documents, each with another spelling of a name; the first two are linked as one."""
    documents = [document(url=f"https://example.org/{n}") for n in range(4)]
    fill(corpus)
    corpus.undo(run=2)
    corpus.undo(run=1)
    corpus.add(documents, corpus.begin("add", LINKER, {}))
    run = corpus.begin("analyse", LINKER, {})
    said = (("Minister Ada Holm", "said", "the canal must stay open"),)
    corpus.keep(
        run,
        [
            annotated(one, [(*said[0], name, PERSON)])
            for one, name in zip(documents, SPELLINGS, strict=True)
        ],
    )
    link(corpus)
    return corpus


def link(corpus):
    """What a linker could hand over."""
    ids = ("holm", "holm", "m-holm", "holmes")
    voices = list(corpus.voices())
    found = Linked(
        actors=(
            Actor("holm", "Ada Holm", PERSON, ("Ada Holm", "A. Holm"), reason="same initials"),
            Actor("m-holm", "Minister Holm", PERSON, ("Minister Holm",)),
            Actor("holmes", "Adah Holmes", PERSON, ("Adah Holmes",)),
            Actor("ministry", "Ministry of Canals", ORGANISATION),
            Actor("lyra", "Lyra", COUNTRY),
        ),
        links=tuple(
            Link(voice.key, id, 0.9, f"called {voice.name}", "ministry", "lyra")
            for voice, id in zip(voices, ids, strict=True)
        ),
        affiliations=(
            Affiliation("holm", "ministry", "minister", date(2030, 1, 1), evidence=("s1",)),
            Affiliation("ministry", "lyra"),
        ),
        doubts=(
            Doubt("holm", "m-holm", 0.8, 2.0, "same family name"),
            Doubt("holm", "holmes", 0.4, 1.0, "names alike"),
        ),
    )
    corpus.keep_links(corpus.begin("link", LINKER, {}), found)


def names(corpus, **selection):
    return [row["speaker"] for row in listed(corpus, Filter(**selection))]


def test_links_name_the_speaker_and_lift_to_organisation_and_country(linked):
    first = listed(linked)[0]

    assert (first["speaker"], first["speaker_id"]) == ("Ada Holm", "holm")
    assert (first["organisation"], first["country"]) == ("Ministry of Canals", "Lyra")
    assert len(names(linked, actors=("a. holm",))) == 2, "by any of its names"
    assert len(names(linked, countries=("lyra",))) == 4


def test_an_actor_says_why(linked):
    found = linked.actor("A. Holm")

    assert found["id"] == "holm"
    assert (found["statements"], found["documents"]) == (2, 2)
    assert [one["name"] for one in found["names"]] == ["Ada Holm", "A. Holm"]
    assert found["affiliations"][0]["since"] == "2030-01-01"
    assert found["affiliations"][0]["evidence"] == ["s1"]
    assert {one["reason"] for one in found["links"]} == {"called Ada Holm", "called A. Holm"}


def test_merge_is_undone_and_done_again(linked):
    linked.merge("Ada Holm", ["Minister Holm"], ANA, reason="her office")
    assert names(linked) == ["Ada Holm", "Ada Holm", "Ada Holm", "Adah Holmes"]
    linked.undo()
    assert names(linked) == ["Ada Holm", "Ada Holm", "Minister Holm", "Adah Holmes"]
    linked.redo()
    assert linked.actor("Minister Holm")["id"] == "holm"


def test_split_takes_a_name_apart(linked):
    linked.split("Ada Holm", ANA, names=["A. Holm"])

    assert names(linked) == ["Ada Holm", "A. Holm", "Minister Holm", "Adah Holmes"]
    assert linked.actor("holm")["statements"] == 1


def test_decisions_outlive_the_next_link_run(linked):
    linked.merge("Ada Holm", ["Minister Holm"], ANA)
    linked.split("Ada Holm", ANA, names=["A. Holm"])
    linked.distinct("Ada Holm", "Adah Holmes", ANA, reason="two people")
    link(linked)

    assert names(linked) == ["Ada Holm", "A. Holm", "Ada Holm", "Adah Holmes"]
    assert [one.bond.value for one in linked.decisions()] == ["merge", "split", "distinct"]


def test_not_the_same_is_remembered(linked):
    linked.distinct("Ada Holm", "Adah Holmes", ANA, reason="two people")

    with pytest.raises(InputError, match="judged not the same: two people"):
        linked.merge("Adah Holmes", ["Ada Holm"], ANA)
    assert [one["other_id"] for one in linked.review()] == ["m-holm"]
    linked.undo()
    linked.merge("Adah Holmes", ["Ada Holm"], ANA)


@pytest.mark.parametrize(
    ("name", "other", "words"),
    [
        pytest.param("Ada Holm", "A. Holm", "one actor already", id="itself"),
        pytest.param("Ada Holm", "Nobody", "no actor", id="unknown"),
        pytest.param("Ada Holm", "'; DROP TABLE actor; --", "no actor", id="sql"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(linked, name, other, words):
    with pytest.raises(InputError, match=words):
        linked.merge(name, [other], ANA)
    assert linked.history() == []


def test_merges_cannot_go_in_a_circle(linked):
    linked.merge("Ada Holm", ["Minister Holm"], ANA)
    linked.merge("Adah Holmes", ["Ada Holm"], ANA)

    with pytest.raises(InputError, match="one actor already"):
        linked.merge("Minister Holm", ["Adah Holmes"], ANA)
    assert set(names(linked)) == {"Adah Holmes"}


def test_an_actor_that_is_merged_and_split_ten_times_is_still_right(linked):
    for _ in range(10):
        linked.merge("holm", ["m-holm"], ANA)
        linked.split("holm", ANA, names=["Minister Holm"], called="Minister Holm II")
        assert names(linked)[2] == "Minister Holm II"
        linked.undo()
        linked.undo()
    assert names(linked) == ["Ada Holm", "Ada Holm", "Minister Holm", "Adah Holmes"]


def test_a_split_of_everything_or_nothing_is_refused(linked):
    for given in (["A. Holm", "Ada Holm"], ["Somebody"]):
        with pytest.raises(InputError, match="would leave"):
            linked.split("Ada Holm", ANA, names=given)


def test_a_name_of_two_actors_asks_which(linked):
    linked.split("Ada Holm", ANA, names=["A. Holm"], called="Anna Holm")

    with pytest.raises(InputError, match="names 2 actors") as caught:
        linked.actor("A. Holm")
    assert "holm (Ada Holm, person)" in caught.value.hint


def test_a_link_run_is_undone_as_a_whole(linked):
    run = next(one.key for one in linked.runs() if one.kind == "link")
    linked.undo(run=run)

    assert [row["speaker"] for row in listed(linked)] == list(SPELLINGS)
    assert all(row["speaker_id"] is None for row in listed(linked))


def test_a_speaker_written_by_hand_is_the_actor_of_that_name(linked):
    from counterpoint.types.judgement import Verdict

    id = listed(linked)[3]["id"]
    linked.judge(id, Verdict.CHANGE, ANA, changes={"speaker": "a. holm"})

    assert listed(linked)[3]["speaker_id"] == "holm"
    assert listed(linked)[3]["speaker"] == "Ada Holm"


def test_a_name_is_first_of_all_the_actor_that_is_called_so(linked):
    linked.split("Ada Holm", ANA, names=["A. Holm"])

    assert linked.actor("A. Holm")["statements"] == 1


def test_ten_merges_and_splits_that_nobody_undid_are_all_remembered(linked):
    for number in range(10):
        other = "m-holm" if not number else linked.actor(f"Holm {number - 1}")["id"]
        linked.merge("holm", [other], ANA)
        assert names(linked)[2] == "Ada Holm"
        linked.split("holm", ANA, names=["Minister Holm"], called=f"Holm {number}")
    link(linked)

    assert names(linked) == ["Ada Holm", "Ada Holm", "Holm 9", "Adah Holmes"]
    assert len(linked.history()) == 20
    for _ in range(20):
        linked.undo()
    assert names(linked) == ["Ada Holm", "Ada Holm", "Minister Holm", "Adah Holmes"]
