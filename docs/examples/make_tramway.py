"""Make tramway.csv: an invented dispute about a tram line in the invented town of Ardenholm.

Nobody in it exists. Positions follow two camps and one change of mind (the chamber of commerce in
2022), so that the pictures of the documentation have something to show. Run it again and the same
file comes out.
"""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

# organisation: (persons, camp: +1 for the tram, -1 against, 0 between, weight in the news)
ACTORS = {
    "City Council": (("Ada Brandt", "Niels Ohm"), 1, 6),
    "Tram Now": (("Tilda Roos", "Jonas Veil"), 1, 5),
    "Green Wheels": (("Mira Sand",), 1, 3),
    "University of Ardenholm": (("Prof. Hal Quist",), 1, 2),
    "Transport Workers' Union": (("Olga Stern",), 1, 3),
    "Harbour Authority": (("Per Kade",), 0, 2),
    "Chamber of Commerce": (("Ruth Aldo", "Emil Farr"), -1, 5),
    "Retailers' Guild": (("Karl Nagel",), -1, 4),
    "Motorists' Circle": (("Bo Lindt", "Vera Pohl"), -1, 4),
    "Residents of Eastbank": (("Inge Tamm",), -1, 3),
    "Taxpayers' League": (("Otto Krey",), -1, 3),
}
# concept: (sides with the tram camp?, sentence of who agrees, sentence of who disagrees)
CONCEPTS = {
    "Build the tram line": (1, "Ardenholm needs the tram.", "The tram is a folly."),
    "Close the old town to cars": (1, "The old town must be free of cars.", "Cars must stay."),
    "Raise parking fees": (1, "Parking is far too cheap.", "Nobody can afford dearer parking."),
    "Pay with a city bond": (1, "A bond spreads the burden.", "A bond is debt by another name."),
    "Widen the ring road": (-1, "The ring road needs two more lanes.", "More lanes, more cars."),
    "Free rides for pupils": (1, "Pupils should ride free.", "Free rides are never free."),
    "Hold a referendum": (-1, "Let the people vote on it.", "The vote has been held already."),
    "Keep the lime avenue": (0, "The lime trees stay.", "Trees can be planted anew."),
}
SOURCES = ("The Ardenholm Courier", "Harbour Gazette", "Eastbank Weekly")
FIRST = datetime(2021, 1, 11, 6, 0)
DOCUMENTS = 96
COLUMNS = (
    *("id", "document_id", "date", "coder", "person", "organization", "concept", "agreement"),
    *("document_title", "document_source", "start", "stop", "text"),
)


def main() -> None:
    """Write the file beside this script."""
    rows = list(statements(random.Random(7)))
    with (Path(__file__).parent / "tramway.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def statements(chance: random.Random):
    """Yield the rows: of every document a few statements, some of them coded by two coders."""
    names = list(ACTORS)
    number = 0
    for document in range(1, DOCUMENTS + 1):
        date = FIRST + timedelta(
            days=11 * document + chance.randrange(6), hours=chance.randrange(9)
        )
        source = SOURCES[chance.randrange(3)]
        place = 0
        spoken: set[tuple[str, str]] = set()
        for _ in range(chance.randrange(2, 5)):
            name = chance.choices(names, weights=[ACTORS[name][2] for name in names])[0]
            concept = chance.choices(list(CONCEPTS), weights=(9, 5, 4, 3, 5, 2, 3, 2))[0]
            if (name, concept) in spoken:
                continue
            spoken.add((name, concept))
            agrees = chance.random() < likely(name, concept, date)
            person = chance.choice(ACTORS[name][0])
            text = f"{person}: “{CONCEPTS[concept][1 if agrees else 2]}”"
            span = (place, place + len(text))
            place = span[1] + 1
            number += 1
            head = (f"a{document:03}", date.strftime("%Y-%m-%dT%H:%M:%S"))
            tail = (f"Ardenholm tram, report {document}", source, *span, text)
            yield (f"s{number}", *head, "ann", person, name, concept, word(agrees), *tail)
            if document % 3 == 0 and chance.random() < 0.9:
                second = agrees if chance.random() < 0.9 else not agrees
                topic = concept if chance.random() < 0.88 else chance.choice(list(CONCEPTS))
                shift = chance.choice((0, 0, 0, len(person) + 2))
                tail = (*tail[:2], span[0] + shift, span[1], text[shift:])
                number += 1
                yield (f"s{number}", *head, "ben", person, name, topic, word(second), *tail)


def word(agrees: bool) -> str:
    """How the file writes a yes or no."""
    return "true" if agrees else "false"


def likely(name: str, concept: str, date: datetime) -> float:
    """Chance that an organisation agrees with a concept on a day."""
    camp = ACTORS[name][1]
    if name == "Chamber of Commerce" and date >= datetime(2022, 3, 1):
        camp = 1
    side = camp * CONCEPTS[concept][0]
    return {1: 0.93, 0: 0.5, -1: 0.07}[side]


if __name__ == "__main__":
    main()
