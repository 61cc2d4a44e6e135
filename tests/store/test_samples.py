"""Samples, newest codings and chosen concepts, alike on both databases."""

import pytest
from sqlalchemy import select

from counterpoint.errors import InputError
from counterpoint.store.positions import add_positions, positions_at, positions_by_statement
from counterpoint.store.samples import Draw, add_sample, design_of, drawn_ids
from counterpoint.store.schema import statement
from counterpoint.store.view import statement_rows
from counterpoint.types import Filter
from counterpoint.types.judgement import Verdict

from .texts import ANA, MODEL


def ids_of(corpus, selection=None):
    with corpus.reading() as connection:
        rows = statement_rows(connection, selection or Filter(), fields=("id",))
        return [row[0] for row in rows]


def coded(corpus, stance, *, title="canal", statements=None, finished=True, **settings):
    """A run of positions on one concept; gives its key."""
    run = corpus.begin("positions", MODEL, {"title": title, "stance": stance, **settings})
    with corpus.reading() as connection:
        keys = connection.execute(select(statement.c.key).order_by(statement.c.key)).scalars().all()
    rows = [(key, title, "concept", stance, 0.9) for key in keys[:statements]]
    corpus.writing(lambda connection: add_positions(connection, run, rows))
    if finished:
        corpus.end(run, {})
    return run


def sides(corpus):
    with corpus.reading() as connection:
        return [stands for _, stands in sorted(positions_by_statement(connection).items())]


def sampled(corpus, *drawn, probability=0.5):
    ids = ids_of(corpus)
    run = corpus.begin("sample", MODEL, {"seed": len(drawn)})
    draws = [Draw(id, probability, at in drawn) for at, id in enumerate(ids)]
    corpus.writing(lambda connection: add_sample(connection, run, draws))
    return run, ids


def design(corpus):
    with corpus.reading() as connection:
        return design_of(connection)


def test_a_sample_counts_as_far_as_it_was_judged(filled):
    _, ids = sampled(filled, 0, 1)
    filled.judge(ids[0], Verdict.ACCEPT, ANA)
    filled.judge(ids[2], Verdict.REJECT, ANA)

    found = design(filled)

    assert (found.drawn, found.judged, found.asked) == ({ids[0]}, {ids[0], ids[2]}, 2)
    assert found.chances == pytest.approx(dict.fromkeys(ids, 0.25))  # half of the half


def test_unsure_is_no_judgement(filled):
    _, ids = sampled(filled, 0)
    filled.judge(ids[0], Verdict.UNSURE, ANA)

    assert design(filled).judged == set()


def test_two_samples_count_together(filled):
    sampled(filled, 0)
    _, ids = sampled(filled, 0, 1)
    for id in ids[:2]:
        filled.judge(id, Verdict.ACCEPT, ANA)

    assert design(filled).chances == pytest.approx(dict.fromkeys(ids, 0.75))


def test_an_undone_sample_counts_no_more(filled):
    run, ids = sampled(filled, 0)
    filled.judge(ids[0], Verdict.ACCEPT, ANA)
    filled.undo(run=run)

    assert design(filled).drawn == set()
    with filled.reading() as connection:
        assert drawn_ids(connection) == set()


@pytest.mark.parametrize("probability", [0.0, -0.1, 1.5, float("nan")])
def test_impossible_probabilities_are_refused_and_nothing_is_kept(filled, probability):
    with pytest.raises(InputError, match="to be drawn"):
        sampled(filled, 0, probability=probability)

    assert design(filled).chances == {}


def test_the_newest_coding_counts(filled):
    coded(filled, 1)
    coded(filled, -1)

    assert sides(filled) == [[("canal", -1)]] * 3


def test_what_an_unfinished_coding_has_not_come_to_is_as_before(filled):
    coded(filled, 1)
    coded(filled, -1, statements=1, finished=False)

    assert sides(filled) == [[("canal", -1)], [("canal", 1)], [("canal", 1)]]


def test_codings_with_other_codebooks_stand_beside_each_other(filled):
    coded(filled, 1)
    coded(filled, -1, title="toll")

    assert sides(filled) == [[("canal", 1), ("toll", -1)]] * 3


def test_an_undone_coding_gives_way_to_the_one_before(filled):
    coded(filled, 1)
    filled.undo(run=coded(filled, -1))

    assert sides(filled) == [[("canal", 1)]] * 3


def test_positions_are_known_as_they_were_at_a_moment(filled):
    first, ids = coded(filled, 1), ids_of(filled)
    filled.judge(ids[0], Verdict.ACCEPT, ANA)
    with filled.reading() as connection:
        rows = statement_rows(connection, Filter(), fields=("id", "judged_at"))
        moments = {id: moment for id, moment in rows if moment}
    coded(filled, -1)

    with filled.reading() as connection:
        then = positions_at(connection, moments)

    assert first
    assert then == {ids[0]: [("canal", 1)]}


def test_what_people_say_a_statement_is_about_is_stronger_than_the_machine(filled):
    coded(filled, 1)
    ids = ids_of(filled)
    filled.judge(ids[0], Verdict.CHANGE, ANA, changes={"concept": "toll", "stance": "1"})

    assert ids_of(filled, Filter(concepts=("toll",))) == ids[:1]
    assert ids_of(filled, Filter(concepts=("canal",))) == ids[1:]
    assert ids_of(filled, Filter(concepts=("canal", "toll"))) == ids
