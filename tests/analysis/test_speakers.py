"""Who speaks: names, roles, offices, pronouns, lists, groups, documents; each with a reason."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.analysis.speakers import SpeakerResolver
from counterpoint.types import (
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Span,
    SpeakerType,
    Statement,
)


@pytest.fixture(scope="module")
def resolver():
    return SpeakerResolver.load()


def statement(text, source, content="", *, nth=0):
    at = -1
    for _ in range(nth + 1):
        at = text.index(source, at + 1)
    span = Span(at, at + len(source))
    said = (Span(text.index(content), text.index(content) + len(content)),) if content else ()
    attribution = Attribution((span,), (), said, Manner.INDIRECT, 1.0)
    return Statement(f"{source}{at}", "d", attribution)


def speakers(resolver, text, *sources, authors=()):
    made = [
        statement(text, *source) if isinstance(source, tuple) else statement(text, source)
        for source in sources
    ]
    document = Document("d", text, authors=authors)
    resolved = resolver.resolve(AnnotatedDocument(document, statements=tuple(made)))
    return [one.speaker for one in resolved.statements]


def speaker(resolver, text, source, **more):
    return speakers(resolver, text, source, **more)[0]


MINISTRY = (
    "Norway's Fisheries Ministry spokesperson Kari Holm said the quota was fair. "
    "Holm told reporters in Oslo that the talks would go on."
)


def test_possessives_give_person_organisation_and_country(resolver):
    found = speaker(resolver, MINISTRY, "Norway's Fisheries Ministry spokesperson Kari Holm")

    assert (found.name, found.type) == ("Kari Holm", SpeakerType.PERSON)
    assert found.role == "spokesperson"
    assert found.organisation == "Fisheries Ministry"
    assert found.country == "Norway"


def test_family_name_alone_is_the_fullest_form(resolver):
    found = speaker(
        resolver,
        MINISTRY,
        (
            "Holm",
            "",
        ),
        authors=(),
    )
    later = statement(MINISTRY, "Holm", nth=1)
    resolved = resolver.resolve(
        AnnotatedDocument(Document("d", MINISTRY), statements=(later,))
    ).statements[0]

    assert found.name == resolved.speaker.name == "Kari Holm"
    assert resolved.speaker.reason == (
        "'Holm' = Kari Holm: the fullest form of the name in this document"
    )


def test_apposition_tells_role_and_organisation(resolver):
    text = (
        "The ferry will sink the budget, said Peter Dunn, an economist at the University of Leeds. "
        "Dunn wants it stopped."
    )
    found = speaker(resolver, text, "Peter Dunn, an economist at the University of Leeds")

    assert found.name == "Peter Dunn"
    assert "economist" in found.role
    assert "Leeds" in found.organisation


def test_a_name_behind_an_office_is_a_person(resolver):
    text = (
        "Belmora's Foreign Ministry spokesperson Ines Okar rejected the accusation."
        " “The locks were closed for repairs,” she said."
    )

    named, she = speakers(
        resolver, text, "Belmora's Foreign Ministry spokesperson Ines Okar", "she"
    )

    assert (named.name, named.type) == ("Ines Okar", SpeakerType.PERSON)
    assert she.name == "Ines Okar"


def test_a_whole_name_goes_before_a_part_that_reaches_into_it(resolver):
    text = "Arvanian Transport Minister Jonas Veil told reporters that the locks are closed."

    (veil,) = speakers(resolver, text, "Arvanian Transport Minister Jonas Veil")

    assert (veil.name, veil.type) == ("Jonas Veil", SpeakerType.PERSON)


def test_a_minister_of_a_country_is_of_no_body_of_that_name(resolver):
    source = "Indonesian Trade Minister Budi Santoso"

    found = speaker(resolver, f"{source} told reporters that the ports are open.", source)

    assert (found.name, found.role) == ("Budi Santoso", "Trade Minister")
    assert (found.organisation, found.country) == ("", "Indonesia")


def test_office_before_a_comma(resolver):
    text = "The port's director, Anna Weber, said ships would wait. Weber was calm."
    found = speaker(resolver, text, "The port's director, Anna Weber")

    assert found.name == "Anna Weber"
    assert found.role.endswith("director")


def test_nationality_word_tells_the_country(resolver):
    text = "Chilean President Rosa Vidal said on Monday that copper would stay public."

    assert speaker(resolver, text, "Chilean President Rosa Vidal").country == "Chile"


@pytest.mark.parametrize(
    "office", [pytest.param("the NATO chief", id="same-organisation")], ids=str
)
def test_office_stands_for_its_holder(resolver, office):
    text = (
        "NATO Secretary General Erik Lund arrived in Riga on Sunday. Latvia wants more troops. "
        f"On Monday {office} said that none would come."
    )
    found = speaker(resolver, text, office)

    assert found.name == "Erik Lund"
    assert found.organisation == "NATO"
    assert "NATO Secretary General" in found.reason or "named" in found.reason


def test_pronoun_with_a_reason(resolver):
    text = "Maria Lopez opened the new bridge on Friday. She said that it would last for a century."
    found = speaker(resolver, text, "She")

    assert found.name == "Maria Lopez"
    assert found.reason.startswith("'She' = Maria Lopez: ")
    assert "sentence before" in found.reason


def test_pronouns_heed_gender(resolver):
    text = "Maria Lopez met John Carter on Friday. He said the bridge was ugly."

    assert speaker(resolver, text, "He").name == "John Carter"


def test_first_person_within_a_statement_is_its_speaker(resolver):
    text = "“I told them that I think the dam is safe,” said Ivan Petrov, an engineer."
    outer = statement(text, "Ivan Petrov", "I told them that I think the dam is safe")
    inner = statement(text, "I think"[:1], "the dam is safe", nth=1)
    document = Document("d", text)
    resolved = resolver.resolve(AnnotatedDocument(document, statements=(outer, inner)))

    assert resolved.statements[1].speaker.name == "Ivan Petrov"
    assert "the speaker of the words around it" in resolved.statements[1].speaker.reason


def test_first_person_outside_quotations_is_the_author(resolver):
    text = "I believe that the tunnel was a mistake. Nobody uses it."
    found = speaker(resolver, text, "I", authors=("Jo Gray",))

    assert (found.name, found.type) == ("Jo Gray", SpeakerType.AUTHOR)


def test_first_person_with_a_place_is_the_same_person(resolver):
    text = "We in Arvania believe that the tunnel was a mistake."
    found = speaker(resolver, text, "We in Arvania", authors=("Jo Gray",))

    assert (found.name, found.type) == ("Jo Gray", SpeakerType.AUTHOR)


def test_list_of_countries(resolver):
    text = "France and Germany opposed the plan. Countries including Spain and Italy backed it."
    both, some = speakers(
        resolver, text, "France and Germany", "Countries including Spain and Italy"
    )

    assert (both.name, both.type) == ("France and Germany", SpeakerType.COUNTRY)
    assert some.name == "Spain and Italy"


def test_collective_speakers_stay_unnamed(resolver):
    text = "Senior Japanese officials said on Tuesday that the yen was too weak."
    found = speaker(resolver, text, "Senior Japanese officials")

    assert (found.name, found.type) == ("Senior Japanese officials", SpeakerType.GROUP)
    assert found.country == "Japan"
    assert "does not name them" in found.reason


@pytest.mark.parametrize(
    ("source", "country"),
    [
        ("American officials and European envoys", ""),
        ("American and Chinese officials", ""),
        ("American soldiers and officials", "United States"),
        ("American officials", "United States"),
    ],
)
def test_two_groups_do_not_share_the_country_of_one(resolver, source, country):
    found = speaker(resolver, f"{source} said that the deal was close.", source)

    assert (found.name, found.country) == (source, country)


def test_a_source_ends_before_the_clause_about_it(resolver):
    text = "A spokesman for the ministry, who asked not to be named, said it was over."
    found = speaker(resolver, text, "A spokesman for the ministry, who")

    assert found.name == "spokesman for the ministry"


def test_they_are_a_people_that_was_named_and_never_one_person(resolver):
    text = "The Kurds met Ann Lee in Paris. They said that the talks were good."
    alone = "The minister met Ann Lee in Paris. They said that the talks were good."

    assert speaker(resolver, text, "They").name == "Kurds"
    assert speaker(resolver, alone, "They") is None


def test_nobody_is_invented_for_an_indefinite_person(resolver):
    text = "Ann Lee left early. A spokesman for the bank said that the books were in order."
    found = speaker(resolver, text, "A spokesman for the bank")

    assert found.type is SpeakerType.GROUP
    assert found.name == "spokesman for the bank"
    assert found.role.startswith("spokesman")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("the Fair Water Act", "Fair Water Act", id="law"),
        pytest.param("a government report", "government report", id="report"),
    ],
)
def test_documents_speak(resolver, source, name):
    text = f"In 2019 {source} stated that rivers belong to everybody in the country."
    found = speaker(resolver, text, source)

    assert (found.name, found.type) == (name, SpeakerType.DOCUMENT)


def test_capital_stands_for_its_country(resolver):
    text = "China cut its tariffs in May. Beijing said that it hoped for an answer."
    found = speaker(resolver, text, "Beijing")

    assert (found.name, found.type) == ("China", SpeakerType.COUNTRY)
    assert "seat of its government" in found.reason


def test_doubtful_capital_needs_its_country(resolver):
    text = "Kingston said in a letter that it would pay the hotel bill in full."

    assert speaker(resolver, text, "Kingston").name != "Jamaica"


def test_mentions_carry_full_names(resolver):
    resolved = resolver.resolve(AnnotatedDocument(Document("d", MINISTRY)))
    named = {(m.span.of(MINISTRY), m.name, m.type) for m in resolved.mentions}

    assert ("Holm", "Kari Holm", SpeakerType.PERSON) in named
    assert ("Norway", "Norway", SpeakerType.COUNTRY) in named


def test_a_text_without_words(resolver):
    empty = AnnotatedDocument(Document("d", " \n "))

    assert resolver.resolve(empty) == empty


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="Ann Lee said “he”.\n\u200f\u200d’'(", max_size=80))
def test_mentions_lie_in_the_text_in_order(text):
    resolved = SpeakerResolver.load().resolve(AnnotatedDocument(Document("d", text)))
    spans = [mention.span for mention in resolved.mentions]

    assert spans == sorted(spans)
    assert all(span.end <= len(text) and len(span) > 0 for span in spans)


@pytest.mark.parametrize(
    ("text", "source", "name", "kind"),
    [
        pytest.param("Countries including Callis", "Countries including Callis", "Callis",
                     SpeakerType.COUNTRY, id="unknown country"),
        pytest.param("Countries including Callis", "Countries including", "Callis",
                     SpeakerType.COUNTRY, id="source that breaks off"),
        pytest.param("Countries such as Norway and Chile", "Countries such as", "Norway and Chile",
                     SpeakerType.COUNTRY, id="two known ones"),
        pytest.param("States, among them Norway,", "States, among them Norway", "Norway",
                     SpeakerType.COUNTRY, id="among them"),
        pytest.param("People including Ann Lund", "People including Ann Lund", "Ann Lund",
                     SpeakerType.PERSON, id="person"),
        pytest.param("Countries", "Countries", "Countries", SpeakerType.GROUP, id="nobody named"),
    ],
)  # fmt: skip
def test_examples_of_a_group_speak_for_it(resolver, text, source, name, kind):
    found = speaker(resolver, f"{text} opposed the patrols at the spring meeting.", source)

    assert (found.name, found.type) == (name, kind)


TRANSCRIPT = (
    "Press Room\n\nMS. ROE: Good morning. I think that the bill is fair.\n\nQ Why do you think so?"
    "\n\nMS. ROE: Read it.\n\nTHE PRESIDENT: I wrote it.\n\nMODERATOR: Thank you."
)


def test_turns_are_statements_of_their_speakers(resolver):
    title = "Briefing by Press Secretary Ann Roe and Remarks by President Joe Doe"
    resolved = resolver.resolve(AnnotatedDocument(Document("d", TRANSCRIPT, title=title)))
    turns = [(one.speaker.name, one.attribution.manner) for one in resolved.statements]

    assert [name for name, _ in turns] == ["Ann Roe", "reporter", "Ann Roe", "Joe Doe", "moderator"]
    assert {manner for _, manner in turns} == {Manner.DIRECT}
    assert resolved.statements[0].speaker.reason.startswith("the mark 'MS. ROE' = Ann Roe")


def test_marks_decide_first_and_second_person(resolver):
    text = "Why did you leave? I was tired. Would you come back?"
    sentences = [Span(0, 18), Span(19, 31), Span(32, len(text))]
    targets = [Span(8, 11), Span(19, 20), Span(38, 41)]
    _, found = resolver.resolve_targets(
        text, targets, sentences=sentences, marks=["Host", "NoraBell", "Host"]
    )

    assert found == ["Nora Bell", "Nora Bell", "Nora Bell"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        pytest.param("Holm's campaign", "Kari Holm's campaign", id="campaign"),
        pytest.param("Holm aides", "Kari Holm aides", id="aides"),
    ],
)
def test_what_belongs_to_a_person_is_not_the_person(resolver, source, name):
    text = f"Kari Holm lost the vote. {source} said that the count was wrong."
    found = speaker(resolver, text, source)

    assert found.name == name
    assert found.type is not SpeakerType.PERSON


def test_titles_tell_people_of_one_family_name_apart(resolver):
    text = (
        "Robert Novak praised his wife, Helen Novak. Helen Novak thanked him. "
        "Mr. Novak said that the shop would stay open."
    )

    assert speaker(resolver, text, "Mr. Novak").name == "Robert Novak"


def test_somebodys_aide_is_not_the_person(resolver):
    text = "Former Mayor Ruth Stone stayed away. The former mayor's spokeswoman said she was ill."

    assert speaker(resolver, text, "The former mayor's spokeswoman").name != "Ruth Stone"


@pytest.mark.parametrize("pronoun", ["I’m", "I'm", "We’ve", "I’d"])
def test_a_contracted_pronoun_is_the_pronoun(resolver, pronoun):
    text = f"{pronoun} told that the bridge would open."

    assert speaker(resolver, text, pronoun).type is SpeakerType.AUTHOR


def _seconds(resolver, text):
    begun = time.process_time()
    resolver.resolve(AnnotatedDocument(Document("d", text)))
    return time.process_time() - begun


def _crowd(count):
    draw = random.Random(7)
    given = "Ann Bob Carl Dora Eve Finn Gus Ida".split()
    families = [
        "".join(draw.choices(["ba", "lu", "ko", "ri"], k=4)).capitalize() for _ in range(99)
    ]
    words = [
        "He" if draw.random() < 0.5 else f"{draw.choice(given)} {draw.choice(families)}"
        for _ in range(count)
    ]
    return " ".join(words)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mr. " * 20_000, id="a title alone"),
        pytest.param("He " * 20_000, id="a pronoun alone"),
        pytest.param(_crowd(14_000), id="names and pronouns"),
    ],
)
def test_time_grows_with_the_text_and_no_faster(resolver, text):
    _seconds(resolver, text[:2_000])
    quarter = _seconds(resolver, text[: len(text) // 4])
    whole = _seconds(resolver, text)

    assert whole < 8 * quarter + 1  # four times the text; the square would be sixteen


def test_a_pronoun_in_a_crowd_is_still_the_one_named_before(resolver):
    crowd = ". ".join(f"Ann Lund saw Bob Vik{letter}o" for letter in "abcdefghijklmnopqrst" * 4)
    text = f"{_crowd(400)}.\n\n{crowd}.\n\nThe boat came. Karl Holm laughed. He said it sank."
    last = Span(text.rindex("He said"), text.rindex("He said") + 2)
    _, names = resolver.resolve_targets(text, [last])

    assert names == ["Karl Holm"]


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("The border measures President Ada Holm announced, she said, are good.", "President", ""),
        ("My colleague Admiral Ada Holm said so.", "Admiral", ""),
        ("Former President Ada Holm said so.", "Former President", ""),
        ("National Security Advisor Ada Holm said so.", "National Security Advisor", ""),
    ],
)
def test_an_office_is_neither_what_stands_before_it_nor_a_body(resolver, text, role, organisation):
    found = speaker(resolver, text, "Ada Holm")

    assert (found.role, found.organisation) == (role, organisation)


def test_who_speaks_for_the_house_whose_transcript_it_is(resolver):
    text = "MS. HOLM: Good day.\n\nQ Why?\n\nMS. HOLM: Because.\n\nMR. REED: Thank you."
    title = "Press Briefing by Press Secretary Ada Holm and Energy Advisor Tom Reed, May 9"

    def read(outlet):
        document = Document("d", text, title=title, outlet=outlet)
        found = resolver.resolve(AnnotatedDocument(document)).statements
        told = {one.speaker.name: one.speaker for one in found}
        return told["Ada Holm"], told["Tom Reed"]

    holm, reed = read("The White House")
    assert (holm.role, holm.organisation, holm.country) == (
        "Press Secretary",
        "White House",
        "United States",
    )
    assert "whose text it is" in holm.reason
    assert (reed.role, reed.organisation) == ("Energy Advisor", "")
    assert read("The Daily Holt")[0].organisation == ""


def test_the_president_is_not_the_first_lady_of_the_same_name(resolver):
    text = (
        "First Lady Ada Holm opened the school. President Holm said that it was time. "
        "Holm smiled, and the first lady left."
    )
    first, second = speakers(resolver, text, "First Lady Ada Holm", "President Holm")

    assert first.name == "Ada Holm"
    assert second.name == "Holm"


def test_the_president_named_time_and_again_is_no_namesake(resolver):
    text = (
        "President Holm spoke at noon. President Holm was calm. The press asked about Tom Holm, "
        "a fisher. President Holm laughed. President Holm said that it was late."
    )
    president, fisher = speakers(
        resolver,
        text,
        (
            "President Holm",
            "",
        ),
        "Tom Holm",
    )

    assert (president.name, fisher.name) == ("Holm", "Tom Holm")


def test_the_president_is_the_one_whom_the_text_calls_so_once(resolver):
    text = "Tom Holm, the president, spoke at noon. President Holm said that it was late."

    assert speaker(resolver, text, "President Holm").name == "Tom Holm"
