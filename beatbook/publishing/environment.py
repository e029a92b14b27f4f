"""How templates are read and compiled: Jinja2 as it comes, and a quick way for what every page pays for."""

from __future__ import annotations

import keyword
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.ext import Extension
from jinja2.filters import do_join
from jinja2.runtime import Macro
from jinja2.utils import missing, pass_eval_context
from markupsafe import Markup

from beatbook.publishing.escaping import escape_text, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from jinja2.nodes import EvalContext

    from beatbook.publishing.words import Words

_TEXT = re.compile(r"\{\{ t\('([\w.]+)'\) \}\}")  # a text of the interface with nothing to fill in
_SYNTAX = re.compile(r"\{[{%#]|[}%#]\}|\n")


def make_environment(templates: Mapping[str, str], words: Words, *, quick: bool = False) -> jinja2.Environment:
    """An environment of these templates: values are escaped, and a name that is unknown is an error.

    A `quick` one compiles them to code that takes it that attributes are attributes and macros are called by position.  Where it renders
    a page at all, the page is the same in a fraction of the time; where it raises an error, only the other one knows whether it is one.
    """
    environment = (_QuickEnvironment if quick else _Environment)(
        loader=_Loader(dict(templates)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=[_Texts],
    )
    environment.words = words
    return environment


class _Environment(jinja2.Environment):
    """Hands the names that all templates know to each as a plain dictionary: each page copies them, and a chain of them is slow to copy."""

    words: Words

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _Loader(jinja2.DictLoader):
    """Templates from a dictionary, which write values as `written` does."""

    def load(self, environment: jinja2.Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> jinja2.Template:  # noqa: A002 - as Jinja2 calls it
        template = super().load(environment, name, globals)
        template.root_render_func.__globals__["escape"] = written
        if isinstance(environment, _QuickEnvironment):
            template.root_render_func.__globals__.update(escape_text=escape_text, Macro=_macro, Markup=_markup, _at_once=_AtOnce)
        return template


class _Texts(Extension):
    """Puts the texts of the interface into templates when these are read, instead of asking for them on every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - as Jinja2 calls it
        return _TEXT.sub(self._text, source)

    def _text(self, found: re.Match[str]) -> str:
        words: Words = self.environment.words  # type: ignore[attr-defined]  # ours
        text = escape_text(words.t(found[1])) if words.has(found[1]) else "{{"
        return found[0] if _SYNTAX.search(text) else text  # one that is missing is told of where it is asked for


# ---- the quick way


class _QuickGenerator(CodeGenerator):
    """Writes `row.link` where Jinja2 asks whether there is such an attribute, or else an item, or else nothing; calls without a detour what
    is called; and escapes a plain text on the spot.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802 - as Jinja2 calls it
        if keyword.iskeyword(node.attr):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(keyword.iskeyword(given.key) for given in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def return_buffer_contents(self, frame: Any, force_unescaped: bool = False) -> None:  # noqa: FBT001, FBT002
        """What a macro returns is markup; Jinja2 leaves it to the object around the macro to say so."""
        super().return_buffer_contents(frame, force_unescaped=force_unescaped and not frame.eval_ctx.autoescape)

    def visit_Output(self, node: nodes.Output, frame: Any) -> None:  # noqa: N802 - as Jinja2 calls it
        """Hands on in one piece what stands in one piece: every hand-over goes through all templates that a page extends."""
        whole = frame.buffer is None and not frame.require_output_check and len(node.nodes) > 1
        if whole:
            frame.buffer = "yield _at_once"  # as if to a list, of which the methods give back what they are given
        super().visit_Output(node, frame)
        if whole:
            frame.buffer = None

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write("(escape_text(_text) if (_text := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if self._is_plain(frame, finalize):
            self.write(").__class__ is str else escape(_text))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_plain(self, frame: Any, finalize: Any) -> bool:
        return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)


class _QuickEnvironment(_Environment):
    code_generator_class = _QuickGenerator

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["join"] = _join
        self._ready: dict[str, jinja2.Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:  # noqa: A002 - as Jinja2 calls it
        """The template; Jinja2 goes through more to find one that it has."""
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._ready:
            self._ready[name] = super().get_template(name, parent)
        return self._ready[name]


class _AtOnce:
    """Stands where Jinja2 has a list of pieces."""

    extend = "".join

    @staticmethod
    def append(piece: str) -> str:
        return piece


def _macro(environment: jinja2.Environment, make: Callable[..., str], *about: Any) -> Callable[..., str]:
    """A macro as the function that it was compiled to, unless it takes whatever it is given."""
    _name, arguments, takes_more_by_name, takes_more, has_caller, _autoescape = about
    if takes_more_by_name or takes_more or has_caller:
        return Macro(environment, make, *about)
    make.__defaults__ = (missing,) * len(arguments)
    return make


_any_join: Callable[..., str] = do_join
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)  # of a text; Markup itself asks what it is given


@pass_eval_context
def _join(context: EvalContext, value: Iterable[object], d: str = "", attribute: str | int | None = None) -> str:
    """The filter, for what nearly all lists hold: texts, or things that write themselves."""
    items = list(value)
    kinds = set(map(type, items))
    if attribute is not None or not context.autoescape or type(d) is not str:
        return _any_join(context, items, d, attribute)
    if kinds <= {str}:
        return d.join(items)  # type: ignore[arg-type]  # texts all of them
    if not any(hasattr(kind, "__html__") for kind in kinds):
        return _any_join(context, items, d, attribute)
    return _markup(escape_text(d).join([written(item) for item in items]))
