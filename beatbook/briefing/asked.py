"""What the words of an event were made of besides the event itself: the questions that writing asked of the merged view, and the answers.

Where an event and all these answers are as they were, so are its title and its summary, and nobody writes them again.  A question is a
letter and what it asks for: the names of a profile (`p`), its office on a day (`o`), whom a surname means (`s`), an article (`a`), the
events that an article tells of (`b`), another event (`e`), whether a day is past (`t`).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

_CHECKSUM = 32
_ANSWER = 8  # bytes of the hash of an answer
_V = TypeVar("_V")


class Noting(dict[str, _V]):
    """A table of the merged view that notes what is asked of it."""

    def __init__(self, table: Mapping[str, _V], letter: str, questions: set[str]) -> None:
        super().__init__(table)
        self._letter, self._questions = letter, questions

    def __getitem__(self, key: str) -> _V:
        self._questions.add(self._letter + key)
        return super().__getitem__(key)

    def get(self, key: str, default: _V | None = None) -> _V | None:  # type: ignore[override]  # of the three forms the one in use
        self._questions.add(self._letter + key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._questions.add(f"{self._letter}{key}")
        return super().__contains__(key)


class Words(msgspec.Struct, array_like=True):
    """What the words of all events asked for, and was answered."""

    key: str = ""  # of what was merged, and the rules
    asked: dict[str, str] = {}  # path of an event -> its questions, a line each
    answers: dict[str, bytes] = {}  # question -> hash of its answer; not of those that ask for the whole of an event or article

    def find_stale(self, changed: Collection[str], answer: Callable[[str], object]) -> frozenset[str]:
        """The events that have to be written anew; `changed` names what is merged otherwise, as "events/ID", "profiles/ID", "articles/ID".

        An event that is itself merged otherwise is not looked at.
        """
        whole = {f"{key[0]}{key.partition('/')[2]}" for key in changed if key[0] in "ae"}
        people = {key.partition("/")[2] for key in changed if key.startswith("profiles/")}
        told = {line[1:] for key in changed for line in self.asked.get(f"{key}.md", "").split("\n") if line.startswith("a")}
        told |= {key.partition("/")[2] for key in changed if key.startswith("articles/")}
        stale = whole | {
            question
            for question, was in self.answers.items()
            if _may_differ(question, people, told) and hash_answer(answer(question)) != was
        }
        return frozenset(path for path, questions in self.asked.items() if not stale.isdisjoint(questions.split("\n")))


def _may_differ(question: str, people: Collection[str], articles: Collection[str]) -> bool:
    letter, subject = question[0], question[1:]
    if letter in "po":
        return subject.partition("\t")[0] in people
    return subject in articles if letter == "b" else True


def note_words(
    key: str, before: Words, fresh: Mapping[str, Iterable[str]], kept: Collection[str], answer: Callable[[str], object]
) -> Words:
    """What is to be kept: of the `fresh` events what they asked just now, of the `kept` ones what they had asked `before`."""
    asked = {path: before.asked[path] for path in kept if path in before.asked}
    asked |= {path: "\n".join(sorted(questions)) for path, questions in fresh.items()}
    every = {question for questions in asked.values() for question in questions.split("\n") if question[:1] not in ("a", "e", "")}
    new = {question for questions in fresh.values() for question in questions}
    answers = {
        question: before.answers[question] if question in before.answers and question not in new else hash_answer(answer(question))
        for question in sorted(every)
    }
    return Words(key, {path: asked[path] for path in sorted(asked)}, answers)


def hash_answer(answer: object) -> bytes:
    """A hash of an answer, whatever it is made of."""
    return sha256(msgspec.msgpack.encode(answer)).digest()[:_ANSWER]


def format_words(words: Words) -> bytes:
    """The bytes to keep, a checksum in front."""
    content = msgspec.msgpack.encode(words)
    return sha256(content).digest() + content


def parse_words(content: bytes | None, key: str) -> Words:
    """What was kept under this key; nothing where that is damaged, or of another one."""
    if not content or sha256(content[_CHECKSUM:]).digest() != content[:_CHECKSUM]:
        return Words()
    try:
        words = msgspec.msgpack.decode(content[_CHECKSUM:], type=Words)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Words()
    return words if words.key == key else Words()
