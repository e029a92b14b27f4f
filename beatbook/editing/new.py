"""Briefs, profiles and pages begun by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from anyascii import anyascii
from slugify import slugify

from beatbook.analysis.model import ROLES, STATUSES
from beatbook.briefing.document import format_document
from beatbook.briefing.model import FOLDERS, Document, DocumentType, FileChange
from beatbook.editing.changes import free_id
from beatbook.editing.model import refused
from beatbook.edtf import is_edtf
from beatbook.merging.model import Extent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.strictyaml import YamlValue


def new_event(  # noqa: PLR0913 - the facts of a brief
    texts: Mapping[str, str],
    title: str,
    *,
    kind: str = "other",
    date: str = "",
    extent: str = "within",
    status: str = "planned",
    place: str = "",
    participants: Sequence[tuple[str, str, str]] = (),
    summary: str = "",
    topics: Sequence[str] = (),
    body: str = "",
    id_: str = "",
    kinds: Sequence[str] = (),
) -> FileChange:
    """A brief that no article reports.  `participants`: (person | organization | state, id, role).  Raises EditError for a wrong value."""
    wrong = [
        (not title.strip(), "it has no title", "a title"),
        (bool(date) and not is_edtf(date), f'the date is "{date}"', "YYYY, YYYY-MM, YYYY-MM-DD or A/B, with ~ for about"),
        (status not in STATUSES, f'the status is "{status}"', f"one of: {', '.join(STATUSES)}"),
        (extent not in get_args(Extent), f'the extent is "{extent}"', f"one of: {', '.join(get_args(Extent))}"),
        (bool(kinds) and kind not in kinds, f'the kind is "{kind}"', f"one of: {', '.join(kinds)}"),
        *((role not in ROLES, f'the role is "{role}"', f"one of: {', '.join(ROLES)}") for _, _, role in participants),
    ]
    for is_wrong, found, wanted in wrong:
        if is_wrong:
            raise refused("new-value", found, wanted)
    actors: list[YamlValue] = [{type_: who, "role": role} for type_, who, role in participants]
    front: dict[str, YamlValue] = {
        "title": title.strip(),
        "kind": kind,
        "date": date,
        "extent": extent,
        "status": status,
        "standing": "confirmed",
        "place": place,
        "participants": actors,
        "topics": [*topics],
        "summary": summary,
        "review": "unreviewed",
    }
    year = date[:4] if date[:4].isdigit() and not title.rstrip().endswith(date[:4]) else ""
    return _begin(texts, "event", id_ or "-".join(part for part in (slug(title), year) if part), front, body)


def new_person(
    texts: Mapping[str, str], name: str, *, aliases: Sequence[str] = (), country: str = "", note: str = "", id_: str = ""
) -> FileChange:
    """The profile of a person."""
    if not name.strip():
        raise refused("new-value", "there is no name", "a name")
    front: dict[str, YamlValue] = {"name": name.strip(), "aliases": [*aliases], "country": country, "roles": []}
    return _begin(texts, "person", id_ or slug(name), {**front, "note": note} if note else front)


def new_page(texts: Mapping[str, str], title: str, *, template: str = "", id_: str = "") -> FileChange:
    """A page to be written by hand."""
    if not title.strip():
        raise refused("new-value", "there is no title", "a title")
    front: dict[str, YamlValue] = {"title": title.strip(), **({"template": template} if template else {})}
    return _begin(texts, "page", id_ or slug(title), front, "Write here.")


def slug(name: str) -> str:
    """A name as part of an address: ASCII, at most 80 characters."""
    return slugify(anyascii(name).replace("'", ""), max_length=80, word_boundary=True) or "untitled"


def _begin(texts: Mapping[str, str], type_: DocumentType, id_: str, front: dict[str, YamlValue], body: str = "") -> FileChange:
    path = f"{FOLDERS[type_]}/{id_}.md"
    if slug(id_) != id_:
        raise refused("new-value", f'the id is "{id_}"', "small letters, digits and hyphens", f'for example "{slug(id_)}"')
    if path in texts:
        raise refused("new-taken", "there is one already", hint=f"edit it, or give --id {free_id(texts, path)}", path=path)
    whole = front if type_ == "page" else {"id": id_, **front}
    return FileChange(path, format_document(Document(type_, id_, whole, body)), None)
