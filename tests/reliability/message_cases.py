"""What is wrong in each case, and what the message must say: data for test_messages.py."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from beatbook import plain_files
from tests.newsroom import HELD, RUMOUR, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

EVENT = "---\ntitle: A meeting\nkind: meeting\ndate: 2024-05-15\nstatus: happened\n{}---\n"
RULE = "rules:\n  - id: own\n    {}\n"

FILES: tuple[tuple[str, str | bytes, str, int | None, str], ...] = (  # path below content/ (inbox/: one below it), content, code, line, part
    ("inbox/held.yaml", "published: 16 May 2024\n", "date-form", 1, "write it as 2024-05-16"),
    ("inbox/held.yaml", "\npublished: 2023-02-29\n", "date-impossible", 2, "2023-02-29"),
    ("inbox/held.yaml", "text: sumary\n", "value-unknown", 1, 'did you mean "summary"?'),
    ("inbox/held.yaml", "tags: {a: b}\n", "value-type", 1, "tags: [one, another]"),
    ("inbox/held.yaml", "outlet: X\nurl: example.org\n", "url-broken", 2, "http"),
    ("inbox/held.yaml", "outlett: X\n", "key-unknown", 1, 'did you mean "outlet"?'),
    ("inbox/held.yaml", "a: [\n", "yaml-broken", 2, ""),
    ("inbox/held.yaml", b"outlet: X\nbyline: \xff\n", "sidecar-encoding", 2, "UTF-8"),
    ("inbox/secret.txt", "---\nconfidential: true\noutlet: [\n---\nText.", "confidential-broken", 4, "mend the line"),
    ("inbox/lonely.yaml", "outlet: X\n", "sidecar-lonely", None, "lonely.txt"),
    ("inbox/HELD.YML", "outlet: X\n", "sidecar-several", None, "HELD.YML"),
    ("inbox/copy.txt", HELD, "article-double", None, "held.txt"),
    ("inbox/held.html", "<p>" + RUMOUR, "article-twins", None, "held.html"),
    ("inbox/korea.txt", "북한과 러시아의 정상이 다음 주에 만날 것으로 보인다고 관계자가 말했다. " * 5, "article-not-analysed", None, "English"),
    ("events/a.md", EVENT.format("place: {a: b}\n"), "brief-value", 6, "put it in quotes"),
    ("events/a.md", EVENT.replace("happened", "hapened").format(""), "brief-value", 5, 'did you mean "happened"?'),
    ("events/a.md", EVENT.replace("2024-05-15", "2024-02-30").format(""), "brief-date", 4, "YYYY-MM-DD"),
    ("events/a.md", EVENT.format("id: b\n"), "brief-id", 6, "rename"),
    ("events/a.md", "title: A meeting\n", "brief-front-matter", 1, "---"),
    ("events/a.md", EVENT.format("place: nowhere\n"), "reference-unknown", None, "nowhere"),
    ("events/a.md", EVENT.format("") + "\n[dead](nothing.html)\n", "link-dead", None, "nothing.html"),
    ("events/a.md", EVENT.format("") + "\n[dead](#nothing)\n", "fragment-dead", None, "#nothing"),
    ("events/a b.md", EVENT.format(""), "id-unsafe", None, "letters, digits and hyphens"),
    ("events/a.md", b"---\ntitle: \xff\n---\n", "content-encoding", 2, "UTF-8"),
    ("events/a.md", b"x" * (plain_files.MAX_FILE_BYTES + 1), "content-large", None, "MiB"),
    ("events/a.md", "---\ntitle: A\n<<<<<<< ours\nkind: meeting\n=======\nkind: visit\n>>>>>>> theirs\n---\n", "brief-conflict", 3, "keep what is right"),
    ("inbox/photo.txt", b"%PDF-1.7\n" + b"x" * 100, "article-binary", None, "a .pdf file"),
    ("inbox/empty.txt", "\n\n", "article-empty", None, "fill it or remove it"),
    ("inbox/latin.txt", HELD.replace("useful", "utiles à l'été").encode("latin-1"), "article-encoding", None, "save it as UTF-8"),
    ("inbox/report.docx", "PK", "article-format", None, ".txt"),
    ("inbox/lines.txt", "a\n" * 30_000, "article-large", None, "one file an article"),
    ("inbox/frames.html", "<frameset><frame src=a></frameset>", "html-no-article", None, ".txt"),
    ("inbox/disk.txt", b"x" * (plain_files.MAX_FILE_BYTES + 1), "inbox-large", None, "save the article alone"),
    ("inbox/held.yaml", "outlet: &a X\nbyline: *a\n", "yaml-alias", 1, "remove it and repeat the value"),
    ("inbox/held.yaml", "outlet: " + "[" * 60 + "]" * 60 + "\n", "yaml-deep", 1, "flat values"),
    ("inbox/held.yaml", "outlet: X\n\noutlet: Y\n", "yaml-duplicate", 3, "first on line 1"),
    ("inbox/held.yaml", "outlet: X\n[a, b]: c\n", "yaml-key", 2, "word: value"),
    ("inbox/held.yaml", "- outlet\n", "yaml-no-map", 1, "key: value lines"),
    ("inbox/held.yaml", "outlet: X\n---\noutlet: Y\n", "yaml-several", 2, "remove the second"),
    ("inbox/held.yaml", "outlet: !!python/name:os.system X\n", "yaml-tag", 1, "every value is a string"),
    ("pages/a.md", "---\ntitle: A page\n---\n\n[folder](../events/)\n", "link-folder", None, "index.html"),
    ("_machine/events/a.json", "{", "machine-damaged", None, "the next build makes it anew"),
)  # fmt: skip


def _write(path: str, text: str | bytes) -> Callable[[Newsroom], None]:
    def act(room: Newsroom) -> None:
        (room.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (room.folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return act


def _link_out(room: Newsroom) -> None:
    (room.folder / "elsewhere").mkdir()
    (room.content / "events").symlink_to(room.folder / "elsewhere")


STOPS: tuple[tuple[str, Callable[[Newsroom], None], str, int | None, str], ...] = (
    ("config-key", _write("site_config.yaml", "title: X\ntagine: Y\n"), "site_config.yaml", 2, 'did you mean "tagline"?'),
    ("config-value", _write("site_config.yaml", "title: X\npublish: some\n"), "site_config.yaml", 2, "one of: all, checked"),
    ("config-unreadable", _write("site_config.yaml", b"title: \xff\n"), "site_config.yaml", None, "cannot be read"),
    ("output-foreign", _write("public/thesis.doc", "years of work"), "public", None, "name an empty folder"),
    ("rule-file", _write("content/rules/triggers.yaml", "rule: []\n"), "rules/triggers.yaml", 1, "rules"),
    ("rule-fields", _write("content/rules/triggers.yaml", RULE.format("source: mine")), "rules/triggers.yaml", 2, "examples"),
    ("content-folder-link", _link_out, "events", None, "put a folder in its place"),
    ("template", _write("templates/event.html", "{{ nothing_of_the_kind }}"), "event.html", 1, "nothing_of_the_kind"),
    ("rule-pattern", _write("content/rules/dates.yaml", RULE.format("source: mine\n    examples: {match: [x], no_match: [y]}\n    pattern: '('")), "dates.yaml", 2, "own"),
    ("rule-field", _write("content/rules/merging.yaml", RULE.format("type: figure\n    value: much\n    source: mine\n    examples: {match: [x], no_match: [y]}")), "merging.yaml", 2, "a number such as 2.5"),
    ("string-missing", _write("templates/assets/strings.en.yaml", "date:\n  months: [January]\n"), "strings.en.yaml", None, "twelve"),
    ("string-braces", _write("templates/assets/strings.en.yaml", "site:\n  as_of: 'As of {'\n"), "strings.en.yaml", None, "as_of"),
)  # fmt: skip


# ---- what lies there is no plain file


def _link(path: str, target: str) -> Callable[[Newsroom], None]:
    def act(room: Newsroom) -> None:
        (room.content / path).parent.mkdir(parents=True, exist_ok=True)
        (room.content / path).symlink_to(target)

    return act


def _pipe(path: str) -> Callable[[Newsroom], None]:
    return lambda room: os.mkfifo(room.content / path)


def _folder(path: str) -> Callable[[Newsroom], None]:
    return lambda room: (room.content / path).mkdir(parents=True)


def _twins(room: Newsroom) -> None:
    for name in ("a", "A"):
        _write(f"content/events/{name}.md", EVENT.format(""))(room)


THINGS: tuple[tuple[str, Callable[[Newsroom], None], str, str], ...] = (  # code, what is done, path, part of the message
    ("inbox-link", _link("inbox/out.txt", "/etc/hostname"), "out.txt", "copy the file into the inbox"),
    ("inbox-unreadable", _link("inbox/loop.txt", "loop.txt"), "loop.txt", "check the link"),
    ("inbox-special", _pipe("inbox/pipe.txt"), "pipe.txt", "remove it"),
    ("sidecar-unread", _pipe("inbox/other.yaml"), "other.txt", "mend or remove the sidecar"),
    ("content-link", _link("events/out.md", "/etc/hostname"), "events/out.md", "put a copy in its place"),
    ("content-unreadable", _folder("events/a.md"), "events/a.md", "check its permissions"),
    ("id-twins", _twins, "events/", "differ"),
)


# ---- commands of editors

MEETING = "---\nid: {0}\ntitle: A meeting\nkind: meeting\ndate: 2024-05-15\nstatus: happened\nreports:\n- article: x\n- article: y\n---\n"
DOCUMENTS = {
    "events/meeting.md": MEETING.format("meeting"),
    "events/other.md": MEETING.format("other"),
    "events/broken.md": "---\ntitle: [\n---\n",
    "events/lisbon.md": EVENT.format(""),
    "places/lisbon.md": "---\nname: Lisbon\n---\n",
}
COMMANDS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (  # code, command line, path, part of the message
    ("accept-nothing", ("accept", "meeting"), "events/meeting.md", "what the articles say"),
    ("edit-ambiguous", ("accept", "lisbon"), "", "give the path instead of the id"),
    ("edit-broken", ("accept", "broken"), "events/broken.md", "mend it first"),
    ("edit-unknown", ("accept", "nothing-of-the-kind"), "", "build first"),
    ("explain-unknown", ("explain", "nothing-of-the-kind"), "", "ids stand in the addresses"),
    ("merge-itself", ("merge", "meeting", "meeting"), "events/meeting.md", "another one"),
    ("new-taken", ("new", "person", "Ana Marin", "--id", "ana"), "people/ana.md", "--id ana-2"),
    ("new-value", ("new", "event", "A meeting", "--date", "soon"), "", "YYYY-MM-DD"),
    ("remove-unknown", ("remove", "nothing-of-the-kind"), "", "ids stand in the addresses"),
    ("split-all", ("split", "meeting", "x", "y"), "events/meeting.md", "at least one that stays"),
    ("split-taken", ("split", "meeting", "x", "--id", "other"), "", "give another --id"),
    ("split-unknown", ("split", "meeting", "z"), "events/meeting.md", "some of: x, y"),
    ("table-columns", ("new", "events", "content/wrong.csv"), "", "columns out of: title"),
    ("add", ("add", "gone.html"), "gone.html", "check the name"),
    ("fetch", ("add", "http://127.0.0.1:1/a"), "http://127.0.0.1:1/a", "check the address"),
)  # fmt: skip
