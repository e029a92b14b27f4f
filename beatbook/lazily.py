"""Names that a package offers and loads only when somebody asks for one: a build pays for the code that it runs.

A package says where its names stand, for the type checker by imports under TYPE_CHECKING, for Python by `offer` (PEP 562).  A test
compares the two.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Package(ModuleType):
    """A package with names that are not loaded yet."""

    _offered: Mapping[str, str]  # name -> module that holds it

    def __getattr__(self, name: str) -> object:
        place = self._offered.get(name)
        if place is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")  # as Python says it
        setattr(self, name, import_module(f"{self.__name__}.{place}"))
        return self.__dict__[name]

    def __setattr__(self, name: str, value: object) -> None:
        """Python enters every module that is loaded in its package; where we offer a name of that module, the name stands there instead."""
        if isinstance(value, ModuleType) and name in self._offered:
            value = getattr(value, name)
        super().__setattr__(name, value)


def offer(package: str, names: Mapping[str, str]) -> None:
    """Makes a package offer these names: module within it -> the names that it holds, with blanks between them."""
    module = sys.modules[package]
    module.__dict__["_offered"] = {name: place for place, held in names.items() for name in held.split()}
    module.__class__ = _Package
