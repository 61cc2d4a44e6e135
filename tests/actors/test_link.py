"""Voices are linked across documents with a reason, or left open for a person to decide."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.actors.link import link_voices
from counterpoint.models.gazetteer import built_in
from counterpoint.types import SpeakerType
from counterpoint.types.actor import Bond, Decision, Voice

PERSON, COUNTRY = SpeakerType.PERSON, SpeakerType.COUNTRY
ORGANISATION, GROUP = SpeakerType.ORGANISATION, SpeakerType.GROUP


def voices(*told):
    return [
        Voice(
            key,
            f"d{key}",
            name,
            kind,
            **dict(zip(("role", "organisation", "country"), rest, strict=False)),
        )
        for key, (name, kind, *rest) in enumerate(told)
    ]


def link(*told, decisions=()):
    linked = link_voices(voices(*told), gazetteer=built_in(), decisions=decisions)
    return linked, [one.actor_id for one in linked.links]


def test_forms_of_one_name_are_one_actor():
    linked, ids = link(
        ("Erik Lund", PERSON, "Secretary General", "NATO"),
        ("E. Lund", PERSON),
        ("Mr. Erik Lund", PERSON),
        ("LUND, ERIK", PERSON),
    )

    assert len(set(ids)) == 1
    assert linked.actors[0].name == "Erik Lund"
    assert all(one.reason for one in linked.links)


def test_family_name_alone_goes_by_office():
    _, ids = link(
        ("Erik Lund", PERSON, "Secretary General", "NATO"),
        ("Sara Lund", PERSON, "analyst", "Blue Bank"),
        ("Lund", PERSON, "", "NATO"),
    )

    assert ids[2] == ids[0] != ids[1]


def test_family_name_of_two_stays_open_and_says_why():
    linked, ids = link(("Erik Lund", PERSON), ("Sara Lund", PERSON), ("Lund", PERSON))

    assert ids[2] is None
    assert "Erik Lund, Sara Lund" in linked.links[2].reason


def test_only_bearer_of_a_family_name_is_meant():
    linked, ids = link(("Erik Lund", PERSON), ("Lund", PERSON))

    assert ids[0] == ids[1]
    assert "only one of this family name" in linked.links[1].reason


def test_an_initial_that_fits_two_joins_neither():
    linked, ids = link(("Erik Lund", PERSON), ("Emma Lund", PERSON), ("E. Lund", PERSON))

    assert len(set(ids)) == 3
    assert linked.doubts


def test_countries_and_organisations_by_the_gazetteer():
    _, ids = link(
        ("U.S.", COUNTRY), ("America", COUNTRY), ("UN", ORGANISATION),
        ("the United Nations", ORGANISATION),
    )  # fmt: skip

    assert ids == ["US", "US", "o:un", "o:un"]


def test_general_names_need_a_country():
    linked, ids = link(
        ("Foreign Ministry", ORGANISATION, "", "", "Chile"),
        ("Foreign Ministry", ORGANISATION, "", "", "Norway"),
        ("Foreign Ministry", ORGANISATION),
    )

    assert ids[0] != ids[1]
    assert ids[2] is None
    assert {one.name for one in linked.actors} >= {
        "Foreign Ministry (Chile)",
        "Foreign Ministry (Norway)",
    }


def test_groups_without_a_name_are_nobody_but_have_a_country():
    linked, ids = link(("officials", GROUP, "", "", "Chile"))

    assert ids == [None]
    assert linked.links[0].country_id == "CL"


def test_what_people_told_apart_stays_apart():
    told = (("Erik Lund", PERSON), ("Erik A. Lund", PERSON))
    _, ids = link(*told)
    assert ids[0] == ids[1]

    first, second = (
        link_voices(voices(one), gazetteer=built_in()).links[0].actor_id for one in told
    )
    decision = Decision(Bond.DISTINCT, first, second, "father and son")
    _, separate = link(*told, decisions=[decision])

    assert separate[0] != separate[1]


def test_affiliations_have_days_and_documents():
    made = [
        Voice(0, "a", "Erik Lund", PERSON, "director", "Blue Bank", "Norway", date(2020, 1, 5)),
        Voice(1, "b", "Erik Lund", PERSON, "director", "Blue Bank", "Norway", date(2021, 6, 1)),
    ]
    linked = link_voices(made, gazetteer=built_in())
    names = {one.id: one.name for one in linked.actors}
    bank = next(one for one in linked.affiliations if names[one.whole_id] == "Blue Bank")

    assert (bank.since, bank.until, bank.role) == (date(2020, 1, 5), date(2021, 6, 1), "director")
    assert bank.evidence == ("a", "b")


def test_ids_do_not_depend_on_the_order():
    told = (("Erik Lund", PERSON), ("Sara Berg", PERSON), ("NATO", ORGANISATION))
    _, ids = link(*told)
    _, back = link(*reversed(told))

    assert ids == back[::-1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ann Lee", "A. Lee", "Lee", "Tom Lee", "'; DROP--", "\u202eLee", ""]),
            st.sampled_from(list(SpeakerType)),
        ),
        max_size=12,
    )
)
def test_every_voice_gets_one_link_with_a_reason(told):
    linked, _ = link(*told)
    made = {one.id for one in linked.actors}

    assert [one.voice for one in linked.links] == list(range(len(told)))
    assert all(one.reason for one in linked.links)
    assert {one.actor_id for one in linked.links} - {None} <= made
