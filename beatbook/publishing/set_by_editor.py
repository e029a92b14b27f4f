"""Which values of a document a person set, who says so, and what the machine holds in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.publishing.front_matter import mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from beatbook.briefing.model import MachineView
    from beatbook.strictyaml import YamlValue


def set_by_editor(
    fields: Mapping[str, YamlValue], view: MachineView | None, ownable: Iterable[str], *, echoed: Iterable[str] = ()
) -> dict[str, dict[str, str]]:
    """Field -> who set it, when and why, where that is given, and what the machine holds in its place.

    `echoed`: fields in which the machine repeats what a person gave, such as the name of a profile; there it remembers what it held.
    """
    noted = mapping(fields, "editor")
    owned = {key: _note(noted[key]) for key in sorted(noted)}
    repeated = {key: value for key, value in _overruled(view).items() if key in echoed}
    for key in ownable if view else ():
        ours, machine = fields.get(key), view.front_matter.get(key) if view else None
        if key not in fields or (ours == machine and key not in repeated):
            continue
        owned.setdefault(key, {})
        said = repeated.get(key, "") if ours == machine else machine
        if isinstance(said, str) and said and said != ours:
            owned[key]["machine"] = said
    return owned


def _overruled(view: MachineView | None) -> dict[str, str]:
    """Field -> what the machine held, for those that a person set, or an item in them."""
    known = mapping(mapping(view.extra, "memory"), "overruled") if view else {}
    found = {path: text(entry, "machine") for path, entry in known.items() if isinstance(entry, dict)}
    return {path.partition("[")[0]: found[path] if "[" not in path else "" for path in found}


def _note(value: YamlValue) -> dict[str, str]:
    return {key: item for key in ("by", "on", "because") if (item := text(value, key))} if isinstance(value, dict) else {}
