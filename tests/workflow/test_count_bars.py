"""Error bars of bars and timelines: they hold the truth, are drawn and said, or refused aloud."""

import csv
import xml.etree.ElementTree as ET
from pathlib import Path

import coded_corpus
import numpy as np
import pytest
from coded_corpus import ACTORS, CONCEPTS

from counterpoint.cli.main import main
from counterpoint.errors import InputError
from counterpoint.network.corrected_counts import Sided, counts_of_documents
from counterpoint.types import Filter, NetworkSpec
from counterpoint.workflow.corpus import Corpus, statements
from counterpoint.workflow.plots import NO_INTERVALS, PLOTS, PlotOptions, plot
from counterpoint.workflow.samples import SampleFor, draw_statements

TRAM = str(Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv")
SVG = "{http://www.w3.org/2000/svg}"
BY_CONCEPT = NetworkSpec(variable1="concept", variable2="organization")


def judge(place, truth, size, seed=1):
    with Corpus(str(place)) as corpus:
        table, _ = draw_statements(corpus, SampleFor(False, size, seed))
    ids = [line.split(",")[0] for line in table.splitlines()[1 : size + 1]]
    coded_corpus.judge(place, truth, ids)


def bars(place, spec=BY_CONCEPT, kind="bars", **more):
    options = PlotOptions(**{"level": "person", "intervals": 200, **more})
    return plot(kind, str(place), spec, options=options)


def rows_of(drawn):
    """The rows of the table, by column."""
    return [dict(zip(drawn.tables[0].heads, row, strict=True)) for row in drawn.tables[0].rows]


def true_counts(truth, concept):
    sides = [side for name, side in truth.values() if name == concept]
    return {"for": sides.count(1), "against": sides.count(-1)}


def words_of(drawn):
    root = ET.fromstring(drawn.sheet.render())
    return " ".join(one.text or "" for one in root.iter(f"{SVG}text"))


def test_a_judged_sample_corrects_counts_and_shares(tmp_path):
    hits = shares = corrected = counted = 0
    for seed in range(5):
        place = tmp_path / f"{seed}.counterpoint"
        truth = coded_corpus.make(place, documents=70, seed=seed)
        judge(place, truth, 80, seed)
        for row in rows_of(bars(place)):
            wanted = true_counts(truth, row["concept"])
            for side, level in (("for", "1"), ("against", "0")):
                hits += row[f"{side}: low"] <= wanted[side] <= row[f"{side}: high"]
                corrected += abs(row[f"{side}: estimate"] - wanted[side])
                counted += abs(row[level] - wanted[side])
            share = wanted["for"] / sum(wanted.values())
            shares += row["share for: low"] <= share <= row["share for: high"]

    assert hits >= 18  # of 20
    assert shares >= 9  # of 10
    assert corrected < 0.7 * counted


def test_everything_judged_leaves_no_doubt_in_any_period(tmp_path):
    place = tmp_path / "c.counterpoint"
    truth = coded_corpus.make(place, documents=50)
    judge(place, truth, len(truth))

    drawn = bars(place, NetworkSpec(), "timeline", period="week")

    rows = rows_of(drawn)
    assert len({row["from"] for row in rows}) > 5
    for row in rows:
        for side, level in (("for", "agreement"), ("against", "disagreement")):
            ends = [row[f"{side}: {end}"] or 0 for end in ("low", "estimate", "high")]
            assert ends == pytest.approx([row[level]] * 3)
    for concept in CONCEPTS:
        mine = [row for row in rows if row["concept"] == concept]
        assert sum(row["agreement"] for row in mine) == true_counts(truth, concept)["for"]


def test_periods_are_corrected_by_judgements_of_all_periods(tmp_path):
    hits = figures = 0
    for seed in range(3):
        place = tmp_path / f"{seed}.counterpoint"
        truth = coded_corpus.make(place, documents=80, seed=seed)
        judge(place, truth, 60, seed)
        months = months_of(place)
        for row in rows_of(bars(place, NetworkSpec(), "timeline")):
            for side, sign in (("for", 1), ("against", -1)):
                wanted = sum(
                    truth[id] == (row["concept"], sign)
                    for id, month in months.items()
                    if month == row["from"][:7]
                )
                hits += row[f"{side}: low"] <= wanted <= row[f"{side}: high"]
                figures += 1

    assert figures == 36
    assert hits >= 32


def months_of(place):
    """Of each statement; the document d3 is of the third of January."""
    with Corpus(str(place)) as corpus:
        found = list(statements(corpus, Filter(), fields=("id", "document_id")))
    first = np.datetime64("2031-01-01")
    return {id: str(first + int(document[1:]))[:7] for id, document in found}


def test_without_judgements_intervals_come_from_gold_and_the_picture_says_so(tmp_path):
    place = tmp_path / "c.counterpoint"
    coded_corpus.make(place, documents=50)

    drawn = bars(place)

    words = words_of(drawn)
    assert "since nobody has judged a drawn sample" in words
    assert "its dot the estimate" in words
    assert all(row["for: low"] < row["for: estimate"] < row["for: high"] for row in rows_of(drawn))


def test_counts_without_repeated_statements_are_drawn_again(tmp_path):
    place = tmp_path / "c.counterpoint"
    truth = coded_corpus.make(place, documents=50)
    judge(place, truth, 60)

    drawn = bars(place, NetworkSpec(duplicates="week"), "timeline", intervals=40)

    assert "confuses in judged statements" in words_of(drawn)


def test_panels_may_be_actors_and_statements_chosen(tmp_path):
    place = tmp_path / "c.counterpoint"
    truth = coded_corpus.make(place, documents=50)
    judge(place, truth, len(truth))

    options = PlotOptions(level="person", intervals=50, by="actor", period="year")
    drawn = plot("timeline", str(place), NetworkSpec(), Filter(concepts=("Toll",)), options)

    rows = rows_of(drawn)
    assert {row["actor"] for row in rows} == set(ACTORS)
    assert sum(row["for: estimate"] for row in rows) == true_counts(truth, "Toll")["for"]


@pytest.mark.parametrize("kind", ["bars", "timeline"])
def test_of_a_file_documents_are_drawn_again(kind):
    spec = BY_CONCEPT if kind == "bars" else NetworkSpec()
    first, again = (bars(TRAM, spec, kind, period="year") for _ in range(2))

    assert first.sheet.render() == again.sheet.render()
    assert "draws of the documents" in words_of(first)
    for row in rows_of(first):
        assert row["for: low"] <= row["for: counted"] <= row["for: high"]
    assert any(row["for: low"] < row["for: high"] for row in rows_of(first))
    plain = words_of(bars(TRAM, spec, kind, intervals=0))
    assert "95 %" not in plain


def test_every_figure_has_its_line_in_the_picture():
    drawn = bars(TRAM)

    root = ET.fromstring(drawn.sheet.render())
    tips = [one.findtext(f"{SVG}title") for one in root.iter(f"{SVG}circle")]
    lines = [one for one in root.iter(f"{SVG}line") if one.find(f"{SVG}title") is not None]
    assert len(tips) == len(lines) == 2 * len(drawn.tables[0].rows)
    assert all(" to " in tip for tip in tips)
    width = float(root.get("width"))
    assert all(0 < float(one.get(end)) < width for one in lines for end in ("x1", "x2"))


def test_documents_drawn_again_hold_what_is_usual():
    draw = np.random.default_rng(1)
    hits = 0
    for _ in range(60):
        sizes = draw.poisson(3, size=50)  # statements of a document, all on one side
        codes = np.zeros(sizes.sum(), dtype=np.int64)
        agrees = np.repeat(draw.random(50) < 0.6, sizes)
        owners = np.repeat(np.arange(50), sizes)
        made = Sided(["x"], codes, codes, agrees, owners)
        found = counts_of_documents(made, draws=200, seed=1).agree["x", 0]
        hits += found.low <= 50 * 3 * 0.6 <= found.high

    assert hits >= 52


def test_one_document_alone_has_no_error_bars(tmp_path):
    place = tmp_path / "s.csv"
    place.write_text(
        "id,document_id,start,stop,organization,concept,agreement\n"
        "1,d,0,5,A,Toll,1\n2,d,6,9,B,Toll,0\n",
        encoding="utf-8",
    )

    with pytest.raises(InputError, match="all statements are of one document"):
        bars(place)


@pytest.mark.parametrize("kind", sorted(set(PLOTS) - {"network", "bars", "timeline"}))
def test_pictures_without_error_bars_say_why(kind, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["plot", kind, TRAM, "--intervals", "-o", str(tmp_path / "x.svg")])

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert NO_INTERVALS[kind][0] in told
    assert "Hint:" in told
    assert not (tmp_path / "x.svg").exists()


def test_a_statement_without_a_side_is_no_disagreement_in_a_timeline(tmp_path):
    place = tmp_path / "s.csv"
    with open(place, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow("id document_id date start stop organization concept agreement".split())
        for at, side in enumerate(("1", "", "0")):
            rows.writerow([at, f"d{at}", "2024-05-01", 0, 5, "A", "Toll", side])

    drawn = bars(place, NetworkSpec(), "timeline", intervals=0)

    assert drawn.tables[0].rows == [["Toll", "2024-05-01", 1, 1]]
