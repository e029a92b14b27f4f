"""Rules as data: what the analysis knows of news English, kept as YAML rules with their own examples and as gazetteers.

A rule file `NAME.yaml` holds `about` (what it is for) and `rules`, a list of maps.  Each rule has `id`, `source` (where it comes
from: a standard, a style book, "ours") and `examples: {match: [...], no_match: [...]}`; the other keys are the business of the module
that reads the file.  A gazetteer `gazetteers/NAME.tsv` holds one entry a line, fields separated by tabs; lines that begin with "#"
say where the data come from and under which licence.

A publisher's own rules (content/rules/NAME.yaml) are added behind the package's; a rule with the id of an earlier one replaces it.
This module only parses: `files` reads the texts, and each consumer compiles what it needs once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from beatbook.errors import Problem, RuleError
from beatbook.keyed import Keyed
from beatbook.strictyaml import YamlValue, load_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file."""

    id: str
    source: str
    match: tuple[str, ...]  # examples that the rule must accept
    no_match: tuple[str, ...]  # examples that it must leave alone
    fields: Mapping[str, YamlValue]  # everything else, as written
    path: str
    line: int | None

    def text(self, key: str, default: str | None = None) -> str:
        """The string under `key`; RuleError when it is missing without a default, or no string."""
        value = self.fields.get(key, default)
        if not isinstance(value, str):
            raise self.error("rule-field", f'rule "{self.id}" has no text under "{key}"', f"{key}: some text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of strings under `key`; empty when the key is missing.  One string counts as a list of one."""
        value = self.fields.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self.error("rule-field", f'rule "{self.id}" has no list of texts under "{key}"', f"{key}: [some, texts]")
        return tuple(str(item) for item in values)

    def error(self, code: str, found: str, wanted: str = "", hint: str = "") -> RuleError:
        return RuleError(Problem(code, self.path, found, wanted, hint, self.line))


@dataclass(frozen=True, slots=True)
class Rules:
    """All rule files and gazetteers; those of `parse_rules` are parsed when somebody asks for them, as most builds ask for none."""

    tables: Mapping[str, tuple[Rule, ...]]  # file name without ending -> its rules in order
    gazetteers: Mapping[str, tuple[tuple[str, ...], ...]]  # file name without ending -> its rows

    def __getitem__(self, name: str) -> tuple[Rule, ...]:
        return self.tables[name]

    def gazetteer(self, name: str) -> tuple[tuple[str, ...], ...]:
        return self.gazetteers[name]


class _Parsed(Keyed[tuple[_T, ...]]):
    """What files hold by their name without ending, parsed when it is asked for."""

    def __init__(self, paths: Iterable[str], parse: Callable[[Sequence[str]], tuple[_T, ...]]) -> None:
        self._paths: dict[str, list[str]] = {}
        for path in paths:
            self._paths.setdefault(_stem(path), []).append(path)
        self._keys = self._paths
        self._parse, self._found = parse, dict[str, tuple[_T, ...]]()

    def __getitem__(self, name: str) -> tuple[_T, ...]:
        if name not in self._found:
            self._found[name] = self._parse(self._paths[name])
        return self._found[name]


def parse_rules(texts: Mapping[str, str], own: Mapping[str, str] | None = None) -> Rules:
    """The rules in `texts`: path such as "dates.yaml" or "gazetteers/given_names.tsv" -> text, and the publisher's `own` beside them.

    Raises RuleError with file and line when a file or a rule is not of the form above: of the publisher's at once, of `texts` when its file
    is asked for.
    """
    theirs = {path: parse_rule_file(text, path=path) for path, text in sorted((own or {}).items()) if not path.endswith(".tsv")}
    paths = [*((texts, path) for path in sorted(texts)), *((own or {}, path) for path in sorted(own or {}))]
    sources = {path: held for held, path in paths}

    def table(names: Sequence[str]) -> tuple[Rule, ...]:
        found: dict[str, Rule] = {}
        for path in names:
            found |= {rule.id: rule for rule in theirs.get(path) or parse_rule_file(sources[path][path], path=path)}
        return tuple(found.values())

    def gazetteer(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(row for path in names for row in _rows(sources[path][path]))

    return Rules(
        _Parsed([path for _, path in paths if not path.endswith(".tsv")], table),
        _Parsed([path for _, path in paths if path.endswith(".tsv")], gazetteer),
    )


def parse_rule_file(text: str, *, path: str) -> tuple[Rule, ...]:
    """The rules of one file.  Raises RuleError."""
    document = load_map(text, path=path)
    rules = document.value.get("rules") if isinstance(document.value, dict) else None
    if not isinstance(rules, list):
        raise RuleError(Problem("rule-file", path, 'there is no list "rules"', "rules: [{id: ..., source: ..., examples: ...}]", line=1))
    return tuple(_rule(entry, path, document.line("rules", index)) for index, entry in enumerate(rules))


def _rule(entry: YamlValue, path: str, line: int | None) -> Rule:
    fields = dict(entry) if isinstance(entry, dict) else {}
    examples = fields.pop("examples", None)
    name, source = fields.pop("id", ""), fields.pop("source", "")
    if not isinstance(name, str) or not name or not isinstance(source, str) or not source or not isinstance(examples, dict):
        wanted = "id, source, examples: {match, no_match}"
        raise RuleError(Problem("rule-fields", path, "a rule lacks its id, source or examples", wanted, line=line))
    return Rule(name, source, _strings(examples.get("match")), _strings(examples.get("no_match")), fields, path, line)


def _strings(value: YamlValue | None) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _rows(text: str) -> Iterable[tuple[str, ...]]:
    return (tuple(line.split("\t")) for line in text.splitlines() if line and line[0] != "#")
