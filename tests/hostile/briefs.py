"""Hostile briefs, records, profiles and pages: what somebody may send in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.articles import ATTACKS, PWN, quoted

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {  # folder -> keys whose values are words of people
    "events": ("title", "summary", "note", "because", "x_unknown"),
    "people": ("name", "country", "wikidata", "note", "x_unknown"),
    "organizations": ("name", "country", "wikidata", "note", "x_unknown"),
    "places": ("name", "country", "latitude", "longitude", "note", "x_unknown"),
    "outlets": ("name", "country", "url", "note", "x_unknown"),
    "articles": ("headline", "outlet", "url", "archived", "byline", "published", "language", "note", "x_unknown"),
    "pages": ("title", "description", "x_unknown"),
}
LISTS = {
    "events": ("topics", "former_ids"),
    "people": ("aliases", "former_ids", "same_as"),
    "organizations": ("aliases",),
    "places": ("aliases",),
}
EVENT = "kind: meeting\ndate: 2024-05-15\nstatus: happened\nstanding: confirmed\nplace: lisbon\n"
PEOPLE = "participants:\n  - {person: karin-lindqvist, role: host}\n  - {person: rui-tavares, role: visitor}\n"
STRUCTURE = ("id", "kind", "date", "extent", "status", "standing", "place", "part_of", "review", "hidden", "same_as", "not_same_as", "split",
             "participants", "reports", "conflicts", "editor", "topics", "former_ids", "background", "excluded")  # fmt: skip
PATHS = ("../../../escaped", "/tmp/escaped", "..", ".", "a/b", "con", "x\x00y", "%2e%2e/escaped", "..\\escaped", "e" * 300, "index", "")  # noqa: S108
NAMES = ("<script>alert(1)<", 'quo"te', "apo'strophe", "per%2e%2ecent", "sp ace", "{{ 7*191 }}", "con", "x" * 200, "\U0001f41f", "&amp;", "line\nbreak",
         "#hash", "quest?ion", "Twin", "twin", "-", "new\u202egpj", "index")  # fmt: skip
BODY = "\n\n".join(
    [
        *ATTACKS,
        (
            f"[a](javascript:{PWN}) [b](JaVaScRiPt:{PWN}) [c](data:text/html;base64,PHNjcmlwdD4=) [d](vbscript:x) [e](//evil.example) "
            f"[f](\x01javascript:{PWN}) [g](java&#10;script:{PWN}) <a href=' javascript:{PWN}'>h</a>"
        ),
        "![p](https://evil.example/p.png) ![q](//evil.example/q.png) <img src='/\\evil.example/r.png'> <img srcset='https://evil.example/s.png 2x'>",
        f"<a href=x onclick={PWN} style=position:fixed;inset:0 target=_blank id=__proto__ name=getElementById>clickjack</a>",
        f"<form action=https://evil.example><button formaction=javascript:{PWN}>go</button></form>",
        f"<details open ontoggle={PWN}><summary>x</summary></details><template><script>{PWN}</script></template>",
        "# One\n\n## Two {#id onclick=x}\n\n[^1]: note\n\n*[HTML]: x\n\n| a | b |\n|---|---|\n| <script> | `</script>` |",
        "[x" * 2000 + "]" * 2000 + "(" * 2000 + ")" * 2000,
        "*" * 5000 + "a" + "_" * 5000,
        "> " * 500 + "deep",
        "\n".join(" " * (depth * 4) + "- x" for depth in range(60)),
        "`" * 3000,
    ]
)


def lay_out(content: Path) -> None:
    """Writes attacks into every field of every kind of document, then documents whose structure lies."""
    for folder, keys in WORDS.items():
        (content / folder).mkdir(exist_ok=True)
        for number, attack in enumerate(ATTACKS):
            front = "".join(f"{key}: {quoted(attack)}\n" for key in keys)
            front += "".join(f"{key}: [{quoted(attack)}]\n" for key in LISTS.get(folder, ()))
            if folder == "events":
                front += EVENT + PEOPLE
                front += "reports:\n  - article: " + quoted(attack) + "\n    status: happened\n    claims:\n"
                front += f"      - {{status: happened, quote: {quoted(attack)}, said_by: [[{{source: {quoted(attack)}}}, {{unnamed: {quoted(attack)}}}]]}}\n"
                front += f"conflicts:\n  - {{field: {quoted(attack)}, values: [{{value: {quoted(attack)}, articles: [{quoted(attack)}]}}], chosen: x}}\n"
                front += f"editor: {{title: {{by: {quoted(attack)}, on: 2024-05-01, because: {quoted(attack)}}}}}\n"
            write(content / folder / f"attack-{number}.md", front, attack)
    write(content / "events" / "body.md", "title: Body\n" + EVENT, BODY)
    write(content / "pages" / "body.md", "title: Body\n", BODY)
    for number, key in enumerate(STRUCTURE):
        lie = quoted(ATTACKS[number % len(ATTACKS)])
        rest = "".join(line for line in f"title: Lie\n{EVENT}".splitlines(keepends=True) if not line.startswith(f"{key}:"))
        write(content / "events" / f"lie-text-{key}.md", f"{rest}{key}: {lie}\n")
        write(content / "events" / f"lie-list-{key}.md", f"{rest}{key}: [{lie}, [{lie}], {{a: {lie}}}]\n")
        write(
            content / "events" / f"lie-map-{key}.md",
            f"{rest}{key}: {{person: {lie}, a: [b, {{c: d}}], chosen: [x], values: x, claims: {lie}}}\n",
        )
    for number, path in enumerate(PATHS):
        write(
            content / "events" / f"path-{number}.md",
            f"id: {quoted(path)}\ntitle: Path\n{EVENT}former_ids: [{quoted(path)}]\npart_of: {quoted(path)}\n",
        )
        write(content / "people" / f"path-{number}.md", f"id: {quoted(path)}\nname: Path {number}\nformer_ids: [{quoted(path)}]\n")
    for name in NAMES:
        write(content / "events" / f"{name}.md", f"title: Odd name\n{EVENT}")
        write(content / "people" / f"{name}.md", "name: Odd name\n")
        write(content / "pages" / f"{name}.md", "title: Odd name\n", "Text.")
    write(content / "events" / "self.md", f"title: Self\n{EVENT}part_of: self\nsame_as: [self]\nformer_ids: [self]\n")
    write(content / "events" / "circle-a.md", f"title: A\n{EVENT}part_of: circle-b\nsame_as: [circle-b]\n")
    write(content / "events" / "circle-b.md", f"title: B\n{EVENT}part_of: circle-a\nsame_as: [circle-a]\n")
    (content / "events" / "latin1.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    (content / "events" / "bomb.md").write_text("---\na: &a [x, x]\nb: [*a, *a]\n---\n", "utf-8")
    (content / "events" / "folder.md").mkdir()
    (content / "events" / "link.md").symlink_to("/etc/passwd")
    (content / "events" / "loop.md").symlink_to("loop.md")


def write(path: Path, front: str, body: str = "") -> None:
    path.write_text(f"---\n{front}---\n\n{body}\n", "utf-8", newline="")
