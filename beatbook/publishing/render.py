"""The site model -> the files of the site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from beatbook.errors import Problem, TemplateError
from beatbook.publishing.assets import LAND, publish_assets
from beatbook.publishing.data import export_schemas, export_table
from beatbook.publishing.earlier import NOTHING_EARLIER
from beatbook.publishing.editions import issue_of, write_editions
from beatbook.publishing.exports import ChannelPlan, ChannelWriter, channel_files, plan_channels
from beatbook.publishing.index import make_index
from beatbook.publishing.jsonld import script_json
from beatbook.publishing.kept import page_key
from beatbook.publishing.outline import Outline, outline_of
from beatbook.publishing.page import Desks, Page, Raw, Unit, facts_of
from beatbook.publishing.pages import page_units
from beatbook.publishing.pages_editions import letter_units, period_of, with_late
from beatbook.publishing.previews import Shard, find_shards, format_shard, shard_path, shards
from beatbook.publishing.renderer import Renderer, keys_of
from beatbook.publishing.schemas import ENTRIES
from beatbook.publishing.search_index import search_index, search_units
from beatbook.publishing.search_plan import plan_search
from beatbook.publishing.sitemap import export_sitemap
from beatbook.publishing.tracing import Recorder, tables_of, untraced
from beatbook.publishing.views import recall_plainly
from beatbook.publishing.words import parse_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from beatbook.config import Config
    from beatbook.publishing.assets import Assets
    from beatbook.publishing.editions import Edition, Issue
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Site
    from beatbook.publishing.words import Words


def render_site(
    site: Site, config: Config, templates: Mapping[str, str], assets: Mapping[str, bytes], editions: Sequence[Edition] | None = None
) -> dict[str, bytes]:
    """Every file of the site by its path under public/: pages, redirects, feeds, data and assets.

    `editions` are those to be shown, oldest first; None: all as the site's reports have them.

    `templates` and `assets` are the theme's, by name ("event.html", "site.css"); files named `strings.LANGUAGE.yaml` in either hold
    the words of the interface.  Raises TemplateError with template, line and page.
    """
    files: dict[str, bytes] = {}
    issues = None if editions is None else [issue_of(edition) for edition in editions]
    press = Press(site, config, templates, assets, issues)
    found = []
    for file in chain.from_iterable(press.files(unit) for unit in press.units):
        if file.path in files:
            raise written_twice(file.path)
        files[file.path] = file.make()
        found += [file.path] if file.listed else []
    return {**files, **{file.path: file.make() for file in press.last(found, files, files.__getitem__)}}


@dataclass(frozen=True, slots=True)
class File:
    """One file of the site, made when its content is asked for."""

    path: str  # under public/
    make: Callable[[], bytes]
    listed: bool = False  # in the sitemap

    @property
    def is_page(self) -> bool:
        return self.path.endswith(".html")


def written_twice(path: str) -> TemplateError:
    return TemplateError(Problem("page-twice", path, "two files would stand at the same address", "an address of its own for each"))


class Shop:
    """What is needed to make any file of a site: words, templates, assets, and the site to read."""

    def __init__(
        self,
        config: Config,
        templates: Mapping[str, str],
        assets: Mapping[str, bytes],
        tables: Mapping[str, Mapping[str, Any]],
        *,
        code: bytes = b"",
        looks_back: bool = False,
    ) -> None:
        self.config = config
        self.words = parse_words(_string_files(templates, assets), config.language)
        told = {name: _tell_keys(content, self.words) if name == "comfort.js" else content for name, content in assets.items()}
        self.published = publish_assets(told)
        texts = {name: content for name, content in assets.items() if name.startswith("strings.")}
        previews = tables["totals"]["previews"]
        self.setting = page_key(code, config, templates, texts, self.published.paths, previews, looks_back) if code else b""
        self.recorder = Recorder(tables) if self.setting else None
        if self.recorder is not None:
            self.site, index, recall, tables = self.recorder.site, self.recorder.index, self.recorder.recall, self.recorder.tables
        else:
            self.site, index, recall = *untraced(tables), recall_plainly
        self.desks = Desks(self.site, self.words, config, index, recall)
        self.renderer = Renderer(self.desks, templates, self.published, tables["feeds"], tables["totals"], looks_back=looks_back)

    def files(self, unit: Unit) -> Iterator[File]:
        """The files of a unit.  Raises TemplateError with template, line and page."""
        for made in unit.make(self.desks, *unit.arguments):
            if isinstance(made, Page):
                values = self.renderer.values(made)
                yield File(made.url, partial(self.renderer.render, made, values), listed=made.index)
            else:
                yield File(made.path, partial(bytes, made.content))


@dataclass(frozen=True, slots=True)
class Overview:
    """The look-up tables of a site, and its outline."""

    index: Index
    outline: Outline


class Press(Shop):
    """Makes the files of a site in units, each by itself and in any order, so that several processors can share the work.

    Nothing is made before it is asked for, and nothing is kept: a site of any size takes the memory of a unit.  Where `code` is given,
    which stands for the code and the libraries that make them, what every unit reads of the site is noted.
    """

    def __init__(
        self,
        site: Site,
        config: Config,
        templates: Mapping[str, str],
        assets: Mapping[str, bytes],
        issues: Sequence[Issue] | None = None,
        *,
        code: bytes = b"",
        looks_back: bool = False,
        overview: Overview | None = None,
    ) -> None:
        """`issues` are the editions to be shown, oldest first; None: all as the site's reports have them.

        `overview` is that of the site, where it is at hand.
        """
        self.earlier = NOTHING_EARLIER  # what the last build wrote, for who knows
        overview = overview or Overview(make_index(site), outline_of(site))
        index, self._outline = overview.index, overview.outline
        period = period_of(config.editions)
        if issues is None:
            issues = [issue_of(edition) for edition in write_editions(site, period)] if period else ()
        issues, channels = with_late(issues, self._outline), plan_channels(self._outline, config)
        feeds = dict.fromkeys(channel_files(channels), "")
        tables = tables_of(site, index, {"feeds": feeds, "totals": {"articles": len(site.articles), "previews": shards(self._outline)}})
        super().__init__(config, templates, assets, tables, code=code, looks_back=looks_back)
        writer = ChannelWriter(config, self.desks.recall, self._outline.changed)
        plain = Desks(site, self.words, config, index)
        self._search = plan_search(self._outline, site.pages)
        land = assets.get(LAND, b"").decode("utf-8")
        self.units: list[Unit] = [
            Unit("assets", partial(_assets, self.published), (page_key(self.published.files),)),
            Unit("schemas", _schemas),
            *(Unit(f"data {name}", self._data, (name,), large=True) for name in ENTRIES),
            *(Unit(f"channel {plan.page}", partial(self._channel, writer), (plan,)) for plan in channels),
            *search_units(self._search, self._outline, lambda: self.earlier),
            *letter_units(plain, issues),
            *(Unit(shard_path(shard), _previews, (shard,)) for shard in find_shards(self._outline)),
            *page_units(plain, self._outline, issues, land=land),
            *(Unit(f"redirect {former}", self._redirect, (former, url)) for former, url in sorted(site.redirects.items())),
        ]

    def portions(self, units: Sequence[Unit]) -> list[list[Unit]]:
        """The units in portions, few enough to share evenly and large enough to be worth handing to another processor."""
        found: list[list[Unit]] = [[unit] for unit in units if unit.large]
        rest = [unit for unit in units if not unit.large]
        return [*found, *(rest[start : start + PORTION] for start in range(0, len(rest), PORTION))]

    def last(self, listed: Iterable[str], paths: Iterable[str], read: Callable[[str], bytes]) -> Iterator[File]:
        """What can only be made when all units are; `listed` are the pages that may be found, `paths` all files, which can be read."""
        yield from self.sitemap(listed)
        index = search_index(self._search, paths, read)
        yield File(index.path, partial(bytes, index.content))

    def sitemap(self, listed: Iterable[str]) -> Iterator[File]:
        """The map of the pages that may be found."""
        files = export_sitemap(self.site, self.config, listed, self._outline)
        return (File(path, partial(bytes, content)) for path, content in files.items())

    def _data(self, desks: Desks, name: str) -> Iterator[Raw]:
        site, index = facts_of(desks), desks.index
        read = (site.events, site.profiles, site.articles, site.pairs, index.events, index.articles, index.profiles)
        for table in read:
            table.keys()  # all of each: what stands of the last build's files was made of it
        return _raw(export_table(name, site, index, self.earlier))

    def _channel(self, writer: ChannelWriter, desks: Desks, plan: ChannelPlan) -> Iterator[Raw]:
        return _raw(writer.files(plan, facts_of(desks), desks.index, self.earlier))

    def _redirect(self, _desks: Desks, former: str, url: str) -> Iterator[Raw]:
        yield Raw(former, self.renderer.redirect(former, url))


PORTION = 32  # units of pages, of a few ms each


def _assets(published: Assets, _desks: Desks, _key: bytes) -> Iterator[Raw]:
    yield Raw(".nojekyll", b"")  # for who publishes from a branch: GitHub is to leave the files as they are
    yield from _raw(published.files)


def _schemas(_desks: Desks) -> Iterator[Raw]:
    return _raw(export_schemas())


def _previews(desks: Desks, shard: Shard) -> Iterator[Raw]:
    yield Raw(shard_path(shard), format_shard(shard, facts_of(desks), desks.words))


def _raw(files: Mapping[str, bytes]) -> Iterator[Raw]:
    return (Raw(path, content) for path, content in files.items())


def _tell_keys(script: bytes, words: Words) -> bytes:
    """The script with the texts of the window that tells of the keys in front: it stands there once, instead of on every page."""
    texts = {"title": words.t("keys.title"), "keys": keys_of(words), "on": words.t("keys.on"), "close": words.t("keys.close")}
    return f"window.beatbookKeys={script_json(texts)};\n".encode("utf-8", "replace") + script


def _string_files(templates: Mapping[str, str], assets: Mapping[str, bytes]) -> dict[str, str]:
    texts = {name: content.decode("utf-8") for name, content in assets.items() if name.startswith("strings.")}
    return texts | {name: text for name, text in templates.items() if name.removeprefix("own/").startswith("strings.")}
