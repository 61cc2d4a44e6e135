"""One command from texts to a map: what stands on the page can be counted and opened again."""

import csv
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli
from counterpoint.errors import InputError
from counterpoint.models.gazetteer import built_in
from counterpoint.store.samples import drawn_ids
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Mention,
    Span,
    Speaker,
    SpeakerType,
    Statement,
)
from counterpoint.types.judgement import Coder, Verdict
from counterpoint.types.position import Codebook, Concept
from counterpoint.workflow.annotate import ReadingOptions
from counterpoint.workflow.corpus import Corpus
from counterpoint.workflow.demo import GAZETTEER, lay_out
from counterpoint.workflow.map import MapOptions, make_map
from counterpoint.workflow.map_actors import DocumentActors, Naming, actors_of, add_named
from counterpoint.workflow.map_offices import offices_of
from counterpoint.workflow.map_people import People
from counterpoint.workflow.map_ties import (
    Tie,
    Whole,
    lifted,
    on_own_side,
    spokespeople_of,
    wholes_of,
)
from counterpoint.workflow.map_words import surety
from counterpoint.workflow.samples import SampleFor, draw_statements

NAMING = Naming(built_in(), People({}, {}))
HOSTILE = (
    "Mayor <script>document.title='broken'</script> Ada Holm said that Belmora is a threat.\n"
    "“<img src=x onerror=alert(1)>,” Ada Holm said of Arvania. Ola Vik denounced Ada Holm.\n"
)


def words_of(path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")))


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The bundled texts and their map."""
    folder = tmp_path_factory.mktemp("demo")
    texts = [str(path) for path in lay_out(folder / "texts")]
    gazetteer = str(folder / "texts" / GAZETTEER)
    options = MapOptions(reading=ReadingOptions(gazetteer=gazetteer))
    return make_map(texts, folder / "map", options=options), folder / "map", options


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name == "href"]


def test_every_link_leads_to_something_that_is_there(demo):
    _, folder, _ = demo
    links = Links()
    links.feed((folder / "index.html").read_text(encoding="utf-8"))
    broken = []
    for link in links.found:
        name, _, part = link.partition("#")
        target = folder / name if name else folder / "index.html"
        if not target.is_file() or (part and f'id="{part}"' not in target.read_text("utf-8")):
            broken.append(link)

    assert broken == []
    assert "reading-view.html" in links.found
    assert "network-country.html#tie-1" in links.found


def accusations(folder):
    ends = ("Arvania", "Belmora")
    found = rows_of(folder / "positions.csv")
    return [row for row in found if (row["source"], row["target"]) == ends]


def test_the_accusation_is_a_tie_that_opens_its_sentence(demo):
    _, folder, _ = demo
    found = accusations(folder)

    assert {row["stance"] for row in found} == {"-1"}
    assert found[0]["words"] in words_of(folder / "network-country.html")


def test_what_one_sentence_says_of_two_members_of_a_country_counts_once():
    def tie(source, kind, start=0):
        ends = (source, kind, "Russia", SpeakerType.COUNTRY)
        return Tie("t1", *ends, -1, 0.9, "d1", start, start + 9, "a warning")

    told = {"Ada Holm": Whole(country="Arvania")}
    person, country = SpeakerType.PERSON, SpeakerType.COUNTRY
    ties = [tie("Ada Holm", person), tie("Arvania", country), tie("Arvania", country, 50)]
    ties.append(tie("Ola Vik", person))
    found, lost = lifted(ties, "country", told)

    assert [(source, target) for _, source, target in found] == [("Arvania", "Russia")] * 2
    assert lost == 1


def test_the_page_counts_what_the_tables_hold(demo):
    made, folder, _ = demo
    page = words_of(folder / "index.html")
    sides = rows_of(folder / "positions.csv")

    assert f"They hold {len(rows_of(folder / 'tables' / 'statements.csv'))} statements" in page
    assert f"In {len({(row['document_id'], row['start']) for row in sides})} sentences" in page
    assert "3 documents from 2031-03-15 to 2031-03-16 (1 without a date)" in page
    assert made.counts.sides == len(sides)


def test_it_says_how_sure_it_is_with_the_figures_of_the_card(demo):
    _, folder, _ = demo
    page = words_of(folder / "index.html")

    assert "No person has judged any statement" in page
    assert re.search(r"\(DSE, dev part: .*?\), [\d.]+ % of its answers are right", page)
    assert "the intervals come from what the model" in page
    assert re.search(r"Of all sides \d+ % are for somebody as counted, \d+ % as corrected", page)


def test_run_again_it_reads_nothing_twice_and_heeds_what_people_rejected(demo, tmp_path):
    made, folder, options = demo
    again = tmp_path / "map"
    shutil.copytree(folder, again)
    place = str(again / "corpus.counterpoint")
    (wrong,) = {row["statement_id"] for row in accusations(folder)}
    with Corpus(place) as corpus:
        corpus.judge(wrong, Verdict.REJECT, Coder("ada"))
    told = []
    second = make_map([place], again, options=options, tell=told.append)

    assert "Found statements: 0 new, 3 documents read before." in told
    assert second.counts.statements == made.counts.statements - 1
    assert accusations(again) == []
    page = words_of(again / "index.html")
    assert "People have judged 1 statement" in page
    assert "1 statement that people rejected" in page


def test_a_text_without_statements_gives_a_page_that_says_so(tmp_path):
    text = tmp_path / "list.txt"
    text.write_text("Eggs, milk and four apples.\n", encoding="utf-8")
    make_map([str(text)], tmp_path / "map")

    assert "Nothing was found" in words_of(tmp_path / "map" / "index.html")
    assert rows_of(tmp_path / "map" / "positions.csv") == []


def test_texts_in_other_languages_are_counted_as_left_out(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text(
        "Die Ministerin sagte am Montag, dass der Kanal offen bleiben muss. Der Sprecher der "
        "Behörde widersprach ihr und nannte die Reparaturen dringend notwendig.\n",
        encoding="utf-8",
    )
    make_map([str(text)], tmp_path / "map")

    assert "1 document not in English (de: 1)" in words_of(tmp_path / "map" / "index.html")


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("“No,” Ada Holm said.\n", encoding="utf-8")

    with pytest.raises(InputError, match="is a file"):
        make_map([str(text)], text)


def test_a_corpus_is_mapped_alone(demo, tmp_path):
    _, folder, _ = demo
    corpus = str(folder / "corpus.counterpoint")

    with pytest.raises(InputError, match="mapped alone"):
        make_map([corpus, "more.txt"], tmp_path / "map")


def test_the_command_reads_what_it_can_and_leaves_with_three(tmp_path):
    texts = lay_out(tmp_path / "texts")
    gone = tmp_path / "gone.txt"
    arguments = ["map", str(texts[1]), str(gone), "-o", str(tmp_path / "map")]
    done = CliRunner().invoke(cli, arguments)

    assert done.exit_code == 3
    assert "gone.txt" in done.stderr
    assert f"Open {tmp_path / 'map' / 'index.html'}" in done.stderr
    assert "1 input could not be read" in words_of(tmp_path / "map" / "index.html")


def test_nothing_readable_is_an_error_with_a_way_out(tmp_path):
    with pytest.raises(InputError, match="no document to read") as error:
        make_map([str(tmp_path / "gone.txt")], tmp_path / "map")

    assert "name files" in error.value.hint


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=quiet)
        yield running
        running.close()


@pytest.mark.browser
def test_accessible_narrow_and_without_a_script(browser, demo):
    from axe_playwright_python.sync_playwright import Axe

    _, folder, _ = demo
    page = (folder / "index.html").as_uri()
    tab = browser.new_page(bypass_csp=True)
    tab.goto(page)
    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    plain = browser.new_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    plain.goto(page)
    plain.locator('a[href="network-country.html#tie-1"]').click()

    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []
    assert plain.url.endswith("network-country.html#tie-1")
    narrow = browser.new_page(viewport={"width": 320, "height": 640})
    narrow.goto(page)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    assert narrow.evaluate("[...document.images].every((one) => one.naturalWidth > 0)")


@pytest.mark.browser
def test_hostile_text_is_inert(browser, tmp_path):
    text = tmp_path / "evil.txt"
    text.write_text(HOSTILE, encoding="utf-8")
    make_map([str(text)], tmp_path / "map")
    tab = browser.new_page()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / "map" / "index.html").as_uri())

    assert tab.title() == "Who sides with whom"
    assert tab.locator("script").count() == 0
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []


def test_a_judged_sample_corrects_the_page_and_says_so(demo, tmp_path):
    _, folder, options = demo
    again = tmp_path / "map"
    shutil.copytree(folder, again)
    place = str(again / "corpus.counterpoint")
    with Corpus(place) as corpus:
        draw_statements(corpus, SampleFor(network=True, size=45))
        with corpus.reading() as connection:
            ids = sorted(drawn_ids(connection))
        for id in ids:
            corpus.judge(id, Verdict.ACCEPT, Coder("Ana"))

    make_map([place], tmp_path / "map", options=options)
    page = words_of(again / "index.html")

    assert "45 of 45 statements that were drawn have been judged" in page
    assert "the ties are corrected by these judgements" in page


def test_without_intervals_the_page_says_none(demo, tmp_path):
    _, folder, options = demo
    again = tmp_path / "map"
    shutil.copytree(folder, again)

    make_map([str(again / "corpus.counterpoint")], again, options=replace(options, intervals=False))

    assert "Intervals were not asked for." in words_of(again / "index.html")
    assert "95 % interval" not in words_of(again / "index.html")


def test_concepts_of_a_codebook_are_on_the_page_with_their_shares(demo, tmp_path):
    _, folder, options = demo
    again = tmp_path / "map"
    shutil.copytree(folder, again)
    concept = Concept("The canal", "The canal should stay open to ships of every country.")
    book = Codebook((concept,), "canal")

    make_map([str(again / "corpus.counterpoint")], again, options=replace(options, codebook=book))
    page = words_of(again / "index.html")

    assert "On concepts" in page
    assert re.search(
        r"The canal: \d+ % of the positions agree as counted, \d+ % as corrected", page
    )
    assert (again / "network-concept.graphml").is_file()


def test_ties_that_are_sure_of_their_sign_are_told_in_a_sentence():
    assert surety(0, 0) == ()
    assert surety(2, 5)[0].startswith("2 of 5 ties are sure of their sign")
    assert surety(1, 1) == ("The tie is sure of its sign: its 95 % interval does not hold zero.",)


def test_standing_up_for_the_own_is_no_side_but_standing_against_it_is():
    wholes = {
        "Ada Holm": Whole("Foreign Ministry", "Belmora"),
        "Eva Moss": Whole("Presidency", "Belmora"),
        "Jon Reed": Whole("Presidency", "Belmora"),
    }

    def own(source, target, sign=1, kind=SpeakerType.COUNTRY):
        tie = Tie("t1", source, SpeakerType.PERSON, target, kind, sign, 0.9, "d", 0, 9, "...")
        return on_own_side(tie, wholes, {"Eva Moss"})

    assert own("Ada Holm", "Belmora")
    assert own("Ada Holm", "Foreign Ministry", kind=SpeakerType.ORGANISATION)
    assert own("Eva Moss", "Jon Reed", kind=SpeakerType.PERSON)  # who speaks for the president
    assert not own("Ada Holm", "Jon Reed", kind=SpeakerType.PERSON)
    assert not own("Ada Holm", "Belmora", sign=-1)
    assert own("Eva Moss", "Belmora", sign=-1)  # whose office it is to speak for it
    assert not own("Eva Moss", "Jon Reed", sign=-1, kind=SpeakerType.PERSON)
    assert not own("Ada Holm", "Arvania")
    assert not own("Ola Vik", "Belmora")  # of whom nothing is known


def test_who_has_a_turn_in_what_a_government_publishes_speaks_for_it():
    def spokes(outlet, cue, country="United States"):
        speaker = Speaker("Holm", SpeakerType.PERSON, "Director", "", country)
        text = "MS. HOLM: We agree."
        said = Attribution((Span(0, 8),), (cue,), (Span(10, 19),), Manner.DIRECT, 1.0)
        document = Document("d", text, outlet=outlet)
        statements = (Statement("s", "d", said, speaker),)
        documents = [AnnotatedDocument(document, statements=statements)]
        people = People({}, {"holm": "Ada Holm"})
        if country == "United States":
            assert wholes_of(documents, built_in(), people)["Ada Holm"].country == country
        return spokespeople_of(documents, built_in(), people)

    turn = Span(8, 9)
    assert spokes("White House", turn) == {"Ada Holm"}
    assert not spokes("White House", Span(13, 18))  # who is only quoted there
    assert not spokes("White House", turn, country="Kenya")
    assert not spokes("Daily Mail", turn)


@pytest.mark.parametrize(
    "name",
    [
        *("United S", "Member States", "Special Representative", "Peace and", "Jr. General", "God"),
        *("Dear President", "His Board — the chair, myself", "Board <s>"),
    ],
)
def test_words_that_many_bodies_share_and_names_cut_off_are_nobody(name):
    actors = DocumentActors()
    add_named(actors, name, SpeakerType.ORGANISATION, NAMING)
    add_named(actors, "Harbour Board", SpeakerType.ORGANISATION, NAMING)

    assert list(actors.types) == ["Harbour Board"]


def spoken(text, *named, speaker=None, outlet=""):
    """A document in which these persons are named, and one of them speaks all of it."""
    mentions = [
        Mention(Span(at, at + len(name)), name, SpeakerType.PERSON)
        for name in named
        if (at := text.find(name)) >= 0
    ]
    colon = text.find(":")
    mark, cue = ((Span(0, colon),), (Span(colon, colon + 1),)) if colon >= 0 else ((), ())
    said = Attribution(mark, cue, (Span(0, len(text)),), Manner.DIRECT, 1.0)
    document = Document("d", text, outlet=outlet)
    statements = (Statement("s", "d", said, speaker),) if speaker else ()
    return AnnotatedDocument(document, mentions=tuple(mentions), statements=statements)


def test_parts_of_a_name_mean_who_is_named_in_full_in_the_same_text():
    people = People({}, {"holm": "Bo Holm", "ada": "Ada"})
    document = spoken("Ada Holm came. Thanks, Ada. Holm smiled.", "Ada Holm", "Ada", "Holm")
    mentions = (*document.mentions, Mention(Span(15, 18), "Ada", SpeakerType.PERSON))

    actors = actors_of(replace(document, mentions=mentions), built_in(), people)

    assert list(actors.types) == ["Ada Holm"]


def test_office_without_a_name_is_that_of_the_government_that_publishes():
    holm = Speaker("Ada Holm", SpeakerType.PERSON, "President", "White House", "United States")
    own = spoken("THE PRESIDENT: I thank all of you.", speaker=holm, outlet="White House")
    other = spoken("President Bo Roe lied. The president is angry.", "Bo Roe", outlet="White House")
    foreign = spoken(
        "President Bo Roe lied. The president is angry.", "Bo Roe", outlet="Daily Mail"
    )
    people = People({}, {})
    offices = offices_of([own, other, foreign], built_in(), people)

    def entities(document):
        held = offices.of(document.document, built_in())
        return {
            one.name: one.office for one in actors_of(document, built_in(), people, held).entities()
        }

    assert entities(other) == {"Ada Holm": "president", "Bo Roe": ""}
    assert entities(foreign) == {"Bo Roe": ""}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("NATO Allies", "North Atlantic Treaty Organization", id="allies"),
        pytest.param("EU Member States", "European Union", id="members"),
        pytest.param("Government of the Republic of Kenya", "Kenya", id="government-of"),
        pytest.param("Kenyan Government", "Kenya", id="government"),
        pytest.param("Harbour Allies", "Harbour Allies", id="of-nobody-known"),
        pytest.param("Harbour Government", "Harbour Government", id="government-of-no-country"),
    ],
)
def test_governments_are_their_country_and_allies_their_alliance(name, expected):
    actors = DocumentActors()
    add_named(actors, name, SpeakerType.ORGANISATION, NAMING)

    assert list(actors.types) == [expected]


def test_a_hyphen_between_two_families_makes_no_third_person():
    actors = DocumentActors()
    naming = Naming(built_in(), People({}, {"holm": "Ada Holm", "vik": "Tom Vik"}))
    for name in ("Holm-Vik", "Holm-Berg"):
        add_named(actors, name, SpeakerType.PERSON, naming)

    assert list(actors.types) == ["Holm-Berg"]


def test_a_family_name_means_whom_the_corpus_means_where_a_relative_is_named_once():
    text = "Holm spoke. Holm smiled. Holm sat down. Then Holm and Eva Holm left."
    mentions = [
        Mention(Span(found.start(), found.end()), found.group(), SpeakerType.PERSON)
        for found in re.finditer(r"(?:Eva )?Holm", text)
    ]
    document = AnnotatedDocument(Document("d", text), mentions=tuple(mentions))

    found = actors_of(document, built_in(), People({}, {"holm": "Ada Holm"}))

    assert found.counts == {"Ada Holm": 4, "Eva Holm": 1}


def test_a_given_name_alone_is_nobody_unless_a_title_stands_before_it():
    text = "Thanks, Kevin. Queen Margaret came."
    people = People({}, {})

    found = actors_of(spoken(text, "Kevin", "Margaret"), built_in(), people)

    assert list(found.types) == ["Margaret"]


def test_two_persons_in_one_name_are_two():
    actors = DocumentActors()
    people = People({}, {"reed": "Jon Reed"})
    add_named(actors, "Reed and Ada Holm", SpeakerType.PERSON, Naming(built_in(), people))

    assert list(actors.types) == ["Jon Reed", "Ada Holm"]


def test_a_family_name_alone_is_somebody_only_where_nobody_of_it_is_named_in_full():
    actors = DocumentActors()
    for name, times in (("Ada Holm", 4), ("HOLM", 5), ("Reed", 3), ("Tom Vik", 1), ("Vik", 9)):
        for _ in range(times):
            actors.add(name, SpeakerType.PERSON)

    assert [one.name for one in actors.entities()] == ["Vik", "Ada Holm", "Reed", "Tom Vik"]
