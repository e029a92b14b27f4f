"""What readers see of the editors' work: what changed since a check, what reports say against a set value, and all corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from beatbook.publishing.profiles import OWNABLE as OWNABLE_OF_PROFILES
from beatbook.publishing.records import OWNABLE as OWNABLE_OF_RECORDS
from beatbook.publishing.views import Badge, Link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.publishing.model import SiteEvent
    from beatbook.publishing.views import Desk
    from beatbook.publishing.words import When


class CorrectionRow(msgspec.Struct, frozen=True):
    """One correction: where, what, when, by whom and why."""

    page: Link
    what: str
    when: When | None  # None: no day was noted
    by: str
    because: str


def editing_notices(desk: Desk, event: SiteEvent) -> tuple[Badge, ...]:
    """That a checked brief has changed since, and how; that no report stands behind a brief any more."""
    notices = []
    if event.changed:
        changes = "; ".join(_change(desk, *change) for change in event.changed)
        notices.append(Badge(desk.t("notice.changed", changes=changes), "disputed"))
    if event.unsupported:
        notices.append(Badge(desk.t("notice.unsupported"), "claimed"))
    return tuple(notices)


def reports_say(desk: Desk, field: str, machine: str) -> str:
    """What the reports say where an editor set something else; "" where that is no single value."""
    return desk.t("review.reports_say", value=value_in_words(desk, field, machine)) if machine and field in SHOWN else ""


SHOWN = ("date", "place", "status", "standing", "kind")


def value_in_words(desk: Desk, field: str, value: str) -> str:
    """A value of a brief as readers know it."""
    who, _, role = value.partition(" ")
    if not value:
        return desk.t("review.nothing")
    if field == "date":
        return desk.words.date(value).text
    if field in ("status", "standing", "kind"):
        return desk.term(field, value)
    name = _name(desk, field, who)
    return f"{name}, {desk.term('role', role)}" if field == "participants" and role else name


def _name(desk: Desk, field: str, id_: str) -> str:
    """What a document is called that a value leads to."""
    if field == "reports":
        article = desk.index.articles.get(id_)
        return article.headline if article else desk.t("review.removed_report")
    link = desk.event(id_) if field == "part_of" else desk.profile(id_)
    return link.text if link else id_


def correction_rows(desk: Desk) -> tuple[CorrectionRow, ...]:
    """All corrections, the latest noted day first, those without a day last: values set by editors, reports withdrawn, pages merged."""
    rows: list[tuple[str, CorrectionRow]] = []
    for event in desk.index.edited.values():
        page = Link(event.title, desk.href(event.url), "event")
        for field, note in sorted(event.editor.items()):
            if event.by_hand or field.partition("[")[0] not in NAMED:
                continue
            on = note.get("on", "")
            rows.append((on, _row(desk, page, _what(desk, event, field, note), on, note.get("by", ""), note.get("because", ""))))
        rows += [("", _row(desk, page, desk.t("corrections.merged", id=old))) for old in event.former_ids]
    for profile in desk.index.edited_profiles.values():
        page = Link(profile.name, desk.href(profile.url), profile.type)
        rows += _set_rows(desk, page, profile.editor, OWNABLE_OF_PROFILES, {"name": profile.name})
        rows += [("", _row(desk, page, desk.t("corrections.merged", id=old))) for old in profile.former_ids]
    for article in desk.index.amended.values():
        page = Link(article.headline, desk.href(article.url), "article")
        values = {"published": article.published or "", "outlet": article.outlet or "", "headline": article.stated_headline or ""}
        rows += _set_rows(desk, page, article.editor, OWNABLE_OF_RECORDS, values)
        if article.standing in ("corrected", "retracted"):
            rows.append(("", _row(desk, page, desk.t(f"notice.{article.standing}"))))
    ordered = sorted(rows, key=lambda row: (row[1].page.text, row[1].what))
    dated = sorted((row for row in ordered if row[0]), key=lambda row: row[0], reverse=True)
    return tuple(row for _, row in (*dated, *(row for row in ordered if not row[0])))


def _set_rows(
    desk: Desk, page: Link, editor: Mapping[str, Mapping[str, str]], fields: Sequence[str], values: Mapping[str, str]
) -> list[tuple[str, CorrectionRow]]:
    """The values of a profile or record that an editor set; `values`: those that are shown in words."""
    rows = []
    for field in fields:
        note = editor.get(field)
        if note is None:
            continue
        value, machine = (_plain(desk, field, given) for given in (values.get(field, ""), note.get("machine", "")))
        name = desk.term("field", field)
        what = desk.t("corrections.set_to", field=name, value=value) if value else desk.t("corrections.set", field=name)
        if value and machine:
            what = desk.t("corrections.set_from", field=name, value=value, machine=machine)
        on = note.get("on", "")
        rows.append((on, _row(desk, page, what, on, note.get("by", ""), note.get("because", ""))))
    return rows


def _plain(desk: Desk, field: str, value: str) -> str:
    return desk.words.date(value[:10]).text if value and field == "published" else value


NAMED = ("title", "kind", "date", "extent", "status", "standing", "place", "part_of", "participants", "topics", "summary")


def _what(desk: Desk, event: SiteEvent, field: str, note: dict[str, str]) -> str:
    name = desk.term("field", field)
    now = value_in_words(desk, field, str(getattr(event, field, "") or "")) if field in SHOWN else ""
    if now and note.get("machine"):
        return desk.t("corrections.set_from", field=name, value=now, machine=value_in_words(desk, field, note["machine"]))
    return desk.t("corrections.set_to", field=name, value=now) if now else desk.t("corrections.set", field=name)


def _row(desk: Desk, page: Link, what: str, on: str = "", by: str = "", because: str = "") -> CorrectionRow:
    return CorrectionRow(page, what, desk.words.date(on) if on else None, by, because)


def _change(desk: Desk, field: str, then: str, now: str) -> str:
    """One change in words; of lists, what is new or gone."""
    name = desk.term("field", field)
    if field in ("participants", "reports"):
        return desk.t("review.added" if now else "review.gone", field=name, value=value_in_words(desk, field, now or then))
    return desk.t("review.now", field=name, then=value_in_words(desk, field, then), now=value_in_words(desk, field, now))
