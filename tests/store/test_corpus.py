"""What goes into a corpus comes out, and what people said stays."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from counterpoint.errors import InputError
from counterpoint.store.documents import Outcome
from counterpoint.store.view import FIELDS, count_statements, statement_rows
from counterpoint.types import Document, Region, RegionKind, Span
from counterpoint.types.judgement import CoderKind, Failure, Status, Verdict
from counterpoint.types.selection import Filter

from .texts import ANA, BEN, MODEL, READER, SAID, TEXT, annotated, document, fill, rescored


def listed(corpus, selection=None, **options):
    with corpus.reading() as connection:
        rows = list(statement_rows(connection, selection or Filter(), **options))
    return [dict(zip(options.get("fields", FIELDS), row, strict=True)) for row in rows]


def speakers(corpus, **selection):
    return [row["speaker"] for row in listed(corpus, Filter(**selection))]


def outcomes(corpus, *documents):
    return [one.outcome for one in corpus.add(documents, corpus.begin("add", READER, {}))]


def test_a_document_comes_back_as_it_went_in(corpus):
    one = document(
        "Título\n“Não”, disse. 🙂 e\u0301 \u202brtl\u202c",
        authors=("Ana Ø", "O'Neil; DROP TABLE document"),
        extra={"section": "<b>Politics</b>", "zwj": "a\u200db"},
        regions=(Region(Span(0, 6), RegionKind.TITLE), Region(Span(7, 20), RegionKind.BODY)),
        source_credit="wire",
        path="texts/a.txt",
    )
    outcomes(corpus, one)

    assert list(corpus.documents()) == [one]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.text(min_size=1, max_size=80))
def test_offsets_hold_in_any_text(corpus, body):
    one = Document(f"x{hash(body)}", body)
    outcomes(corpus, one)
    (stored,) = corpus.documents(ids=[one.id])

    assert len(stored.text) == len(body)
    assert all(
        a == b or b in "\0" or "\ud800" <= b <= "\udfff"
        for a, b in zip(stored.text, body, strict=True)
    )


def test_the_same_text_at_the_same_address_is_one_document(corpus):
    other_place = document(url="https://example.org/copy")

    assert outcomes(corpus, document(), document()) == [Outcome.ADDED, Outcome.KNOWN]
    assert outcomes(corpus, document(), other_place) == [Outcome.KNOWN, Outcome.ADDED]
    assert corpus.count_documents() == 2


def test_a_collection_under_one_url_is_not_a_chain_of_versions(corpus):
    texts = [
        Document(f"row-{number}", f"Text {number}.", url="https://example.org/collection")
        for number in range(3)
    ]

    assert outcomes(corpus, *texts) == [Outcome.ADDED] * 3
    assert outcomes(corpus, Document("row-1", "Text one, corrected.")) == [Outcome.CORRECTED]
    assert corpus.count_documents() == 3


def test_rows_have_the_fields_of_the_contract(filled):
    first = listed(filled)[0]

    assert tuple(first) == (
        *("id", "document_id", "published", "outlet", "title", "speaker", "speaker_id"),
        *("organisation", "country", "manner", "act", "negated", "source", "cue", "content"),
        *("start", "end", "score", "coder", "status"),
    )
    assert first["source"] == "Minister Ada Holm"
    assert TEXT[first["start"] : first["end"]] == first["content"] == "the canal must stay open"
    assert (first["coder"], first["status"]) == ("model", "open")


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        pytest.param({"actors": ("ada holm",)}, ["Ada Holm"], id="actor"),
        pytest.param({"text": "canal treaty"}, 3, id="words-of-the-document"),
        pytest.param({"text": "harbour"}, 0, id="words-not-there"),
        pytest.param({"outlets": ("Lyra Post", "Other")}, 3, id="outlet"),
        pytest.param({"outlets": ("'; DROP TABLE statement; --",)}, 0, id="sql-in-a-name"),
        pytest.param({"min_score": 0.95}, 0, id="score"),
        pytest.param({"coders": ("model",)}, 3, id="coder"),
        pytest.param({"coders": ("Ana",)}, 0, id="coder-without-work"),
        pytest.param({"concepts": ("canal",)}, 0, id="concept"),
        pytest.param({"countries": ("Belmora",)}, 0, id="country"),
    ],
)
def test_filters(filled, selection, found):
    names = speakers(filled, **selection)

    assert names == found if isinstance(found, list) else len(names) == found
    with filled.reading() as connection:
        assert count_statements(connection, Filter(**selection)) == len(names)


def test_since_and_until_count_their_day(filled):
    from datetime import datetime

    day = datetime(2031, 3, 16)
    assert len(speakers(filled, since=day, until=day)) == 3
    assert speakers(filled, since=datetime(2031, 3, 17)) == []
    assert speakers(filled, until=datetime(2031, 3, 15)) == []


def test_a_date_of_the_first_or_the_last_year_is_no_problem(corpus):
    from datetime import UTC, datetime, timedelta, timezone

    fill(
        corpus,
        document(url="a", published=datetime(1, 1, 1)),
        document(url="b", published=datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
        document(url="c", published=datetime(2031, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    )
    days = [row["published"] for row in listed(corpus)][::3]

    assert days == ["0001-01-01T00:00:00", "9999-12-31T23:59:00+00:00", "2031-01-01T00:00:00+14:00"]
    assert len(speakers(corpus, since=datetime(2031, 1, 1), until=datetime(2031, 1, 1))) == 3


def test_analysis_goes_on_where_it_was(corpus):
    first, second = document(), document(url="https://example.org/b")
    run = fill(corpus, first)
    corpus.add([second], corpus.begin("add", READER, {}))

    assert corpus.begin("analyse", MODEL, {"model": 1}, resume=True) == run
    assert [one.id for one in corpus.unread(run)] == [second.id]
    assert corpus.keep(run, [annotated(first)]) == 0, "what is there is not added again"
    assert len(listed(corpus)) == 3


def test_a_failure_is_kept_until_the_document_is_done(corpus):
    one = document()
    corpus.add([one], corpus.begin("add", READER, {}))
    run = corpus.begin("analyse", MODEL, {}, resume=True)
    for _ in range(2):
        corpus.keep(run, [], [Failure(one.id, "attribution", "too deep")])

    assert [(f.document_id, f.message) for f in corpus.failures()] == [(one.id, "too deep")]
    corpus.keep(run, [annotated(one)])
    assert corpus.failures() == []


def test_judgements_are_added_and_the_last_one_shows(filled):
    id = listed(filled)[0]["id"]
    filled.judge(id, Verdict.REJECT, ANA)
    filled.judge(id[:9], Verdict.ACCEPT, BEN, reason="read it again")

    assert listed(filled)[0]["status"] == Status.ACCEPTED.value
    assert [(one.coder, one.reason) for one in filled.history(id)] == [
        ("Ben", "read it again"),
        ("Ana", ""),
    ]


def test_a_change_shows_and_finds(filled):
    id = listed(filled)[1]["id"]
    filled.judge(id, Verdict.CHANGE, ANA, changes={"speaker": "Ola Vik", "negated": "yes"})
    filled.judge(id, Verdict.CHANGE, ANA, changes={"content": "they would pay"})
    row = listed(filled, Filter(actors=("OLA VIK",)))[0]

    assert (row["speaker"], row["status"], bool(row["negated"])) == ("Ola Vik", "changed", True)
    assert row["content"] == "they would pay" == TEXT[row["start"] : row["end"]]


@pytest.mark.parametrize(
    ("id", "verdict", "changes", "words"),
    [
        pytest.param("nothing", Verdict.ACCEPT, {}, "no statement", id="no-such-statement"),
        pytest.param("", Verdict.CHANGE, {}, "FIELD=VALUE", id="change-without-change"),
        pytest.param("", Verdict.ACCEPT, {"act": "says"}, "FIELD=VALUE", id="accept-with-change"),
        pytest.param("", Verdict.CHANGE, {"colour": "red"}, "no field", id="no-such-field"),
        pytest.param("", Verdict.CHANGE, {"act": "sings"}, "act cannot be", id="no-such-act"),
        pytest.param("", Verdict.CHANGE, {"content": "9-99999"}, "does not stand", id="beyond"),
        pytest.param("", Verdict.CHANGE, {"cue": "shouted"}, "does not stand", id="other-words"),
    ],
)
def test_a_judgement_that_does_not_fit_is_refused_and_nothing_kept(
    filled, id, verdict, changes, words
):
    with pytest.raises(InputError, match=words) as caught:
        filled.judge(id or listed(filled)[0]["id"], verdict, ANA, changes=changes)

    assert caught.value.hint
    assert filled.history() == []


def test_undo_and_redo_of_single_acts(filled):
    first, second, _ = (row["id"] for row in listed(filled))
    filled.judge(first, Verdict.REJECT, ANA)
    filled.judge(second, Verdict.ACCEPT, BEN)

    def statuses():
        return [row["status"] for row in listed(filled)]

    filled.undo(by="Ana")
    assert statuses() == ["open", "accepted", "open"]
    filled.undo()
    assert statuses() == ["open", "open", "open"]
    filled.redo()
    filled.redo()
    assert statuses() == ["rejected", "accepted", "open"]
    with pytest.raises(InputError, match="nothing to redo"):
        filled.redo()


def test_redo_does_not_go_over_what_was_done_since(filled):
    first, second, _ = (row["id"] for row in listed(filled))
    filled.judge(first, Verdict.REJECT, ANA)
    filled.undo()
    filled.judge(second, Verdict.REJECT, ANA)

    with pytest.raises(InputError, match="since the undo, Ana did"):
        filled.redo()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=st.lists(st.sampled_from(["accept", "reject", "undo", "redo"]), max_size=12))
def test_undo_and_redo_keep_to_a_simple_stack(filled, moves):
    id = listed(filled)[0]["id"]
    for step in filled.history():
        if step.retracted_at is None:
            filled.undo()
    done, undone = [], []
    for move in moves:
        if move in ("accept", "reject"):
            filled.judge(id, Verdict(move), ANA)
            done.append(move)
            undone.clear()
        elif move == "undo" and done:
            filled.undo()
            undone.append(done.pop())
        elif move == "redo" and undone:
            filled.redo()
            done.append(undone.pop())

    assert listed(filled)[0]["status"] == (f"{done[-1]}ed" if done else "open")


def test_a_new_run_takes_the_place_of_the_old_and_keeps_what_people_judged(filled):
    one = document()
    kept, gone, found_again = (row["id"] for row in listed(filled))
    filled.judge(kept, Verdict.ACCEPT, ANA)
    filled.judge(gone, Verdict.REJECT, ANA)
    newer = filled.begin("analyse", MODEL, {"model": 2}, resume=True)
    filled.keep(newer, [rescored(annotated(one, SAID[2:]), 0.5)])

    rows = {row["id"]: row for row in listed(filled)}
    assert set(rows) == {kept, found_again}
    assert rows[found_again]["score"] == 0.5
    filled.undo(run=newer)
    rows = {row["id"]: row["score"] for row in listed(filled)}
    assert rows == {kept: 0.9, gone: 0.9, found_again: 0.9}
    filled.redo(run=newer)
    assert len(listed(filled)) == 2


def test_undo_of_an_add_hides_its_documents_until_redo_or_another_add(corpus):
    run = corpus.begin("add", READER, {})
    corpus.add([document()], run)
    read = corpus.begin("analyse", MODEL, {})
    corpus.keep(read, [annotated(document())])

    corpus.undo(run=run)
    assert (corpus.count_documents(), listed(corpus)) == (0, [])
    corpus.redo(run=run)
    assert (corpus.count_documents(), len(listed(corpus))) == (1, 3)
    corpus.undo(run=run)
    assert outcomes(corpus, document()) == [Outcome.ADDED]
    assert corpus.count_documents() == 1


def test_marks_go_along_to_a_corrected_article_where_the_words_still_stand(filled):
    kept, lost, _ = (row["id"] for row in listed(filled))
    filled.judge(kept, Verdict.ACCEPT, ANA)
    filled.judge(lost, Verdict.REJECT, ANA)
    corrected = document("CORRECTED. " + TEXT.replace("denied that they would pay", "kept silent"))
    (added,) = filled.add([corrected], filled.begin("add", READER, {}))

    assert added.outcome is Outcome.CORRECTED
    assert added.marks == {"carried": 1, "unattached": 1}
    (row,) = listed(filled)
    assert row["document_id"] == corrected.id
    assert row["content"] == "the canal must stay open"
    assert corrected.text[row["start"] : row["end"]] == row["content"]
    assert row["status"] == "accepted"
    (loose,) = filled.unattached()
    assert loose["statement_id"] == lost


def test_a_mark_does_not_move_to_a_look_alike(filled):
    id = listed(filled)[0]["id"]
    filled.judge(id, Verdict.ACCEPT, ANA)
    said = "Minister Ada Holm said the canal must stay open."
    corrected = document(f"{said}\n\n{said}\n\nNothing else.")
    (added,) = filled.add([corrected], filled.begin("add", READER, {}))

    assert added.marks == {"carried": 0, "unattached": 1}


def test_the_new_version_is_analysed_and_judgements_stay(filled):
    filled.judge(listed(filled)[0]["id"], Verdict.ACCEPT, ANA)
    corrected = document("CORRECTED. " + TEXT)
    filled.add([corrected], filled.begin("add", READER, {}))
    run = filled.begin("analyse", MODEL, {"model": 1}, resume=True)
    filled.keep(run, [annotated(one) for one in filled.unread(run)])

    assert [row["status"] for row in listed(filled)] == ["accepted", "open", "open"]
    assert {row["document_id"] for row in listed(filled)} == {corrected.id}


def test_an_undone_correction_brings_the_old_version_back(filled):
    run = filled.begin("add", READER, {})
    filled.add([document("CORRECTED. " + TEXT)], run)
    filled.undo(run=run)

    assert [one.text for one in filled.documents()] == [TEXT]
    assert len(listed(filled)) == 3


def version(text, day):
    return document(text, published=datetime(2031, 3, day))


def test_an_article_that_is_put_back_is_shown_as_it_was(filled):
    filled.judge(listed(filled)[0]["id"], Verdict.ACCEPT, ANA)
    changed = TEXT.replace("a new treaty", "an old treaty")
    (second,) = filled.add([version(changed, 17)], filled.begin("add", READER, {}))
    run = filled.begin("add", READER, {})
    (third,) = filled.add([version(TEXT, 18)], run)

    assert (second.outcome, third.outcome) == (Outcome.CORRECTED, Outcome.CORRECTED)
    assert third.replaces_id == second.id
    assert third.marks == {"carried": 1, "unattached": 0}
    (shown,) = filled.documents()
    assert (shown.text, shown.published.day) == (TEXT, 18)
    again = filled.begin("add", READER, {})
    found = filled.add([version(TEXT, 16), version(changed, 17), version(TEXT, 18)], again)
    assert {one.outcome for one in found} == {Outcome.KNOWN}
    filled.undo(run=run)
    assert [one.text for one in filled.documents()] == [changed]
    filled.redo(run=run)
    assert [one.text for one in filled.documents()] == [TEXT]


def test_an_old_copy_that_is_added_once_more_puts_nothing_back(filled):
    changed = version(TEXT + " More.", 17)
    filled.add([changed], filled.begin("add", READER, {}))
    for copy in (document(), version(TEXT, 17), document(published=None)):
        assert filled.add([copy], filled.begin("add", READER, {}))[0].outcome is Outcome.KNOWN

    assert [one.text for one in filled.documents()] == [changed.text]


def test_a_coder_is_entered_once_whoever_comes_first(filled):
    id = listed(filled)[0]["id"]
    filled.judge(id, Verdict.ACCEPT, ANA)
    filled.judge(id, Verdict.ACCEPT, ANA)
    with filled.reading() as connection:
        names = connection.execute(sql("SELECT name, kind FROM coder ORDER BY name")).all()

    assert names == [("Ana", "person"), ("model", "model"), ("reader", "model")]
    assert CoderKind(names[0][1]) is CoderKind.PERSON
