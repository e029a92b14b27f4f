"""Outlets and agencies by name and by address, from rules/gazetteers/{outlets,agencies}.tsv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from beatbook.rules import Rules


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes news: a row of the gazetteer."""

    id: str
    name: str
    country: str
    kind: str  # agency | newspaper | broadcaster | site
    is_agency: bool


@dataclass(frozen=True, slots=True)
class Outlets:
    """All outlets, by name in small letters without "the", and by domain."""

    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]

    def named(self, text: str) -> Outlet | None:
        """The outlet that `text` is the name of, whatever its capitals; "BBC News, Seoul" and "Reuters Staff" are not."""
        return self.by_name.get(_key(text))

    def at(self, url: str | None) -> Outlet | None:
        """The outlet that publishes under this address: by its host, then by each domain above it."""
        try:
            host = (urlsplit(url.strip()).hostname or "") if url else ""
        except ValueError:
            return None
        while "." in host:
            if found := self.by_domain.get(host):
                return found
            host = host.partition(".")[2]
        return None

    def agencies_in(self, text: str) -> tuple[str, ...]:
        """The names of outlets and agencies in a line of sources or contributors, as written, in order."""
        return tuple(dict.fromkeys(name for name, _ in self._found(text)))

    def _found(self, text: str) -> Iterator[tuple[str, Outlet]]:
        words = list(re.finditer(r"[^\s,;:|()\[\]\"]+", text))
        at = 0
        while at < len(words):
            for size in range(min(6, len(words) - at), 0, -1):
                name = re.sub(r"'s?$|\.$", "", text[words[at].start() : words[at + size - 1].end()])
                if name[:1].isupper() and (found := self.named(name)) and (size > 1 or _is_safe(name, found)):
                    yield re.sub(r"^[Tt]he\s+(?=\S)", "", name) if found.is_agency else name, found
                    at += size - 1
                    break
            at += 1


def compile_outlets(rules: Rules) -> Outlets:
    """The index over both gazetteers; of two entries for one name the first in the file holds, agencies before outlets."""
    by_name: dict[str, Outlet] = {}
    by_domain: dict[str, Outlet] = {}
    for table in ("agencies", "outlets"):
        for row in rules.gazetteers.get(table, ()):
            id_, name, aliases, country, kind, domain = (*row, *[""] * 6)[:6]
            outlet = Outlet(id_, _plain(name), country, kind, kind == "agency")
            forms = [name, *(form for form in aliases.split("|") if form)]
            for form in forms:
                if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", form) and form.islower():
                    by_domain.setdefault(form, outlet)
                by_name.setdefault(_key(_plain(form)), outlet)
            if domain:
                by_domain.setdefault(domain, outlet)
    return Outlets(by_name, by_domain)


def _plain(name: str) -> str:
    """ "The Nation (Pakistan)" -> "The Nation"."""
    return re.sub(r"\s*\([^)]*\)$", "", name)


def _key(text: str) -> str:
    return re.sub(r"^the\s+", "", " ".join(text.split()).lower())


def _is_safe(name: str, outlet: Outlet) -> bool:
    """Is one word enough?  Not for outlets whose name is a common word ("Time", "Mint", "Politika")."""
    return outlet.is_agency or name.isupper() or outlet.kind == "broadcaster"
