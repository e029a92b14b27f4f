"""Draws the share pictures of the default theme: `python tools/share_pictures.py` (needs Chromium, as the browser tests do).

One picture a kind of page, 1200 by 630, without words, so that every language can use it.  They stand in templates/assets/ and are
committed; this script is only run when their drawing changes.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ASSETS = Path(__file__).parents[1] / "templates" / "assets"
INK, PAPER, LINE, ACCENT, GREEN, BLUE = "#1d1c1a", "#fbfaf6", "#ddd8cb", "#96291b", "#1f6a3d", "#1b5899"
BOOK = (
    f'<g transform="translate(90 165) scale(12.5)" fill="none" stroke="{INK}" stroke-width=".55">'
    '<path d="M5 3h12a2 2 0 0 1 2 2v16H7a2 2 0 0 1-2-2z"/>'
    f'<path d="M5 3h3v18H7a2 2 0 0 1-2-2z" fill="{ACCENT}" stroke="none"/><path d="M11 8h5M11 12h5M11 16h3"/></g>'
)


def line(x1: float, y1: float, x2: float, y2: float, color: str = LINE, width: float = 3) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{color}" stroke-width="{width}" stroke-linecap="round"/>'


def dot(x: float, y: float, r: float = 15, fill: str = GREEN, stroke: str = "none") -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{fill}" stroke="{stroke}" stroke-width="6"/>'


def arc(y1: float, y2: float, width: float) -> str:
    far = 660 + (y2 - y1) * 1.1
    return f'<path d="M660 {y1}C{far} {y1} {far} {y2} 660 {y2}" fill="none" stroke="{ACCENT}" stroke-width="{width}"/>'


def person(x: float, y: float, color: str = INK) -> str:
    return f'<circle cx="{x}" cy="{y}" r="38" fill="{color}"/><path d="M{x - 72} {y + 150}a72 92 0 0 1 144 0z" fill="{color}"/>'


ROWS = "".join(line(620, y, 1090, y) for y in (190, 280, 370, 460))
MOTIFS = {
    "site": "".join(line(620, y, x, y, INK, 12) for y, x in ((210, 1050), (270, 1090), (330, 1020), (390, 1080), (450, 880))),
    "events": line(660, 150, 660, 490)
    + "".join(dot(660, y, 17, fill, stroke) for y, fill, stroke in ((180, PAPER, "#6a4a9c"), (285, PAPER, BLUE), (390, GREEN, GREEN)))
    + "".join(line(720, y, x, y, INK, 12) for y, x in ((180, 960), (285, 1060), (390, 1010))),
    "people": person(760, 240) + person(960, 240, ACCENT),
    "meetings": "".join(dot(660, y, 13, ACCENT) for y in (170, 250, 330, 410, 490))
    + "".join(arc(y1, y2, width) for y1, y2, width in ((170, 490, 5), (250, 410, 12), (170, 250, 5), (330, 410, 5))),
    "places": f'<path d="M600 210q120-70 250 0t260-30v290q-130 60-260 0t-250 20z" fill="#f3f0e8" stroke="{LINE}" stroke-width="3"/>'
    + dot(760, 330, 30, ACCENT)
    + dot(930, 280, 20, ACCENT)
    + dot(1010, 400, 15, ACCENT),
    "organizations": f'<path d="M610 250L850 150l240 100z" fill="{INK}"/>'
    + "".join(line(x, 290, x, 430, INK, 22) for x in (670, 790, 910, 1030))
    + line(620, 475, 1080, 475, INK, 22),
    "sources": f'<text x="600" y="560" font-family="Noto Serif, Georgia, serif" font-size="560" fill="{ACCENT}">“</text>'
    + "".join(line(860, y, x, y, INK, 12) for y, x in ((250, 1090), (310, 1050), (370, 1080))),
    "timeline": ROWS.replace('stroke-width="3"', 'stroke-width="2"')
    + line(690, 190, 850, 190, GREEN, 22)
    + dot(930, 280, 17)
    + line(760, 370, 810, 370, BLUE, 22)
    + dot(1010, 460, 17, PAPER, BLUE),
    "editions": f'<rect x="640" y="130" width="400" height="380" fill="{PAPER}" stroke="{INK}" stroke-width="7"/>'
    + line(690, 200, 990, 200, ACCENT, 22)
    + "".join(line(690, y, x, y, INK, 9) for y, x in ((270, 980), (320, 950), (370, 985), (420, 880))),
}  # fmt: skip


def picture(motif: str) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630">'
    return f'{head}<rect width="1200" height="630" fill="{PAPER}"/>{BOOK}{motif}</svg>'


def main() -> None:
    path = os.environ.get("BEATBOOK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for name, motif in MOTIFS.items():
            page.set_content(f"<style>body{{margin:0}}</style>{picture(motif)}")
            page.screenshot(path=str(ASSETS / f"share-{name}.png"))
        browser.close()


if __name__ == "__main__":
    main()
