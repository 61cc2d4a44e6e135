"""Compare the countries of the gazetteer with the territory names of CLDR (in Babel).

    python -m training.speakers.check_gazetteer

Prints countries whose name differs, and territories that the gazetteer leaves out.
"""

from __future__ import annotations

from babel import Locale

from counterpoint.models.gazetteer import built_in
from counterpoint.types import SpeakerType


def main():
    names = Locale("en").territories
    countries = {a.id: a for a in built_in().actors if a.type is SpeakerType.COUNTRY}
    for id, actor in sorted(countries.items()):
        known = {name.replace("’", "'") for name in (actor.name, *actor.aliases)}
        if names.get(id, "").replace("’", "'") not in known:
            print(f"{id}: {actor.name}, CLDR {names.get(id)}")
    print(
        "left out:",
        ", ".join(sorted(n for i, n in names.items() if len(i) == 2 and i not in countries)),
    )


if __name__ == "__main__":
    main()
