"""What goes out comes back; what was coded elsewhere is its coders' work."""

import json
from datetime import datetime

import pytest

from counterpoint.errors import InputError
from counterpoint.store.corpus import Corpus
from counterpoint.types import SpeakerType
from counterpoint.types.judgement import Verdict
from counterpoint.types.selection import Filter
from counterpoint.workflow.corpus_network import statement_table
from counterpoint.workflow.export import export
from counterpoint.workflow.importing import import_file
from counterpoint.workflow.link import link

from .test_corpus import listed
from .texts import ANA, MODEL, TEXT, annotated, document


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_corpus_goes_out_and_comes_back(filled, place, tmp_path):
    id = listed(filled)[0]["id"]
    filled.judge(id, Verdict.CHANGE, ANA, changes={"speaker": "Ola Vik"}, reason="misread")
    files = {one.what: one for one in export(place, tmp_path / "out")}
    assert (files["documents"].rows, files["statements"].rows) == (1, 3)

    with Corpus(str(tmp_path / "again.counterpoint"), create=True) as again:
        for part in ("documents", "statements", "judgements"):
            totals = import_file(again, str(tmp_path / "out" / f"{part}.jsonl"))
            assert totals.problems == []
            assert totals.done
        assert list(again.documents()) == list(filled.documents())
        assert listed(again) == listed(filled)
        assert [one.summary for one in again.history()] == [one.summary for one in filled.history()]
        twice = import_file(again, str(tmp_path / "out" / "statements.jsonl"))
        assert (twice.statements, twice.known) == (0, 3)


def test_csv_has_every_row_and_a_header(filled, place, tmp_path):
    list(export(place, tmp_path / "out", formats=["csv"]))

    rows = (tmp_path / "out" / "statements.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("id,document_id,published,outlet")
    assert len(rows) == 4


def test_a_filter_exports_what_it_selects(filled, place, tmp_path):
    selection = Filter(actors=("Ada Holm",))
    list(export(place, tmp_path / "out", selection=selection))

    assert [row["speaker"] for row in lines(tmp_path / "out" / "statements.jsonl")] == ["Ada Holm"]


def test_unknown_format_and_a_file_for_a_folder_are_refused(filled, place, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="no format"):
        list(export(place, tmp_path, formats=["docx"]))
    with pytest.raises(InputError, match="not a folder"):
        list(export(place, tmp_path / "file"))


def coded(corpus, tmp_path):
    """A file in which two people coded the same words, with some bad lines between."""
    id = next(corpus.documents()).id
    start = TEXT.index("the canal")
    rows = [
        {"document_id": id, "content": "the canal must stay open", "speaker": "Ada Holm"}
        | {"concept": "open canal", "stance": stance, "coder": coder}
        for coder, stance in (("Ben", 1), ("Cleo", -1))
    ]
    rows.append({"document_id": id, "start": start, "end": start + 9, "coder": "Ben"})
    rows[-1]["content"] = "x"
    good = [json.dumps(row) for row in rows]
    bad = [
        "{not json",
        "[]",
        json.dumps({"document_id": "nowhere", "content": "x"}),
        json.dumps({"document_id": id, "content": "words that are not there"}),
        json.dumps({"document_id": id, "content": "x", "start": 5, "end": 999_999}),
        json.dumps({"id": "alone"}),
    ]
    path = tmp_path / "coded.jsonl"
    path.write_text("\n".join([*good[:1], *bad, *good[1:]]), encoding="utf-8")
    return path


def test_statements_coded_elsewhere_are_their_coders_work(corpus, tmp_path):
    corpus.add([document()], corpus.begin("add", ANA, {}))
    totals = import_file(corpus, str(coded(corpus, tmp_path)))

    assert (totals.statements, totals.bad) == (3, 6)
    assert totals.problems[0].startswith(f"{tmp_path / 'coded.jsonl'}, line 2: not JSON")
    assert sorted(row["coder"] for row in listed(corpus)) == ["Ben", "Ben", "Cleo"]
    assert len({row["id"] for row in listed(corpus)}) == 3
    assert len(listed(corpus, Filter(concepts=("open canal",), coders=("Cleo",)))) == 1


def test_a_codebook_of_hand_makes_a_network_with_evidence(corpus, tmp_path):
    from counterpoint.network.build import network
    from counterpoint.types import NetworkSpec

    corpus.add([document()], corpus.begin("add", ANA, {}))
    import_file(corpus, str(coded(corpus, tmp_path)))
    table = statement_table(corpus, Filter(coders=("Ben",)), "person")
    made = network(table, NetworkSpec(variable1="actor", aggregation="subtract"))
    (edge,) = made.edges()

    assert (edge.source, edge.target, edge.weight) == ("Ada Holm", "open canal", 1.0)
    assert set(edge.statement_ids) <= {row["id"] for row in listed(corpus)}


def test_rejected_statements_are_in_no_network(filled):
    filled.judge(listed(filled)[0]["id"], Verdict.REJECT, ANA)

    table = statement_table(filled, None, "person")
    assert len(table) == 1  # the critics; the compact is an organisation
    assert len(statement_table(filled, None, "organisation")) == 1


def test_agreement_compares_what_coders_said(filled, place):
    from counterpoint.workflow.coder_agreement import measure_agreement

    ids = [row["id"] for row in listed(filled)]
    for id in ids:
        filled.judge(id, Verdict.ACCEPT, ANA)
    report = measure_agreement(place, Filter(coders=("model", "Ana")), draws=0)

    assert set(report.coders) == {"model", "Ana"}


def test_a_dna_database_comes_in_and_goes_out(corpus, place, tmp_path):
    from counterpoint.readers.dna import read_dna

    corpus.add([document()], corpus.begin("add", ANA, {}))
    import_file(corpus, str(coded(corpus, tmp_path)))
    list(export(place, tmp_path / "out", formats=["dna"], level="person", password="secret"))
    path = tmp_path / "out" / "corpus.dna"
    assert len(read_dna(str(path), "")) == 3

    with Corpus(str(tmp_path / "again.counterpoint"), create=True) as again:
        totals = import_file(again, str(path))
        assert totals.statements == 3
        assert {row["coder"] for row in listed(again)} == {"Ben", "Cleo"}
        assert next(again.documents()).published == datetime(2031, 3, 16)
        assert len(listed(again, Filter(concepts=("open canal",)))) == 2


def test_a_file_that_cannot_be_imported_says_so(corpus, tmp_path):
    (tmp_path / "a.docx").write_text("x")
    for name in ("missing.jsonl", "a.docx"):
        with pytest.raises(InputError):
            import_file(corpus, str(tmp_path / name))


def test_gephi_gets_a_network(corpus, place, tmp_path):
    import networkx

    corpus.add([document()], corpus.begin("add", ANA, {}))
    import_file(corpus, str(coded(corpus, tmp_path)))
    list(export(place, tmp_path / "out", formats=["graphml", "gexf"], level="person"))
    graph = networkx.read_graphml(tmp_path / "out" / "network.graphml")
    gexf = networkx.read_gexf(tmp_path / "out" / "network.gexf")
    labels = {data.get("label", node) for node, data in graph.nodes(data=True)}

    assert {"Ada Holm", "open canal"} <= labels
    assert gexf.number_of_nodes() == graph.number_of_nodes()


def test_each_of_a_list_of_speakers_acts_in_the_network(corpus):
    text = "Norway and Chile said that the canal must stay open. Ada Holm said it must close."
    paper = document(text)
    corpus.add([paper], corpus.begin("add", ANA, {}))
    said = (
        ("Norway and Chile", "said", "that the canal must stay open", "Norway and Chile",
         SpeakerType.COUNTRY),
        ("Ada Holm", "said", "it must close", "Ada Holm", SpeakerType.PERSON),
    )  # fmt: skip
    corpus.keep(corpus.begin("analyse", MODEL, {}), [annotated(paper, said)])
    link(corpus)
    table = statement_table(corpus, None, "country")

    assert sorted(table.variables["actor"].values()) == ["Chile", "Norway"]
    assert len({*table.ids}) == 1
    assert [row["speaker"] for row in listed(corpus)] == ["Norway and Chile", "Ada Holm"]
    assert listed(corpus)[0]["speaker_id"] is None
