"""Error bars of a corpus: from judged samples, else from gold; what was judged is never lost."""

import csv
import json

import coded_corpus
import pytest
from click.testing import CliRunner
from coded_corpus import ACTORS, ANA

from counterpoint.cli.main import cli
from counterpoint.errors import CounterpointError, InputError, StoreError
from counterpoint.store.samples import Draw, add_sample, design_of
from counterpoint.types import Filter, NetworkSpec
from counterpoint.types.judgement import Coder, Verdict
from counterpoint.workflow.coding import Desk
from counterpoint.workflow.corpus import Corpus
from counterpoint.workflow.error_bars import error_bars
from counterpoint.workflow.networks import make_networks
from counterpoint.workflow.samples import SampleFor, draw_statements

SIGNED = NetworkSpec(aggregation="subtract")


def run(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def coded(tmp_path):
    place = tmp_path / "news.counterpoint"
    return place, coded_corpus.make(place, documents=50)


def drawn(place, size, *, network=True, seed=1):
    with Corpus(str(place)) as corpus:
        table, _ = draw_statements(corpus, SampleFor(network, size, seed))
    return [line.split(",")[0] for line in table.splitlines()[1 : size + 1]]


def bars_of(place, spec=SIGNED, **more):
    made = make_networks(str(place), spec, level="person")
    parts = (made.statements, made.networks, made.spec)
    return error_bars(str(place), parts, level="person", **more)


def test_without_judgements_the_intervals_come_from_gold_and_say_so(coded):
    place, _ = coded

    found = bars_of(place)

    assert "since nobody has judged a drawn sample" in found.sentence
    assert "VAST" in found.sentence
    assert {one.method for one in found.cells[0].values()} == {"gold"}
    assert all(one.low < one.high for one in found.cells[0].values())


def test_a_judged_sample_corrects_the_ties(tmp_path):
    hits = corrected = counted = 0
    for seed in range(4):
        place = tmp_path / f"{seed}.counterpoint"
        truth = coded_corpus.make(place, documents=80, seed=seed)
        coded_corpus.judge(place, truth, drawn(place, 90, seed=seed))
        for (actor, concept), found in bars_of(place).cells[0].items():
            wanted = coded_corpus.true_tie(truth, place, actor, concept)
            assert found.method == "judged"
            hits += found.low <= wanted <= found.high
            corrected += abs(found.value - wanted)
            counted += abs(found.counted - wanted)

    assert hits >= 21  # of 24
    assert corrected < 0.7 * counted


def test_shares_are_corrected_with_the_ties(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 80, network=False))

    share = bars_of(place).shares[0][""]

    wanted = sum(side == 1 for _, side in truth.values()) / len(truth)
    assert share.low <= wanted <= share.high
    assert share.counted < wanted - 0.05


def test_everything_judged_leaves_no_doubt(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, len(truth)))

    for (actor, concept), found in bars_of(place).cells[0].items():
        wanted = coded_corpus.true_tie(truth, place, actor, concept)
        assert (found.low, found.value, found.high) == pytest.approx((wanted,) * 3)


@pytest.mark.parametrize("aggregation", ["subtract", "congruence", "conflict"])
@pytest.mark.parametrize("normalisation", ["no", "average"])
def test_ties_between_actors_are_those_of_the_truth_if_all_is_judged(
    coded, aggregation, normalisation
):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, len(truth)))
    spec = NetworkSpec(kind="onemode", aggregation=aggregation, normalisation=normalisation)

    found = bars_of(place, spec)

    for edge in make_networks(str(place), spec, level="person").networks[0].edges():
        one = found.cells[0][edge.source, edge.target]
        assert (one.low, one.value, one.high) == pytest.approx((edge.weight,) * 3)


def test_ties_between_actors_are_corrected(tmp_path):
    hits = 0
    spec = NetworkSpec(kind="onemode", aggregation="subtract")
    for seed in range(4):
        place = tmp_path / f"{seed}.counterpoint"
        truth = coded_corpus.make(place, documents=80, seed=seed)
        coded_corpus.judge(place, truth, drawn(place, 90, seed=seed))
        found = bars_of(place, spec)
        for (one, two), tie in found.cells[0].items():
            wanted = sum(
                coded_corpus.true_tie(truth, place, one, concept)
                * coded_corpus.true_tie(truth, place, two, concept)
                for concept in coded_corpus.CONCEPTS
            )
            hits += tie.low <= wanted <= tie.high
        assert set(found.measures[0]) >= {"mean weight", "mean strength of ties"}

    assert hits >= 10  # of 12


def test_what_cannot_be_corrected_by_design_is_drawn_again(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 90))

    found = bars_of(place, NetworkSpec(aggregation="subtract", duplicates="week"), draws=60)

    assert "confuses in judged statements" in found.sentence
    assert all(one.low <= one.value <= one.high for one in found.cells[0].values())


def test_windows_of_time_have_error_bars_of_their_own(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, len(truth)))  # all: so every window is known
    weeks = NetworkSpec(aggregation="subtract", time_unit="weeks", time_size=3)
    made = make_networks(str(place), weeks, level="person").networks

    found = bars_of(place, weeks, draws=20)

    assert len(made) > 1
    for one, cells in zip(made, found.cells, strict=True):
        for edge in one.edges():
            assert cells[edge.source, edge.target].value == pytest.approx(edge.weight)


def test_a_sample_judged_in_part_counts_as_far_as_it_goes(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 80)[:40])

    assert "40 of 80 statements that were drawn have been judged" in bars_of(place).sentence


def test_statements_judged_without_a_sample_are_known_and_not_more(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, list(truth)[:30])

    found = bars_of(place)

    assert "the 30 judged statements were not drawn as a sample" in found.sentence


def test_accepting_is_accepting_what_was_shown_then(coded):
    place, _ = coded
    ids = drawn(place, 40)
    with Corpus(str(place)) as corpus:
        for id in ids:
            corpus.judge(id, Verdict.ACCEPT, ANA)
        with corpus.reading() as connection:
            before = design_of(connection)
    first = bars_of(place).cells[0]
    with Corpus(str(place)) as corpus:  # a later run says the opposite of everything
        _say_the_opposite(corpus)
    second = bars_of(place).cells[0]

    assert len(before.drawn) == 40
    assert all(second[cell].counted == -first[cell].counted for cell in first)
    held = sum(second[cell].low <= first[cell].value <= second[cell].high for cell in first)
    assert held >= 5  # of six: what was accepted stands, whatever a later run says


def _say_the_opposite(corpus):
    from sqlalchemy import select

    from counterpoint.store.positions import add_positions
    from counterpoint.store.schema import position

    run = corpus.begin("positions", coded_corpus.MACHINE, {"title": "made", "again": 1})
    columns = (position.c.statement_key, position.c.target, position.c.stance)
    with corpus.reading() as connection:
        rows = connection.execute(select(*columns)).all()
    turned = [(key, target, "concept", -stance, 0.7) for key, target, stance in rows]
    corpus.writing(lambda connection: add_positions(connection, run, turned))
    corpus.end(run, {})


def test_a_judgement_of_a_statement_that_is_gone_is_kept_and_left_out(coded):
    place, truth = coded
    ids = drawn(place, 60)
    coded_corpus.judge(place, truth, ids)
    with Corpus(str(place)) as corpus:
        analysed = next(one.key for one in corpus.runs() if one.kind == "analyse")
        gone = {row[0] for row in _ids(corpus, Filter(documents=("d0", "d1", "d2")))}
        _forget(corpus, ("d0", "d1", "d2"))
        with corpus.reading() as connection:
            design = design_of(connection)
        history = corpus.history()

    assert analysed
    assert not gone & design.judged
    assert len(history) == 60  # nothing that people said is lost
    assert bars_of(place).cells[0]


def _ids(corpus, selection):
    from counterpoint.workflow.corpus import statements

    return list(statements(corpus, selection, fields=("id",)))


def _forget(corpus, documents):
    """Their statements are no longer shown, as after another analysis."""
    marks = ", ".join(f"'{one}'" for one in documents)
    corpus.writing(
        lambda connection: connection.exec_driver_sql(
            "UPDATE statement SET live = 0 WHERE reading_key IN (SELECT r.key FROM reading r "
            f"JOIN document d ON d.key = r.document_key WHERE d.id IN ({marks}))"
        )
    )


def test_a_sample_with_a_probability_of_zero_is_refused(coded):
    place, truth = coded
    with Corpus(str(place)) as corpus:
        run_key = corpus.begin("sample", Coder("sample"), {})
        nothing = [Draw(next(iter(truth)), 0.0, True)]
        with pytest.raises(InputError, match="has a probability of 0 to be drawn"):
            corpus.writing(lambda connection: add_sample(connection, run_key, nothing))


def test_a_stored_probability_of_zero_is_named_with_the_way_out(coded):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 30))
    with Corpus(str(place)) as corpus:
        corpus.writing(
            lambda connection: connection.exec_driver_sql("UPDATE chance SET probability = 0")
        )

    with pytest.raises(StoreError, match="has a probability of 0 to be drawn") as caught:
        bars_of(place)
    assert "undo" in caught.value.hint


def test_the_same_sample_comes_out_again_and_an_undone_one_counts_no_more(coded):
    place, truth = coded
    first = drawn(place, 30)
    assert drawn(place, 30) == first
    coded_corpus.judge(place, truth, first)
    with Corpus(str(place)) as corpus:
        key = next(one.key for one in corpus.runs() if one.kind == "sample")
        corpus.undo(run=key)

    assert "nobody has judged a drawn sample" not in bars_of(place).sentence
    assert "were not drawn as a sample" in bars_of(place).sentence


def test_a_sample_of_which_nothing_is_left_says_how_to_draw_another(coded):
    place, _ = coded
    marks = ", ".join(f"'{id}'" for id in drawn(place, 3))
    with Corpus(str(place)) as corpus:
        gone = f"UPDATE statement SET live = 0 WHERE id IN ({marks})"
        corpus.writing(lambda connection: connection.exec_driver_sql(gone))

    with pytest.raises(InputError, match="no statement is left") as caught:
        drawn(place, 3)
    assert "--seed 2" in caught.value.hint


def test_the_desk_shows_what_was_drawn_and_nothing_else(coded):
    place, _ = coded
    ids = drawn(place, 20)

    with Corpus(str(place)) as corpus:
        desk = Desk(corpus, ANA, statuses=("open",), drawn=True)

    assert set(desk.ids) == set(ids)


def test_network_shows_and_writes_the_intervals(coded, tmp_path):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 90))

    shown = run("network", place, "--level", "person", "--intervals")
    target = tmp_path / "net.csv"
    run("network", place, "--level", "person", "--intervals", "-o", target)
    whole = json.loads(run("network", place, "--level", "person", "--intervals", "--json").stdout)

    assert "estimate" in shown.output
    assert "90 of 90 statements that were drawn have been judged" in shown.output
    header = target.read_text(encoding="utf-8").splitlines()[0]
    assert header.endswith("estimate,low,high")
    tie = whole["networks"][0]["ties"][0]
    assert tie["low"] <= tie["estimate"] <= tie["high"]
    assert "share of agreement on Canal" in whole["networks"][0]["measures"]


@pytest.mark.parametrize("ending", ["json", "graphml", "gexf", "parquet", "csv"])
def test_intervals_survive_every_format_that_holds_them(coded, tmp_path, ending):
    place, truth = coded
    coded_corpus.judge(place, truth, drawn(place, 90))
    source, between, back = (tmp_path / f"{name}.{ending}" for name in "abc")
    back = back.with_suffix(".json")

    run("network", place, "--level", "person", "--intervals", "-o", source)
    run("convert", source, between) if ending != "csv" else between.write_bytes(source.read_bytes())
    run("convert", between, back)

    ties = json.loads(back.read_text(encoding="utf-8"))["networks"][0]["ties"]
    assert len(ties) == 6
    assert all(tie["low"] <= tie["estimate"] <= tie["high"] for tie in ties)


def test_a_file_for_other_programs_holds_what_error_bars_are_made_of(coded, tmp_path):
    place, truth = coded
    ids = drawn(place, 40)
    coded_corpus.judge(place, truth, ids)
    with Corpus(str(place)) as corpus:
        corpus.judge(ids[0], Verdict.REJECT, ANA)

    run("convert", place, tmp_path / "s.csv", "--intervals")

    with open(tmp_path / "s.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    judged = {row["id"]: row["judged"] for row in rows if row["judged"]}
    assert judged == {id: str(truth[id][1]) for id in ids} | {ids[0]: "0"}
    assert all(0 < float(row["probability"]) <= 1 for row in rows)
    assert {row["machine"] for row in rows} == {"-1", "1"}


def test_formats_that_hold_no_intervals_say_so(coded, tmp_path):
    place, _ = coded
    run("network", place, "--level", "person", "--intervals", "-o", tmp_path / "a.json")

    said = run("convert", tmp_path / "a.json", tmp_path / "a.dl")

    assert "the intervals of the ties" in said.output


@pytest.mark.parametrize("options", [("--concept", "Nothing"), ("--until", "1999")])
def test_where_nothing_is_left_that_is_said(coded, options):
    place, _ = coded

    shown = run("network", place, "--level", "person", "--intervals", *options)

    assert shown.exit_code == 0
    assert "There is nothing to give error bars to" in shown.output


def test_concepts_are_chosen_by_name(coded):
    place, _ = coded

    only = run("network", place, "--level", "person", "--concept", "Toll", "--json")

    labels = {one["label"] for one in json.loads(only.stdout)["networks"][0]["nodes"]}
    assert labels == {"Toll", *ACTORS}


def test_a_concept_that_a_person_has_set_is_found_by_it(coded):
    place, truth = coded
    id = next(iter(truth))
    with Corpus(str(place)) as corpus:
        corpus.judge(id, Verdict.CHANGE, ANA, changes={"concept": "Ferry", "stance": "0"})

    shown = run("network", place, "--level", "person", "--concept", "Ferry", "--json")
    others = run("statements", place, "--concept", truth[id][0], "--json")

    assert len(json.loads(shown.stdout)["networks"][0]["ties"]) == 1
    assert id not in others.stdout


def test_targets_are_refused_where_nobody_looked_for_them(coded):
    place, _ = coded

    with pytest.raises(CounterpointError, match="nobody has looked for whom") as caught:
        run("network", place, "--targets")
    assert "positions" in caught.value.hint


def test_a_changed_codebook_takes_the_place_of_the_one_before(coded):
    place, _ = coded
    before = make_networks(str(place), SIGNED, level="person").networks[0]
    with Corpus(str(place)) as corpus:
        _say_the_opposite(corpus)

    after = make_networks(str(place), SIGNED, level="person").networks[0]

    assert (after.dense == -before.dense).all()
