"""Markdown that people wrote becomes HTML that cannot harm a reader."""

from __future__ import annotations

import pytest

from beatbook.publishing.markdown_text import render_markdown


def test_first_heading_of_a_body_is_a_second_level_heading():
    """The page has its own first heading."""
    assert "<h2>Title</h2>" in render_markdown("# Title")


def test_hash_in_code_is_left_alone():
    assert "# a comment" in render_markdown("    # a comment")


def test_table_is_kept():
    assert "<td>1</td>" in render_markdown("| a | b |\n|---|---|\n| 1 | 2 |")


def test_empty_body_gives_nothing():
    assert render_markdown(" \n") == ""


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        '<img src=x onerror="alert(1)">',
        "<svg onload=alert(1)></svg>",
        "<iframe src=https://evil.example></iframe>",
        '<b style="position:fixed">x</b>',
        '<a href="x" onclick="alert(1)">a</a>',
        "<form action=https://evil.example><input></form>",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">',
        "<math><mtext><script>alert(1)</script></mtext></math>",
        '<p id="main">clobbered</p>',
    ],
)
def test_hostile_markup_is_taken_out(hostile):
    """No script, no style, no handler, no frame, no form, no id and no address of another scheme comes through."""
    html = render_markdown(hostile).lower()

    tags = html.replace("&lt;", "")
    forbidden = ("<script", "javascript:", "data:", "onerror=", "onload=", "onclick=", "<iframe", "style=", "<form", "<meta", "<svg", "id=")
    assert not any(part in tags for part in forbidden)


@pytest.mark.parametrize("address", ["https://other.example/a.png", "//other.example/a.png", "\\\\other.example/a.png"])
def test_picture_of_another_host_is_not_asked_for(address):
    """A page asks nothing of third parties; the picture's words stay."""
    html = render_markdown(f"![a harbour]({address})")

    assert "other.example" not in html
    assert "a harbour" in html


def test_picture_of_the_site_is_shown():
    assert 'src="../assets/a.png"' in render_markdown("![a](../assets/a.png)")


def test_outside_link_does_not_hand_over_the_window():
    assert "noopener" in render_markdown("[a](https://other.example)")
