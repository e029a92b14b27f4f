"""What dated articles say by which others can be dated, kept: an article without a day asks for all of it, and reads none again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from beatbook.merging.memory import TESTIMONIES, digest
from beatbook.merging.publication import Testimony, testify
from beatbook.merging.stored import ENCODER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.merging.memory import Memory
    from beatbook.merging.model import IdentifiedAnalysis

_DECODER = msgspec.msgpack.Decoder(Testimony)


def gather_testimonies(
    memory: Memory,
    dated: Mapping[str, tuple[bytes, str]],
    read: Callable[[str], tuple[IdentifiedAnalysis, Sequence[str]]],
) -> dict[str, Testimony]:
    """Of every dated article what it says; what is kept of others is taken away.

    `dated` has of each what stands for its analysis and its names, and its day (ISO 8601); `read` gives the analysis, and the profiles of
    its entities.  It is asked for those alone of which nothing is kept, or something that was made of another analysis, name or day.
    """
    room = memory.rooms[TESTIMONIES]
    found: dict[str, Testimony] = {}
    changes: dict[str, bytes | None] = {id_: None for id_ in room if id_ not in dated}
    for id_, (sums, day) in dated.items():
        made_of = digest((sums, day))
        if id_ in room and (held := room[id_]).startswith(made_of):
            found[id_] = _DECODER.decode(memoryview(held)[len(made_of) :])
        else:
            analysis, ids = read(id_)
            found[id_] = testify(analysis, date.fromisoformat(day), ids)
            changes[id_] = made_of + ENCODER.encode(found[id_])
    room.put(changes)
    return found


def forget_testimonies(memory: Memory) -> None:
    """Where no article lacks a day nobody asks for them, and nobody would see that one of them is of an article that is gone."""
    room = memory.rooms[TESTIMONIES]
    room.put(dict.fromkeys(list(room)))
