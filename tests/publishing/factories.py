"""Hand-built documents and a digest in miniature; the names and events are made up.

`make_site()` is the site that `digest()` makes: a summit from rumour to the day itself with a conflict about its date, a cancelled call,
a forum with a meeting in it, a visit, a lapsed plan, a letter, an official who is only mentioned, an outlet that copies another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.model import Analysis, Claim, Entity, Mention, Participant, Quote, StatedRole
from beatbook.briefing.model import Document, MachineView
from beatbook.config import Config
from beatbook.publishing.site import build_site
from beatbook.reading.model import ArticleMetadata, Span

if TYPE_CHECKING:
    from beatbook.publishing.model import Site


@dataclass(frozen=True)
class Digest:
    """What build_site reads."""

    documents: tuple[Document, ...]
    views: dict[str, MachineView]
    analyses: dict[str, Analysis]


TEXTS = {
    "harbour-post-2031-03-02-leaders-may-meet": (
        "Leaders may meet in spring\n\nPresident Ana Duarte may meet Chancellor Tomas Lindqvist in Port Amber on April 9, the Meridian "
        "News Agency reported on Sunday, citing a diplomatic source."
    ),
    "harbour-post-2031-03-20-summit-announced": (
        "Summit announced\n\nDuarte and Lindqvist will meet in Port Amber on April 10, the foreign ministry of Veskia said. A call "
        "planned for Friday was cancelled, spokeswoman Ines Falk said."
    ),
    "coast-courier-2031-03-21-summit-set": "Summit set for April 10, Harbour Post reports: Duarte and Lindqvist will meet in Port Amber.",
    "harbour-post-2031-04-10-leaders-meet": (
        "Leaders meet\n\nDuarte and Lindqvist met in Port Amber on Thursday and spoke about fishing rights for two hours. Duarte gave "
        "Lindqvist a letter."
    ),
    "our-note-on-the-autumn-forum": (
        "Lindqvist and Duarte attended the North Sea Forum in Halden from 4 to 6 September 2031; they met there on 5 September. Duarte "
        "visited Lindqvist in Halden in October 2031, where the two held a meeting. Talks on cod quotas are planned for 3 November 2031."
    ),
}


def make_config(**values: object) -> Config:
    """A configuration with a base URL, so that absolute links are there."""
    return Config(**{"base_url": "https://news.example/beat", "title": "North Sea Beat", "publisher": "The Desk", **values})  # type: ignore[arg-type]  # keywords of a factory


def make_document(type: str, id: str, /, **fields: object) -> Document:  # noqa: A002 - the fields' own names
    """A document; `body` is what stands below its front matter."""
    body = str(fields.pop("body", ""))
    return Document(type, id, {"id": id, **fields}, body)  # type: ignore[arg-type]  # keywords of a factory


def make_event(id: str = "summit", /, **fields: object) -> Document:  # noqa: A002 - the field's own name
    return make_document("event", id, **{"title": id, "kind": "meeting", "status": "happened", "standing": "confirmed", **fields})


def make_article(id: str = "post", /, **fields: object) -> Document:  # noqa: A002 - the field's own name
    return make_document("article", id, **{"headline": id, "outlet": "Harbour Post", "file": f"{id}.txt", "text": "original", **fields})


def make_person(id: str, name: str = "", /, **fields: object) -> Document:  # noqa: A002 - the field's own name
    return make_document("person", id, **{"name": name or id, **fields})


def make_claim(article: str, quote: str, **fields: object) -> dict[str, object]:
    """A claim of a brief whose quote stands in the text of `article`."""
    start = TEXTS[article].index(quote)
    return {"status": "happened", "at": f"{start}-{start + len(quote)}", "quote": quote, **fields}


def make_report(article: str, status: str, *claims: dict[str, object]) -> dict[str, object]:
    return {"article": article, "status": status, "claims": list(claims)}


def people(*ids: str, role: str = "participant") -> list[dict[str, str]]:
    """Participants of a brief."""
    return [{"person": identifier, "role": role} for identifier in ids]


def make_site(config: Config | None = None, *, as_of: str | None = "2031-11-20") -> Site:
    """The site of the digest in miniature."""
    source = digest()
    return build_site(source.documents, source.views, source.analyses, config or make_config(), as_of=as_of)


def digest() -> Digest:
    """The documents, views and analyses of the digest in miniature."""
    documents = (*_events(), *_articles(), *_profiles(), _page())
    analyses = {identifier: _analysis(identifier) for identifier in TEXTS}
    views = {document.path: _view(document) for document in documents if document.type != "page"}
    return Digest(documents, views, analyses)


LEADERS = ("ana-duarte", "tomas-lindqvist")
RUMOUR, ANNOUNCED, COPY, MET, NOTE = TEXTS


def _events() -> tuple[Document, ...]:
    by_agency = [[{"source": "meridian-news-agency"}, {"unnamed": "a diplomatic source"}]]
    summit = make_event(
        "duarte-lindqvist-port-amber-2031",
        title="Duarte and Lindqvist meet in Port Amber",
        date="2031-04-10",
        extent="lasts",
        place="port-amber",
        participants=[{"person": "ana-duarte", "role": "host"}, {"person": "tomas-lindqvist", "role": "visitor"}],
        topics=["fishing rights"],
        summary=f"Ana Duarte met Tomas Lindqvist in Port Amber on 10 April 2031. [@{MET}; @{ANNOUNCED}] They spoke of fishing. [@{MET}]",
        reports=[
            make_report(
                RUMOUR,
                "expected",
                make_claim(
                    RUMOUR,
                    "President Ana Duarte may meet Chancellor Tomas Lindqvist in Port Amber on April 9",
                    status="expected",
                    on="2031-03-02",
                    date="2031-04-09",
                    place="port-amber",
                    said_by=by_agency,
                ),
            ),
            make_report(
                ANNOUNCED,
                "planned",
                make_claim(
                    ANNOUNCED,
                    "Duarte and Lindqvist will meet in Port Amber on April 10",
                    status="planned",
                    date="2031-04-10",
                    said_by=[[{"source": "veskia"}]],
                ),
            ),
            make_report(
                COPY, "planned", make_claim(COPY, "Duarte and Lindqvist will meet in Port Amber", status="planned", date="2031-04-10")
            ),
            make_report(
                MET,
                "happened",
                make_claim(MET, "Duarte and Lindqvist met in Port Amber on Thursday", date="2031-04-10", place="port-amber"),
                make_claim(MET, "spoke about fishing rights for two hours", date="2031-04-10"),
            ),
        ],
        conflicts=[
            {
                "field": "date",
                "values": [{"value": "2031-04-09", "articles": [RUMOUR]}, {"value": "2031-04-10", "articles": [ANNOUNCED, COPY, MET]}],
                "chosen": "2031-04-10",
                "because": "two origins, one after the event",
            }
        ],
        review={"status": "checked", "by": "Kim Reader", "on": "2031-04-12"},
        former_ids=["duarte-lindqvist-2031"],
        body="The first meeting of the two.",
        desk="fisheries",
    )
    call = make_event(
        "duarte-lindqvist-call-2031",
        title="Call between Duarte and Lindqvist",
        kind="call",
        date="2031-03-21",
        status="cancelled",
        participants=people(*LEADERS),
        summary=f"A call planned for 21 March 2031 was cancelled. [@{ANNOUNCED}]",
        reports=[
            make_report(
                ANNOUNCED,
                "cancelled",
                make_claim(
                    ANNOUNCED,
                    "A call planned for Friday was cancelled",
                    status="cancelled",
                    date="2031-03-21",
                    said_by=[[{"source": "ines-falk"}]],
                ),
            )
        ],
    )
    letter = make_event(
        "duarte-letter-2031",
        title="Duarte hands Lindqvist a letter",
        kind="letter",
        date="2031-04-10",
        extent="lasts",
        participants=[{"person": "ana-duarte", "role": "sender"}, {"person": "tomas-lindqvist", "role": "recipient"}],
        background="true",
        reports=[make_report(MET, "happened", make_claim(MET, "Duarte gave Lindqvist a letter.", date="2031-04-10"))],
    )
    return (summit, call, letter, *_autumn())


def _autumn() -> tuple[Document, ...]:
    forum = make_event(
        "north-sea-forum-2031",
        title="North Sea Forum",
        kind="forum",
        date="2031-09-04/2031-09-06",
        extent="lasts",
        place="halden",
        participants=[
            *people(*LEADERS, role="attendee"),
            {"state": "veskia", "role": "attendee"},
            {"organization": "cod-council", "role": "host"},
        ],
        summary=f"Lindqvist and Duarte attended the North Sea Forum in Halden. [@{NOTE}]",
        reports=[
            make_report(
                NOTE,
                "happened",
                make_claim(
                    NOTE,
                    "Lindqvist and Duarte attended the North Sea Forum in Halden from 4 to 6 September 2031",
                    date="2031-09-04/2031-09-06",
                ),
            )
        ],
    )
    part = make_event(
        "duarte-lindqvist-halden-2031",
        title="Duarte and Lindqvist meet at the forum",
        date="2031-09-05",
        extent="lasts",
        place="halden",
        part_of="north-sea-forum-2031",
        participants=people(*LEADERS),
        reports=[make_report(NOTE, "happened", make_claim(NOTE, "they met there on 5 September", date="2031-09-05"))],
    )
    visit = make_event(
        "duarte-halden-october-2031",
        title="Duarte visits Halden",
        kind="visit",
        date="2031-10",
        place="halden",
        participants=[{"person": "ana-duarte", "role": "visitor"}, {"person": "tomas-lindqvist", "role": "host"}],
        reports=[
            make_report(
                NOTE,
                "happened",
                make_claim(NOTE, "Duarte visited Lindqvist in Halden in October 2031", date="2031-10"),
                make_claim(NOTE, "the two held a meeting", date="2031-10"),
            )
        ],
    )
    talks = make_event(
        "cod-talks-2031",
        title="Talks on cod quotas",
        kind="talks",
        date="2031-11-03",
        status="planned",
        standing="claimed",
        participants=[{"state": "veskia", "role": "participant"}],
        topics=["fishing rights"],
        reports=[
            make_report(
                NOTE,
                "planned",
                make_claim(NOTE, "Talks on cod quotas are planned for 3 November 2031", status="planned", date="2031-11-03"),
            )
        ],
    )
    return forum, part, visit, talks


def _articles() -> tuple[Document, ...]:
    post = {"outlet": "Harbour Post", "outlet_id": "harbour-post", "language": "en", "type": "news", "published_basis": "stated"}
    return (
        make_article(
            RUMOUR,
            **{
                **post,
                "headline": "Leaders may meet in spring",
                "published": "2031-03-02",
                "cites": ["meridian-news-agency"],
                "sha256": "a" * 64,
            },
        ),
        make_article(
            ANNOUNCED,
            **{
                **post,
                "headline": "Summit announced",
                "published": "2031-03-20T08:30+01:00",
                "byline": "Pia Holm",
                "url": "https://post.example/2",
            },
        ),
        make_article(
            COPY,
            outlet="Coast Courier",
            outlet_id="coast-courier",
            headline="",
            published="2031-03-21",
            copy_of=ANNOUNCED,
            cites=["harbour-post"],
        ),
        make_article(
            MET,
            **{
                **post,
                "headline": "Leaders meet",
                "published": "",
                "published_basis": "unknown",
                "published_range": "2031-04-10/2031-04-12",
            },
        ),
        make_article(
            NOTE,
            headline="Our note on the autumn forum",
            outlet="",
            published="2031-11-01",
            text="summary",
            tags=["forum"],
            file="notes/autumn.md",
        ),
    )


def _profiles() -> tuple[Document, ...]:
    roles = [{"title": "President", "country": "VK", "from": "2031-03-02", "to": "2031-10"}]
    return (
        make_person("ana-duarte", "Ana Duarte", aliases=["Duarte", "آنا دوارتي"], country="VK", roles=roles, wikidata="Q1"),
        make_person("tomas-lindqvist", "Tomas Lindqvist", aliases=["Lindqvist"], country="SD", former_ids=["lindqvist"]),
        make_document("organization", "cod-council", name="Cod Council", kind="organization"),
        make_document("organization", "veskia", name="Veskia", type="state", kind="country", country="VK"),
        make_document(
            "place", "port-amber", name="Port Amber", kind="city", country="VK", parent="veskia", latitude="54.5", longitude="11.25"
        ),
        make_document("place", "halden", name="Halden", kind="city", country="SD", latitude="59.12", longitude="11.39"),
        make_document("outlet", "harbour-post", name="Harbour Post", kind="outlet"),
        make_document("outlet", "coast-courier", name="Coast Courier", kind="outlet"),
        make_document("outlet", "meridian-news-agency", name="Meridian News Agency", type="source", kind="agency"),
    )


def _page() -> Document:
    return make_document("page", "about", title="About this beat", body="Kept by *the desk*.")


def _view(document: Document) -> MachineView:
    """The machine's view of a document: the same, but for what the editor of the summit wrote."""
    fields = {key: value for key, value in document.front_matter.items() if key not in ("review", "desk")}
    if document.type == "article":
        return MachineView(fields, "", "2031-03-21", {"entities": list(_entity_ids(document.id))})
    extra = {"origins": "2", "because": ["same people, place and day"]} if document.id == "duarte-lindqvist-port-amber-2031" else {}
    return MachineView(fields, "", "2031-04-12" if document.id == "duarte-lindqvist-port-amber-2031" else "2031-11-01", dict(extra))


_ENTITIES = {
    "ana-duarte": Entity("person", "Ana Duarte", forms=("Ana Duarte", "Duarte"), roles=(StatedRole("President"),)),
    "tomas-lindqvist": Entity("person", "Tomas Lindqvist", forms=("Tomas Lindqvist", "Lindqvist")),
    "ines-falk": Entity("person", "Ines Falk", forms=("Ines Falk",)),
    "port-amber": Entity("place", "Port Amber", kind="city"),
    "halden": Entity("place", "Halden", kind="city"),
    "veskia": Entity("state", "Veskia", kind="country"),
    "meridian-news-agency": Entity("organization", "Meridian News Agency", kind="agency"),
    "": Entity("person", "Pia Holm", credit=True),
}


def _entity_ids(article: str) -> tuple[str, ...]:
    """The profile of each entity of an article's analysis; the last one is a credit without a profile."""
    names = {identifier: entity for identifier, entity in _ENTITIES.items() if identifier}
    return (
        *(identifier for identifier, entity in names.items() if any(form in TEXTS[article] for form in entity.forms or (entity.name,))),
        "",
    )


def _analysis(article: str) -> Analysis:
    ids = _entity_ids(article)
    mentions = []
    for index, identifier in enumerate(ids[:-1]):
        entity, start = _ENTITIES[identifier], 0
        for form in entity.forms or (entity.name,):
            if (at := TEXTS[article].find(form, start)) >= 0:
                mentions.append(Mention(at, at + len(form), form, entity.type, index, "full" if " " in form else "surname", 0))
                start = at + len(form)
    mentions.append(Mention(0, 4, "Pia ", "person", len(ids) - 1, "full", 0, credit=True))
    metadata = ArticleMetadata(f"{article}.txt", "f" * 64, outlet="Harbour Post")
    return Analysis(
        metadata, entities=tuple(_ENTITIES[identifier] for identifier in ids), mentions=tuple(mentions), claims=_claims(article, ids)
    )


def _claims(article: str, ids: tuple[str, ...]) -> tuple[Claim, ...]:
    """The one claim of the note that tells more than its brief: that the visitor and the host met."""
    words = "the two held a meeting"
    if words not in TEXTS[article]:
        return ()
    start = TEXTS[article].index(words)
    quote = Quote(start, start + len(words), words, TEXTS[article][start - 32 : start], TEXTS[article][start + len(words) :][:32])
    two = tuple(Participant(ids.index(identifier), "participant") for identifier in LEADERS)
    return (Claim("meeting", "happened", start, quote.end, Span(start, quote.end), 0, two, evidence=quote),)
