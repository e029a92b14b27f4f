"""The hostile corpus: articles that lie, explode or attack, each with what must become of it."""

from __future__ import annotations

import codecs
import json
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on Wednesday."
BODY = f"Ministers agree to keep talking about fish\n\nLISBON - {SENTENCE}\n\nLindqvist said the talks had been useful.\n"
PWN = "window.pwned=1"
ATTACKS = (
    f"<script>{PWN}</script>",
    f"</script><script>{PWN}</script>",
    f"]]></title><script>{PWN}</script>",
    f'"><img src=x onerror="{PWN}">',
    f"'><svg onload={PWN}>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={PWN}&gt;'>",
    f"<svg><animate onbegin={PWN} attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>parent.{PWN}</script>'></iframe>",
    f"javascript:{PWN}",
    f"java\tscript:{PWN}//",
    f"data:text/html,<script>parent.{PWN}</script>",
    "<style>*{background:url(https://evil.example/x)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "{{ 7*191 }}{% include 'x' %}{# c #}{{ config.__class__.__mro__ }}",
    '=HYPERLINK("https://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "x\r\nBEGIN:VALARM\r\nACTION:PROCEDURE\r\nEND:VALARM",
    "\u202egnp.exe\u202c",
    "Z\u0337\u0322\u0341a\u0336\u0321\u0343l\u0338\u0300g\u0335o" + "\u0301" * 500,
    "%s%n%x{0.__class__}",
    "${7*191}<%= 7*191 %>",
    "</textarea></title></style></noscript><script>" + PWN + "</script>",
    "&lt;script&gt;" + PWN + "&lt;/script&gt;",
    "![x](javascript:" + PWN + ") [x](javascript:" + PWN + ") <javascript:" + PWN + "> [x][y]\n\n[y]: javascript:" + PWN,
)


@dataclass(frozen=True)
class Case:
    """One file of the inbox.  `outcome`: "used", "skipped", "confidential", or the code of the problem for which it is refused."""

    name: str
    outcome: str
    content: bytes = b""
    sidecar: bytes | None = None
    notice: str = ""  # code of a problem that is told though the article is used


def quoted(text: str) -> str:
    """The text as a YAML scalar."""
    return json.dumps(text)


def _text(name: str, text: str, outcome: str = "used", **more: str) -> Case:
    return Case(name, outcome, text.encode("utf-8", "surrogatepass"), **more)  # type: ignore[arg-type]  # `notice` alone


def _sidecar(name: str, sidecar: str, notice: str = "", outcome: str = "used") -> Case:
    return Case(name, outcome, f"{name}\n\n{BODY}".encode(), sidecar.encode("utf-8", "surrogatepass"), notice)


def lay_out(inbox: Path) -> None:
    """Writes the corpus, with what is no file at all: links, pipes, folders that look like articles."""
    for case in CASES:
        path = inbox / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.content)
        if case.sidecar is not None:
            path.with_suffix(".yaml").write_bytes(case.sidecar)
    (inbox / "yaml-latin1.yaml").write_bytes(b"outlet: Caf\xe9\n")
    (inbox / "secret-case.yaml").rename(inbox / "SECRET-Case.YML")
    (inbox.parent / "outside.txt").write_text("Canary Outsider met Rui Tavares.", "utf-8")
    for name, target in LINKS.items():
        (inbox / name).symlink_to(target)
    (inbox / "folder.txt").mkdir()
    (inbox / "folder-out").symlink_to("/etc")
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "sidecar-pipe.txt").write_text(f"Pipe\n\n{BODY}", "utf-8")
    os.mkfifo(inbox / "sidecar-pipe.yaml")


LINKS = {
    "link.txt": "../outside.txt",
    "loop.txt": "loop.txt",
    "zero.txt": "/dev/zero",
    "gone.txt": "nowhere.txt",
    "passwd.html": "/etc/passwd",
}
NO_FILES = {  # what lies there -> code of the problem
    "link.txt": "inbox-link", "loop.txt": "inbox-unreadable", "zero.txt": "inbox-link", "gone.txt": "inbox-unreadable",
    "passwd.html": "inbox-link", "folder-out": "inbox-link", "pipe.txt": "inbox-special", "sidecar-pipe.txt": "sidecar-unread",
}  # fmt: skip


def _bomb(levels: int) -> str:
    """Nine to the power of `levels` strings in a few hundred bytes, if anyone expands it."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


ENTITIES = "<!DOCTYPE html [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
PAGE = "<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"


def page(title: str, head: str = "", body: str = SENTENCE + " Lindqvist said the talks had been useful. " * 4) -> str:
    return PAGE.format(title=title, head=head, body=body)


CASES: tuple[Case, ...] = (
    # ---- encodings
    Case("bom-utf8.txt", "used", codecs.BOM_UTF8 + BODY.encode()),
    Case("bom-utf16le.txt", "used", codecs.BOM_UTF16_LE + BODY.encode("utf-16-le")),
    Case("bom-utf16be.txt", "used", codecs.BOM_UTF16_BE + BODY.encode("utf-16-be")),
    Case("bom-utf32.txt", "used", codecs.BOM_UTF32_LE + BODY.encode("utf-32-le")),
    Case("utf16-without-bom.txt", "used", BODY.encode("utf-16-le")),
    Case("bom-lies.txt", "used", codecs.BOM_UTF16_LE + bytes(range(0x80, 0x100)) * 40),
    Case("odd-utf16.txt", "used", codecs.BOM_UTF16_LE + BODY.encode("utf-16-le") + b"\x41"),
    Case("latin1.txt", "used", BODY.replace("useful", "utiles à l'été").encode("latin-1"), notice="article-encoding"),
    Case("invalid-utf8.txt", "used", BODY.encode().replace(b"fish", b"f\xff\xfesh"), notice="article-encoding"),
    Case("overlong.txt", "used", BODY.encode() + b"\xc0\xaf\xc1\x81", notice="article-encoding"),
    Case("lone-surrogates.txt", "used", BODY.encode() + b"\xed\xa0\x80\xed\xbf\xbf", notice="article-encoding"),
    Case("one-nul.txt", "used", BODY.encode().replace(b" met ", b" met\x00 ")),
    Case("all-nul.txt", "article-empty", b"\x00" * 5000),
    Case("binary.txt", "article-binary", bytes(range(256)) * 40),
    Case("pdf.txt", "article-binary", b"%PDF-1.7\n" + b"x" * 100),
    Case("empty.txt", "article-empty", b""),
    Case("blank.txt", "article-empty", b" \n\t\r\n\xc2\xa0\n"),
    Case("old-mac.txt", "used", BODY.replace("\n", "\r").encode()),
    _text("bidi.txt", BODY.replace("Lisbon", "\u202enobsiL\u202c").replace("Tavares", "Tavares\u2066\u2069")),
    _text("homoglyphs.txt", BODY.replace("Karin", "K\u0430rin").replace("Rui", "R\u057di")),
    _text("zalgo.txt", BODY.replace("Tavares", "T" + "".join(chr(0x300 + n % 0x70) for n in range(2000)) + "avares")),
    _text("noncharacters.txt", BODY + "\ufffe\uffff\U0010ffff \u0085 \u2028 \u2029 \x0c \x1c\n"),
    _text("tags-plane.txt", BODY.replace("fish", "fish" + "".join(chr(0xE0020 + n) for n in range(95)))),
    # ---- size and shape
    _text("long-line.txt", "a " * 400_000 + "\n" + BODY),
    _text("long-word.txt", "x" * 900_000),
    _text("too-long.txt", "word " * 300_000, "article-large"),
    _text("many-lines.txt", "a\n" * 19_000 + BODY),
    _text("too-many-lines.txt", "a\n" * 100_000, "article-large"),
    _text("many-dates.txt", BODY + "On 4 May 2024 and on 5 May 2024 he said. " * 4_000),
    _text("many-names.txt", BODY + " ".join(f"Mr Anton Quill{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}o met." for n in range(3_000))),
    _text("many-quotes.txt", BODY + '"' * 20_000 + "\u201c\u201d" * 20_000),
    _text("many-brackets.txt", BODY + "(" * 30_000 + ")" * 30_000 + "[" * 30_000),
    _text("many-digits.txt", BODY + "1" * 100_000 + " " + "1-" * 50_000 + " 12/" * 20_000),
    _text("many-capitals.txt", BODY + "Aa " * 60_000),
    _text("one-word-per-line.txt", "\n".join(["Putin"] * 15_000)),
    _text("impossible-dates.txt", BODY + "They met on 30 February 2024, on 31 April, on 99/99/9999, in the year 0000 and in 999999999."),
    _text("deep.html", "<div>" * 50_000 + BODY + "</div>" * 50_000, "html-no-article"),
    _text("unclosed.html", page("Unclosed") + "<b>" * 3_000),
    _text("attributes.html", page("Attributes", f"<meta {'a=b ' * 50_000}>")),
    _text("entities.html", ENTITIES + page("Entities", body=f"&a9; {SENTENCE} " * 3)),
    _text("external-entity.html", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + page("External", body=f"&f; {SENTENCE} " * 3)),
    _text("script.html", page("Script", f"<script>{PWN}</script>")),
    _text("refresh.html", page("Refresh", "<meta http-equiv=refresh content='0;url=https://evil.example'>")),
    _text("nested-json-ld.html", page("Nested", f'<script type="application/ld+json">{"[" * 20_000}{"]" * 20_000}</script>')),
    _text("surrogate-json-ld.html", page("Surrogate", '<script type="application/ld+json">'
          '{"@type": "NewsArticle", "headline": "\\ud800 \\udfff", "datePublished": "2024-05-16", "author": {"name": "\\udc00"}}</script>')),
    _text("wrong-json-ld.html", page("Wrong", '<script type="application/ld+json">'
          '{"@type": ["NewsArticle", 7, null], "headline": {"a": []}, "datePublished": 1e999, "author": [[], {}, null, 5], "publisher": true}'
          "</script>")),
    _text("charset-lies.html", page("Charset", "<meta charset=utf-7>")),
    _text("charset-codec.html", page("Codec", "<meta charset=rot13>") + "\udc80"),
    _text("frameset.html", "<frameset><frame src=https://evil.example></frameset>", "html-no-article"),
    # ---- sidecars and front matter
    _sidecar("yaml-bomb.txt", _bomb(9), "yaml-alias"),
    _sidecar("yaml-anchor.txt", "outlet: &x Y\n", "yaml-alias"),
    _sidecar("yaml-merge.txt", "<<: {outlet: X}\n", "yaml-alias"),
    _sidecar("yaml-tag.txt", "outlet: !!python/object/apply:os.system ['touch pwned']\n", "yaml-tag"),
    _sidecar("yaml-twice.txt", "outlet: A\noutlet: B\n", "yaml-duplicate"),
    _sidecar("yaml-deep.txt", "outlet: " + "[" * 5_000 + "]" * 5_000 + "\n", "yaml-deep"),
    _sidecar("yaml-several.txt", "outlet: A\n---\noutlet: B\n", "yaml-several"),
    _sidecar("yaml-list.txt", "- outlet\n", "yaml-no-map"),
    _sidecar("yaml-tab.txt", "outlet:\n\t- A\n", "yaml-broken"),
    _sidecar("yaml-control.txt", "outlet: A\x07\x1b[31m\n"),
    _sidecar("yaml-nested.txt", "outlet: {a: [b, {c: d}]}\npublished: [2024-05-16]\ntags: {x: y}\n", "value-type"),
    _sidecar("yaml-latin1.txt", "", "sidecar-encoding"),
    _sidecar("yaml-date.txt", "published: 2024-02-30\n", "date-impossible"),
    _sidecar("yaml-javascript.txt", f"url: javascript:{PWN}\narchived: data:text/html,x\n", "url-broken"),
    _sidecar("yaml-escape.txt", 'outlet: "..\\\\..\\\\..\\\\x"\nheadline: "../../../../etc/passwd"\nid: ../../x\n', "key-unknown"),
    _text("front-matter.txt", "---\noutlet: &x [*x]\n---\n" + BODY, notice="yaml-alias"),
    _text("front-matter-open.txt", "---\noutlet: X\n" + BODY),
    _text("front-matter-only.txt", "---\noutlet: X\n---\n", "article-empty"),
    _text("secret.txt", "---\nconfidential: true\n---\nCanary Quillfeather met Rui Tavares.", "confidential"),
    Case("secret-case.txt", "confidential", b"Canary Quillfeather", sidecar=b"confidential: yes\n"),
    Case("secret-misspelt.txt", "confidential", b"Canary Quillfeather", sidecar=b"Confidentail: true\n"),
    Case("secret-list.txt", "confidential", b"Canary Quillfeather", sidecar=b"confidential: [true]\n"),
    Case("secret-broken.txt", "confidential", b"Canary Quillfeather", sidecar=b"confidential: true\n: [\n"),
    # ---- formats
    Case("report.pdf", "article-format", b"%PDF-1.7"),
    Case("report", "article-format", BODY.encode()),
    Case("mail.eml", "article-format", b"From: x"),
    Case("style.css", "article-format", b"* {}"),
    Case("big.txt", "inbox-large", b"b" * (50 * 1024 * 1024)),
    # ---- names
    Case("CON.txt", "used", f"Con\n\n{BODY}".encode()),
    Case("..txt", "skipped", BODY.encode()),
    Case("...md", "skipped", BODY.encode()),
    Case(" .txt", "used", f"Space\n\n{BODY}".encode()),
    Case("\U0001f41f.txt", "used", f"Emoji\n\n{BODY}".encode()),
    Case("n" * 250 + ".txt", "used", f"Long name\n\n{BODY}".encode()),
    Case("line\nbreak\x1b[31m.txt", "used", f"Line break\n\n{BODY}".encode()),
    Case("a'b\"c<script>&amp;.txt", "used", f"Markup in the name\n\n{BODY}".encode()),
    Case("%2e%2e%2fx.txt", "used", f"Percent\n\n{BODY}".encode()),
    Case("{{ 7*191 }}.txt", "used", f"Template in the name\n\n{BODY}".encode()),
    Case("twin.txt", "article-twins", f"Twin\n\n{BODY}".encode()),
    Case("Twin.TXT", "used", f"Twin in capitals\n\n{BODY}".encode()),
    Case(unicodedata.normalize("NFC", "café.txt"), "article-twins", f"Composed\n\n{BODY}".encode()),
    Case(unicodedata.normalize("NFD", "café.txt"), "used", f"Decomposed\n\n{BODY}".encode()),
    Case("/".join(["d"] * 100) + "/deep.txt", "used", f"Deep\n\n{BODY}".encode()),
    Case("page_files/x.txt", "skipped", BODY.encode()),
    Case("README.txt", "skipped", BODY.encode()),
    # ---- attacks in every field
    *(
        Case(
            f"attack-{number:02}.txt",
            "used",
            f"{attack}\n\nBy {attack}\n\n{attack.splitlines()[0]} (Wire) - Attack {number}. {SENTENCE}\n\n{attack} {SENTENCE} {attack}\n\n"
            f'"{attack}," said Karin {attack} Lindqvist.\n\nMr Anton {attack} met Karin Lindqvist in {attack} on 3 May 2024.\n'.encode(),
            sidecar="".join(
                f"{key}: {quoted(attack)}\n" for key in ("headline", "outlet", "byline", "dateline", "url", "archived", "tags")
            ).encode(),
        )
        for number, attack in enumerate(ATTACKS)
    ),
)  # fmt: skip
