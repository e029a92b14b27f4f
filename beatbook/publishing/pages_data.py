"""The page of downloads: what each data file holds, how much of it, in which forms, and its schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.publishing.data import CSV
from beatbook.publishing.schemas import ENTRIES
from beatbook.publishing.views import Link

if TYPE_CHECKING:
    from beatbook.publishing.page import Desks


@dataclass(frozen=True, slots=True)
class DataTable:
    """One data file."""

    name: str
    about: str
    entries: int
    files: tuple[Link, ...]
    schema: Link
    fields: tuple[str, ...]


def data_tables(desks: Desks) -> tuple[DataTable, ...]:
    """The files under data/, in the order of their importance; links are relative to that folder."""
    site, t = desks.site, desks.words.t
    types = [profile.type for profile in desks.index.profiles.values()]
    counts = {
        "events": len(desks.index.events),
        "people": types.count("person"),
        "articles": len(desks.index.articles),
        "organizations": types.count("organization") + types.count("state"),
        "places": types.count("place") + types.count("state"),
        "sources": types.count("outlet") + types.count("source"),
        "pairs": len(site.pairs),
    }
    return tuple(
        DataTable(
            t(f"data.{name}"),
            t(f"data.{name}_about"),
            counts[name],
            (Link("JSON", f"{name}.json"), *((Link("CSV", f"{name}.csv"),) if name in CSV else ())),
            Link(t("data.schema"), f"schema/{name}.json"),
            tuple(schema["properties"]),
        )
        for name, schema in ENTRIES.items()
    )
