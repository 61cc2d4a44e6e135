"""Who belongs to what, and since when: read off linked voices, each resting on documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from counterpoint.actors.forms import Forms
from counterpoint.types.actor import Affiliation, Link

__all__ = ["find_affiliations"]

_MOST_EVIDENCE = 20


@dataclass(slots=True)
class _Span:
    since: date | None = None
    until: date | None = None
    count: int = 0
    evidence: list[str] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=dict)

    def add(self, day: date | None, document: str, role: str) -> None:
        self.count += 1
        if day is not None:
            self.since = day if self.since is None else min(self.since, day)
            self.until = day if self.until is None else max(self.until, day)
        if len(self.evidence) < _MOST_EVIDENCE and document not in self.evidence[-1:]:
            self.evidence.append(document)
        if role:
            self.roles[role] = self.roles.get(role, 0) + 1


def find_affiliations(forms: Forms, links: Iterable[Link]) -> Iterator[Affiliation]:
    """Affiliations of actors: person to organisation, and either to a country.

    ``since`` and ``until`` are the days of the first and the last document that tells it, not the
    days on which somebody took and left an office.

    Args:
        forms: What the voices tell.
        links: The actors of the voices, in the same order.
    """
    spans: dict[tuple[str, str], _Span] = {}
    for row, link in enumerate(links):
        day, document, role = forms.days[row], forms.documents[row], forms.roles[row]
        member, whole, home = link.actor_id, link.organisation_id, link.country_id
        if member and whole and member != whole:
            spans.setdefault((member, whole), _Span()).add(day, document, role)
        if member and home and member != home:
            told = role if not whole else ""
            spans.setdefault((member, home), _Span()).add(day, document, told)
        elif not member and whole and home and whole != home:
            spans.setdefault((whole, home), _Span()).add(day, document, "")
    for (member, whole), span in spans.items():
        role = max(span.roles, key=lambda r: (span.roles[r], len(r)), default="")
        documents = "1 document" if span.count == 1 else f"{span.count} documents"
        yield Affiliation(
            member,
            whole,
            role,
            span.since,
            span.until,
            tuple(span.evidence),
            f"told by {documents}" + (f", as {role}" if role else ""),
        )
