"""What axe leaves open: contrast inside pictures, in light and dark, and targets that a finger can hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.served import largest, serve
from tests.browser.test_reading import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PICTURES = ("timeline.html", "places/index.html", "meetings/index.html", "people", "events")

# Text against what lies behind it (4.5:1), marks against it (3:1; WCAG 1.4.3 and 1.4.11).  Behind a text is the rectangle of its own link,
# else the land of the map, else the page; lines that only help the eye (land, borders, months) and invisible targets are no marks.
WEAK = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, opacity, below) => below.slice(0, 3).map((under, i) => top[i] * top[3] * opacity + under * (1 - top[3] * opacity));
  const light = color => {
    const [r, g, b] = color.map(part => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ratio = (one, other) => { const [a, b] = [light(one), light(other)].sort((x, y) => y - x); return (a + .05) / (b + .05); };
  const paper = rgba(getComputedStyle(document.body).backgroundColor), found = [];
  for (const mark of document.querySelectorAll('main svg :is(text, circle, path, line, rect):not(.hit, .tick, .land, .borders)')) {
    const style = getComputedStyle(mark), link = mark.closest('a, g'), behind = [paper];
    const land = mark.closest('.map')?.querySelector('.land'), box = mark.tagName === 'text' && link?.querySelector('rect:not(.hit)');
    if (land) behind.push(rgba(getComputedStyle(land).fill));
    if (box) behind.splice(0, behind.length, rgba(getComputedStyle(box).fill));
    if (mark.tagName === 'rect') continue;
    const text = mark.tagName === 'text', alone = parseFloat(style.opacity);
    const inks = text ? [[style.fill, style.fillOpacity]] : [[style.fill, style.fillOpacity], [style.stroke, style.strokeOpacity]].filter(([ink]) => ink !== 'none');
    for (const below of behind) {
      const best = Math.max(...inks.map(([ink, opacity]) => ratio(over(rgba(ink), opacity * alone, below), below)));
      if (best < (text ? 4.5 : 3)) found.push([mark.outerHTML.slice(0, 90), Math.round(best * 100) / 100]);
    }
  }
  return found;
}"""

# Links and controls smaller than 24 px both ways are allowed within a sentence, and where a circle of 24 px around the middle of each
# touches no other one (WCAG 2.5.8).
SMALL = """() => {
  const seen = [...document.querySelectorAll('a[href], button, summary, select, input, [tabindex="0"]')].filter(one => one.checkVisibility() && !one.closest('.skip, .away, .scroll > svg'));
  const boxes = seen.map(one => { const hit = one.querySelector(':scope > .hit') || one; return [one, hit.getBoundingClientRect()]; }).filter(([, box]) => box.width && box.bottom > 0);
  const inline = one => {
    const near = [...one.parentNode.childNodes].filter(node => node !== one).map(node => node.textContent.trim()).join('');
    return one.matches('.ref') || (getComputedStyle(one).display === 'inline' && near.length > 0);
  };
  const small = boxes.filter(([one, box]) => (box.width < 23.9 || box.height < 23.9) && !inline(one) && !one.matches('input[type=checkbox]'));
  return small.filter(([one, box]) => {
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    return boxes.some(([other, there]) => other !== one && !other.contains(one) && !one.contains(other)
      && Math.hypot(Math.max(there.left - x, 0, x - there.right), Math.max(there.top - y, 0, y - there.bottom)) < 12);
  }).map(([one, box]) => [one.outerHTML.slice(0, 110), Math.round(box.width), Math.round(box.height)]);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_marks_of_pictures_stand_out(browser: Browser, thousand_files, scheme):
    """4.5:1 for text, 3:1 for marks, against all that may lie behind them, on the pictures of a large digest."""
    page = browser.new_page(color_scheme=scheme)
    weak: dict[str, tuple[str, float]] = {}
    with serve(thousand_files) as site:
        for kind in PICTURES:
            url = kind if kind.endswith(".html") else largest(thousand_files, kind)
            page.goto(f"{site.address}/{url}")
            assert page.locator("main svg a").count(), url
            weak |= {f"{url} {found[0]}": found for found in page.evaluate(WEAK)}
    page.close()

    assert list(weak.values()) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_targets_can_be_hit(browser: Browser, digest: Path, width):
    """Every link and control outside of a sentence has 24 px, or as much room around it."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    small = []
    for url in PAGES:
        page.goto(f"{digest.as_uri()}/{url}")
        small += [(url, *found) for found in page.evaluate(SMALL)]
    page.close()

    assert small == []
