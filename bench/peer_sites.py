"""The digest as Hugo and as Pelican would have it: the same briefs, people, places, organizations and sources.

What they are given is what our pages show of a brief: its facts, its summary, and each report with its words.  Neither of them knows of
claims, conflicts or status, so that stands in the text.  Hugo makes a page a term of four taxonomies and looks for related pages; Pelican,
which has three taxonomies, takes people for authors, places for categories, organizations and sources for tags, and has nothing related.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

PEERS = Path(__file__).parent / "peers"
_REFERENCE = re.compile(r" ?\[@[^\]]*\]")


@dataclass(frozen=True)
class Plain:
    """A brief as any generator can show it."""

    id: str
    title: str
    day: str  # ISO 8601
    kind: str
    status: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    organizations: tuple[str, ...]
    sources: tuple[str, ...]
    body: str  # Markdown


def read_briefs(content: Path) -> Iterator[Plain]:
    """The briefs under content/, in order of id."""
    names = {
        kind: {path.stem: _front(path).get("name", path.stem) for path in sorted((content / kind).glob("*.md"))}
        for kind in ("people", "places", "organizations", "outlets")
    }
    outlets = {path.stem: _front(path).get("outlet", "") for path in sorted((content / "articles").glob("*.md"))}
    for path in sorted((content / "events").glob("*.md")):
        yield _plain(_front(path), names, outlets)


def write_hugo(folder: Path, content: Path) -> None:
    """A Hugo site of its own in `folder`."""
    shutil.copytree(PEERS / "hugo", folder, dirs_exist_ok=True)
    (folder / "content" / "events").mkdir(parents=True)
    for brief in read_briefs(content):
        (folder / "content" / "events" / f"{brief.id}.md").write_text(hugo_page(brief), "utf-8")


def write_pelican(folder: Path, content: Path) -> None:
    """A Pelican site of its own in `folder`."""
    shutil.copytree(PEERS / "pelican" / "templates", folder / "theme" / "templates")
    (folder / "theme" / "static").mkdir()
    shutil.copy(PEERS / "pelican" / "pelicanconf.py", folder)
    (folder / "content").mkdir()
    for brief in read_briefs(content):
        (folder / "content" / f"{brief.id}.md").write_text(pelican_page(brief), "utf-8")


def hugo_page(brief: Plain) -> str:
    front = {
        "title": brief.title,
        "date": brief.day,
        "kind": brief.kind,
        "status": brief.status,
        "people": brief.people,
        "places": brief.places,
        "organizations": brief.organizations,
        "sources": brief.sources,
    }
    lines = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    return f"---\n{lines}\n---\n{brief.body}"


def pelican_page(brief: Plain) -> str:
    head = {
        "Title": brief.title,
        "Slug": brief.id,
        "Date": brief.day,
        "Kind": brief.kind,
        "Status_told": brief.status,
        "Authors": "; ".join(brief.people) or "Nobody",
        "Category": next(iter(brief.places), "Nowhere"),
        "Tags": ", ".join(name.replace(",", "") for name in (*brief.organizations, *brief.sources)),
    }
    return "\n".join(f"{key}: {value}" for key, value in head.items()) + f"\n\n{brief.body}"


def _plain(front: dict[str, Any], names: dict[str, dict[str, str]], outlets: dict[str, str]) -> Plain:
    actors = front["participants"] or []
    reports = front["reports"] or []
    sources = dict.fromkeys(outlets.get(report["article"], "") for report in reports)
    return Plain(
        front["id"],
        front["title"],
        parse_edtf(front["date"]).first.isoformat() if front["date"] else "2000-01-01",
        front["kind"],
        front["status"],
        tuple(dict.fromkeys(names["people"].get(actor["person"], actor["person"]) for actor in actors if "person" in actor)),
        (names["places"].get(front["place"], front["place"]),) if front["place"] else (),
        tuple(dict.fromkeys(_body(actor, names) for actor in actors if "person" not in actor)),
        tuple(name for name in sources if name),
        "\n\n".join([_REFERENCE.sub("", front["summary"]), "## Reports", *(_told(report, outlets) for report in reports)]) + "\n",
    )


def _body(actor: dict[str, str], names: dict[str, dict[str, str]]) -> str:
    id_ = next(value for key, value in actor.items() if key != "role")
    return names["organizations"].get(id_) or names["places"].get(id_) or id_


def _told(report: dict[str, Any], outlets: dict[str, str]) -> str:
    claims = "\n\n".join(f"> {' '.join(claim.get('quote', '').split())}" for claim in report["claims"])
    return f"**{outlets.get(report['article'], '')}** ({report['status']})\n\n{claims}"


def _front(path: Path) -> dict[str, Any]:
    loaded = yaml.load(path.read_text("utf-8").split("\n---\n", 1)[0].removeprefix("---\n"), Loader=yaml.CBaseLoader)  # noqa: S506  # strings only
    return loaded or {}
