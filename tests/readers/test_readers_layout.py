"""Lines of a scraped text get their names, and none is lost."""

import pytest
from bridge_articles import CAPTION, PARAGRAPHS, SCRAPED, TITLE
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.readers import read_text
from counterpoint.readers.kinds import source_of
from counterpoint.readers.layout import label_lines
from counterpoint.types import RegionKind


def kinds(text, **known):
    return {region.span.of(text): region.kind for region in label_lines(text, **known).regions}


def test_every_kind_of_line_of_a_scraped_page():
    found = [(region.span.of(SCRAPED), region.kind) for region in label_lines(SCRAPED).regions]

    assert found == [
        (f"Home » {TITLE}", RegionKind.BREADCRUMB),
        ("Region Politics Transport", RegionKind.SECTION),
        (TITLE, RegionKind.TITLE),
        (PARAGRAPHS[0], RegionKind.BODY),
        (PARAGRAPHS[1], RegionKind.BODY),
        (CAPTION, RegionKind.CAPTION),
        (CAPTION, RegionKind.CAPTION),
        (PARAGRAPHS[2], RegionKind.BODY),
        (PARAGRAPHS[3], RegionKind.BODY),
        (PARAGRAPHS[4], RegionKind.BODY),
        ("source: arden.herald", RegionKind.CREDIT),
    ]


def test_byline_date_share_and_related_lines():
    text = "\n".join(
        [
            TITLE,
            "By Ines Marlow and Tom Reed",
            "Updated 14 May 2024",
            "Share on Facebook",
            *PARAGRAPHS,
            "Related stories",
            "Ferry tickets to cost more from June",
            "Port strike enters its third week",
        ]
    )

    layout = label_lines(text)
    found = kinds(text)

    assert found["By Ines Marlow and Tom Reed"] is RegionKind.BYLINE
    assert found["Updated 14 May 2024"] is RegionKind.DATELINE
    assert found["Share on Facebook"] is RegionKind.SHARE
    assert found["Related stories"] is RegionKind.RELATED
    assert found["Port strike enters its third week"] is RegionKind.RELATED
    assert layout.title == TITLE
    assert layout.authors == ("Ines Marlow", "Tom Reed")
    assert layout.published.date().isoformat() == "2024-05-14"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("source: arden.herald", "arden.herald"),
        ("Source: The Arden Herald.", "The Arden Herald"),
        ("(Source: Herald/Agency)", "Herald/Agency"),
        ("This article was originally published in the Arden Herald.", "the Arden Herald"),
        ("Republished from Harbour Weekly", "Harbour Weekly"),
        ("Sources close to the mayor said that nothing had been decided before the meeting.", ""),
        ("The source of the river lies in the hills.", ""),
        ("via", ""),
    ],
)
def test_source_lines(line, source):
    assert source_of(line) == source


def test_an_article_alone_is_all_body():
    text = "\n\n".join(PARAGRAPHS)

    assert set(kinds(text).values()) == {RegionKind.BODY}
    assert read_text(text).body == text


@pytest.mark.parametrize("text", ["No.", "She said no.\nHe said yes.", "A headline and no more"])
def test_a_very_short_text_is_all_body(text):
    assert set(kinds(text).values()) == {RegionKind.BODY}


def test_a_wrapped_text_is_read_by_paragraphs():
    wrapped = (
        "The council of the town of Arden will not pay for the new bridge,\n"
        "the mayor said on Tuesday, after three hours of talks with the port\n"
        "authority ended without an agreement and without a date for another\n"
        "meeting.\n\n"
        "The port authority denied that it had ever made such a promise, and\n"
        "said that the figures had been on the table since March, so that\n"
        "nobody could be surprised by them now, least of all the council of\n"
        "the town.\n"
    )

    first, second = label_lines(wrapped).regions

    assert first.span.of(wrapped).endswith("meeting.")
    assert second.span.of(wrapped).startswith("The port authority")


def test_a_known_title_is_found_among_the_lines():
    assert kinds(SCRAPED, title=TITLE)[TITLE] is RegionKind.TITLE


def test_a_paragraph_that_is_printed_once_stays_although_it_ends_with_an_agency():
    text = "\n".join(
        [*PARAGRAPHS[:4], "The figures were first reported by Reuters on Monday night."]
    )

    assert kinds(text)["The figures were first reported by Reuters on Monday night."] in (
        RegionKind.BODY,
        RegionKind.CAPTION,
    )


_lines = st.lists(
    st.one_of(
        st.text(alphabet="ab Z.,“”\u0301שא😀»|\t\u00a0", max_size=30),
        st.sampled_from([*PARAGRAPHS, TITLE, CAPTION, "By Ines Marlow", "Share", "", " "]),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=60)
@given(_lines, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"]))
def test_regions_and_the_gaps_between_them_give_the_text_back(lines, line_end):
    text = line_end.join(lines)

    regions = label_lines(text).regions
    rebuilt, at = "", 0
    for region in regions:
        gap = text[at : region.span.start]
        assert not gap.strip()
        rebuilt += gap + region.span.of(text)
        at = region.span.end

    assert rebuilt + text[at:] == text
    assert not text[at:].strip()
    assert all(region.span.of(text).strip() for region in regions)
