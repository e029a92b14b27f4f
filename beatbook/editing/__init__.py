"""editing: what an editor does to content/ by command, as pure functions from texts to changes."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.editing.changes import accept, check_brief, decline, find_path, hide, hold_apart, merge, set_fields, split
    from beatbook.editing.model import EditError, QueueItem
    from beatbook.editing.new import new_event, new_page, new_person
    from beatbook.editing.queue import build_queue
    from beatbook.editing.table import RowReport, Table, read_table
else:
    offer(
        __name__,
        {
            "changes": "accept check_brief decline find_path hide hold_apart merge set_fields split",
            "model": "EditError QueueItem",
            "new": "new_event new_page new_person",
            "queue": "build_queue",
            "table": "RowReport Table read_table",
        },
    )

__all__ = [
    "EditError",
    "QueueItem",
    "RowReport",
    "Table",
    "accept",
    "build_queue",
    "check_brief",
    "decline",
    "find_path",
    "hide",
    "hold_apart",
    "merge",
    "new_event",
    "new_page",
    "new_person",
    "read_table",
    "set_fields",
    "split",
]
