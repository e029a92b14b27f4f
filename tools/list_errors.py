"""Writes docs/errors.md: every message of Beatbook by its code, taken from the code, with cause and remedy from tools/errors.yaml.

python tools/list_errors.py          # write it
python tools/list_errors.py --check  # exit 1 when it is out of date
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE, CAUSES, TARGET = ROOT / "beatbook", ROOT / "tools" / "errors.yaml", ROOT / "docs" / "errors.md"
CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
CAUGHT = ("strictyaml.py", "briefing/document.py")  # what they raise is told by the one who called them, and the build goes on
FIELDS = ("code", "path", "found", "wanted", "hint", "line", "severity")
HEAD = """# Messages

Every message of Beatbook has a code, a place (file and, where it can be told, line), what was found, what was wanted, and a hint.
This list is made from the code by `tools/list_errors.py`; `…` stands for what differs.

*Refused*: that input is left out. *Error*: something is wrong, nothing is left out. *Notice*: worth knowing, shown with `--verbose`.
After refusals and errors the exit status is 1, with `--strict` 2. *Stops*: nothing was published, the exit status is 2, and what is online
stays as it is.

"""


@dataclass(frozen=True, slots=True)
class Message:
    """One place in the code where a problem is made."""

    code: str
    module: str
    found: str  # "" where it is put together elsewhere
    severity: str
    stops: bool


def find_messages() -> list[Message]:
    """All of them, by code and module."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.glob("**/*.py"))}
    wrappers = {"Problem": _Signature(FIELDS, {})}
    wrappers |= {name: signature for tree in trees.values() for name, signature in _wrappers(tree)}
    found = {message for path, tree in trees.items() for message in _messages(tree, path.relative_to(PACKAGE).as_posix(), wrappers)}
    return sorted(found, key=lambda message: (message.code, message.module, message.found, message.severity))


@dataclass(frozen=True, slots=True)
class _Signature:
    """What a call that makes a problem takes: names of its arguments in order, and their defaults."""

    names: tuple[str, ...]
    defaults: dict[str, ast.expr]


def _wrappers(tree: ast.Module) -> Iterator[tuple[str, _Signature]]:
    """Functions that take a code and make a problem of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = tuple(argument.arg for argument in node.args.args if argument.arg != "self")
            defaults = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
            defaults |= {word.arg: value for word, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value}
            if "code" in (*names, *(word.arg for word in node.args.kwonlyargs)):
                made = next((call for call in ast.walk(node) if isinstance(call, ast.Call) and _name(call) == "Problem"), None)
                severity = next((word.value for word in made.keywords if word.arg == "severity"), None) if made else None
                yield node.name, _Signature(names, defaults | ({"severity": severity} if severity else {}))


def _messages(tree: ast.Module, module: str, wrappers: dict[str, _Signature]) -> Iterator[Message]:
    raised = {id(call) for node in ast.walk(tree) if isinstance(node, ast.Raise) for call in ast.walk(node)}
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node): function for function in functions for node in ast.walk(function)}  # the innermost comes last
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (signature := wrappers.get(_name(node))):
            names = _assigned(inside[id(node)], before=node.lineno) if id(node) in inside else {}
            values = {**signature.defaults, **dict(zip(signature.names, node.args, strict=False))}
            values |= {word.arg: word.value for word in node.keywords if word.arg}
            yield from _message(values, module, names, stops=id(node) in raised and module not in CAUGHT)
        elif isinstance(node, ast.Tuple) and len(node.elts) == 4 and module == "reading/stated.py":
            yield from _message({"code": node.elts[0], "found": node.elts[1]}, module, {}, stops=False)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _assigned(function: ast.FunctionDef, *, before: int) -> dict[str, ast.expr]:
    """The values that a function's variables have on a line: the last ones given above it."""
    assigns = (node for node in ast.walk(function) if isinstance(node, ast.Assign) and node.lineno < before)
    ordered = sorted(assigns, key=lambda node: node.lineno)
    return {target.id: node.value for node in ordered for target in node.targets if isinstance(target, ast.Name)}


def _message(values: dict[str, ast.expr], module: str, names: dict[str, ast.expr], *, stops: bool) -> Iterator[Message]:
    code = values.get("code")
    if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value):
        severity = values.get("severity")
        told = severity.value if isinstance(severity, ast.Constant) else "error"
        yield Message(code.value, module, _words(values.get("found"), names), str(told), stops)


def _words(node: ast.expr | None, names: dict[str, ast.expr]) -> str:
    """The text that an expression makes, "…" for what is only known when it runs."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return re.sub("…+", "…", "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values))
    if isinstance(node, ast.Name) and isinstance(names.get(node.id), ast.Constant | ast.JoinedStr):
        return _words(names[node.id], {})
    return ""


def read_causes() -> dict[str, dict[str, str]]:
    """Code -> cause and remedy."""
    sys.path.insert(0, str(ROOT))
    from beatbook.strictyaml import load_map  # noqa: PLC0415 - the package beside this script

    value = load_map(CAUSES.read_text("utf-8"), path=str(CAUSES)).value
    return (
        {code: {key: str(text) for key, text in entry.items()} for code, entry in value.items() if isinstance(entry, dict)}
        if isinstance(value, dict)
        else {}
    )


def write_catalogue() -> str:
    """The text of docs/errors.md."""
    grouped: dict[str, list[Message]] = defaultdict(list)
    for message in find_messages():
        grouped[message.code].append(message)
    causes = read_causes()
    parts = [HEAD]
    for code, messages in sorted(grouped.items()):
        kinds = sorted({"stops" if message.stops else message.severity for message in messages})
        texts = list(dict.fromkeys(message.found for message in messages if message.found))
        cause = causes.get(code, {})
        parts.append(f"## {code}\n\n*{', '.join(kinds)}* · {', '.join(sorted({f'`{message.module}`' for message in messages}))}\n\n")
        parts += [f"- `{text.replace('`', chr(39))}`\n" for text in texts]
        parts.append(f"{chr(10) if texts else ''}**Cause.** {cause.get('cause', '?')}\n**Remedy.** {cause.get('remedy', '?')}\n\n")
    return "".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    text = write_catalogue()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text("utf-8") == text else "docs/errors.md is out of date: run python tools/list_errors.py")
    TARGET.write_text(text, "utf-8")
