"""Every data file keeps its JSON Schema, whatever people write."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from beatbook.publishing.data import export_data
from beatbook.publishing.schemas import ENTRIES
from beatbook.publishing.site import build_site
from tests.publishing.factories import make_article, make_config, make_document, make_event, make_person, make_site

VALUES = st.sampled_from(
    [
        "",
        "x",
        "2031",
        "2031-04~",
        "2031-04-10T10:00",
        "../2031",
        "..",
        " 2031 / 2032 ",
        "2031?~",
        "true",
        "checked",
        "lasts",
        "post",
        "e",
        "-1",
        "1e400",
        "nan",
    ]
)
ANYTHING = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["article", "person", "place", "claims", "at", "quote", "date", "on", "field", "value", "source"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
EVENT_FIELDS = (
    "date",
    "status",
    "kind",
    "place",
    "participants",
    "reports",
    "conflicts",
    "topics",
    "summary",
    "part_of",
    "title",
    "extent",
)
OTHER_FIELDS = (
    "name",
    "aliases",
    "roles",
    "country",
    "latitude",
    "longitude",
    "published",
    "updated",
    "published_range",
    "tags",
    "sha256",
    "outlet",
)


def errors(files, name):
    schema = json.loads(files[f"data/schema/{name}.json"])
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(files[f"data/{name}.json"]))]


@pytest.mark.parametrize("name", ENTRIES)
def test_the_data_keep_their_schema(name):
    """What is published is what the schema promises."""
    files = export_data(make_site(), make_config())

    assert json.loads(files[f"data/{name}.json"])
    assert errors(files, name) == []


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(EVENT_FIELDS), ANYTHING), st.dictionaries(st.sampled_from(OTHER_FIELDS), ANYTHING))
def test_front_matter_of_any_shape_keeps_the_schema(event, other):
    """No value that a person may write makes the data break their promise."""
    documents = [
        make_event("e", **event),
        make_article("post", **other),
        make_person("someone", **other),
        make_document("place", "place", **other),
        make_document("outlet", "outlet", **other),
    ]
    files = export_data(build_site(documents, {}, {}, make_config()), make_config())

    assert {name: found for name in ENTRIES if (found := errors(files, name))} == {}
