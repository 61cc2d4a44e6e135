"""Link a million voices: how long, how much memory, how well.

    python benchmarks/actors/run.py --voices 1000000

The voices are made up from a seed: actors with given and family names, offices, organisations and
countries; each voice writes its actor's name with the noise of real texts (titles, initials,
nicknames, middle names left out, other spellings, the family name alone). The truth is known, so
the pairwise precision and recall of the links are printed as well.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter
from datetime import date, timedelta

from counterpoint.actors.link import link_voices
from counterpoint.models.gazetteer import built_in, given_names
from counterpoint.types import SpeakerType
from counterpoint.types.actor import Voice

ONSETS = "B Br C Ch D Dr F Fr G Gr H J K Kl L M N P Pr R S Sch St T Tr V W Z".split()
VOWELS = "a e i o u ai ea ie oo au ei".split()
MIDDLES = "l n r s t ll nn rr st nd rt mb ck v d g".split()
ENDS = "son man er berg sky ini ez ova ic ton ley ford a o i el en ard is as".split()
TITLES = ["President", "Minister", "Mr.", "Ms.", "Dr.", "Professor", "Senator", "Secretary"]
ROLES = ["minister", "spokesperson", "director", "professor", "analyst", "senator", "chairman"]


def family(rng: random.Random) -> str:
    middle = rng.choice(VOWELS) + rng.choice(MIDDLES) if rng.random() < 0.8 else ""
    return rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(MIDDLES) + middle + rng.choice(ENDS)


def actors(rng: random.Random, count: int) -> list[tuple[str, str, str, str, str, str]]:
    gazetteer = built_in()
    countries = [a.name for a in gazetteer.actors if a.type is SpeakerType.COUNTRY]
    given = [name.title() for name in given_names()]
    families = [family(rng) for _ in range(count // 3)]
    organisations = [
        f"{family(rng)} {kind}"
        for kind in ("Institute", "Group", "Foundation")
        for _ in range(count // 30)
    ]
    made = []
    for _ in range(count):
        middle = rng.choice(given) if rng.random() < 0.3 else ""
        made.append(
            (
                rng.choice(given),
                middle,
                rng.choice(families),
                rng.choice(ROLES),
                rng.choice(organisations),
                rng.choice(countries),
            )
        )
    return made


def written(rng: random.Random, first: str, middle: str, last: str) -> str:
    draw = rng.random()
    if draw < 0.60:
        name = f"{first} {last}"
    elif draw < 0.70:
        name = f"{first} {middle} {last}" if middle else f"{first} {last}"
    elif draw < 0.75:
        name = f"{first} {middle[:1]}. {last}" if middle else f"{first} {last}"
    elif draw < 0.80:
        name = f"{first[0]}. {last}"
    elif draw < 0.90:
        name = last
    elif draw < 0.93:
        name = f"{last}, {first}"
    elif draw < 0.96:
        name = f"{first} {last.replace('ck', 'k').replace('sky', 'skyy')}"
    else:
        name = f"{first} {last}".upper()
    return f"{rng.choice(TITLES)} {name}" if rng.random() < 0.15 else name


def voices(
    rng: random.Random,
    people: list[tuple[str, str, str, str, str, str]],
    count: int,
    truth: list[int],
):
    weights = [1 / (rank + 3) for rank in range(len(people))]
    start = date(2010, 1, 1)
    chosen = rng.choices(range(len(people)), weights, k=count)
    for key, who in enumerate(chosen):
        first, middle, last, role, organisation, country = people[who]
        told = rng.random()
        truth.append(who)
        yield Voice(
            key,
            f"d{key // 4}",
            written(rng, first, middle, last),
            SpeakerType.PERSON,
            role if told < 0.4 else "",
            organisation if told < 0.3 else "",
            country if told < 0.5 else "",
            start + timedelta(days=rng.randrange(5000)),
            "",
            1,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", type=int, default=1_000_000)
    parser.add_argument("--actors", type=int, default=0, help="default: a tenth of the voices")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    people = actors(rng, options.actors or options.voices // 10)
    truth: list[int] = []
    began, cpu = time.perf_counter(), time.process_time()
    linked = link_voices(voices(rng, people, options.voices, truth), gazetteer=built_in())
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    ids = [link.actor_id for link in linked.links]
    open_ = sum(one is None for one in ids)
    groups = Counter(one for one in ids if one)
    both = Counter((one, who) for one, who in zip(ids, truth, strict=True) if one)
    pairs = lambda counter: sum(n * (n - 1) // 2 for n in counter.values())  # noqa: E731
    print(
        json.dumps(
            {
                "voices": options.voices,
                "seconds": round(wall, 1),
                "cpu_seconds": round(cpu, 1),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "actors": len(linked.actors),
                "made_up": len(people),
                "left_open": open_,
                "doubts": len(linked.doubts),
                "precision": round(pairs(both) / max(1, pairs(groups)), 4),
                "recall": round(pairs(both) / max(1, pairs(Counter(truth))), 4),
            }
        )
    )


if __name__ == "__main__":
    main()
