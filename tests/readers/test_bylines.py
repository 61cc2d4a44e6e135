"""Names and days in the lines above an article."""

import pytest

from counterpoint.readers.bylines import clean_names, find_line_date, parse_byline


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ines Marlow", ("Ines Marlow",)),
        ("by INES MARLOW and TOM REED", ("INES MARLOW", "TOM REED")),
        ("By Ines Marlow, Tom Reed & J. R. Low", ("Ines Marlow", "Tom Reed", "J. R. Low")),
        ("By Ines Marlow | Updated 14 May 2024", ("Ines Marlow",)),
        ("Posted on May 14, 2024 by Ines Marlow", ("Ines Marlow",)),
        ("By Ines Marlow, Arden Herald", ("Ines Marlow",)),
        ("By Ines Marlow, Staff Writer", ("Ines Marlow",)),
        ("By Ela on 31. October, 2023", ("Ela",)),
        ("By the time they met, it was late.", ()),
        ("Editorial staff", ()),
    ],
)
def test_bylines(line, names):
    assert parse_byline(line, outlet="Arden Herald") == names


@pytest.mark.parametrize(
    "raw", ["https://social.example/herald", "newsroom", "@herald", "Admin", "123"]
)
def test_what_is_no_name(raw):
    assert clean_names([raw], outlet="Arden Herald") == ()


@pytest.mark.parametrize(
    ("line", "day", "is_update"),
    [
        ("May 14, 2024", "2024-05-14", False),
        ("Updated 14th May 2024, 10:31 GMT", "2024-05-14", True),
        ("Published: 2024-05-14T10:00:00Z", "2024-05-14", False),
        ("Tue, 14 Sept. 2024 at 9 pm", "2024-09-14", False),
        ("Ines MarlowMay 14, 2024", "2024-05-14", False),
        ("Last updated 04 Jun 2020, originally created 17 Jun 2019", "2020-06-04", True),
    ],
)
def test_days(line, day, is_update):
    found = find_line_date(line)

    assert (found.day.date().isoformat(), found.is_update) == (day, is_update)


@pytest.mark.parametrize("line", ["12/10/2020", "31 February 2024", "in May", "2024", ""])
def test_what_is_no_day_or_not_a_certain_one(line):
    assert find_line_date(line) is None
