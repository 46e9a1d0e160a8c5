"""The environment in which templates run: plain data, no attribute of Python, no call, counted work."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, Template
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from dpia.template.language import LOOP_NAMES, misuses, with_counting
from dpia.template.meter import current
from dpia.template.words import filters_of_templates, tests_of_templates, text

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.runtime import Context

    from dpia.template.language import Misuse

_BREAK: Final = '</w:t><w:br/><w:t xml:space="preserve">'
_LARGEST: Final = 10**15


class Refused(TemplateSyntaxError):
    """A template says what templates may not say; misuses has all of it."""

    def __init__(self, found: list[Misuse]) -> None:
        super().__init__(found[0].kind, found[0].line)
        self.misuses = found


class _Counted(Template):
    """A template whose output is counted while it is made."""

    def render(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401  # as Jinja has it
        """Fill the template in (TooMuch: it goes over its budget)."""
        meter, pieces = current(), []
        for piece in self.generate(*args, **kwargs):
            meter.work(1)
            meter.text(len(piece))
            pieces.append(piece)
        return "".join(pieces)


class Sandbox(ImmutableSandboxedEnvironment):
    """Fills in what language.py allows; each part is compiled once, for all the reports made with it."""

    template_class = _Counted
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))
    compiled = staticmethod(lru_cache(maxsize=12)(ImmutableSandboxedEnvironment.from_string))

    def from_string(self, source: Any, *_: Any, **__: Any) -> Any:  # noqa: ANN401  # Jinja's own types
        """Return the template, compiled before where it was."""
        return self.compiled(self, source)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Refuse what the language does not allow, before anything is compiled."""
        tree = super()._parse(source, name, filename)
        found = misuses(tree)
        if found:
            raise Refused(found)
        return with_counting(tree)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401
        """Look up an entry of the view, or what a loop knows of itself; never an attribute of Python."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401
        """Look up an entry by name or number."""
        try:
            if isinstance(obj, dict) and isinstance(argument, str):
                return obj[argument]
            if isinstance(obj, list | tuple | str) and isinstance(argument, int):
                return obj[argument]
        except LookupError:
            return self.undefined(obj=obj, name=argument)
        if isinstance(obj, LoopContext) and argument in LOOP_NAMES:
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)

    def call(self, *_: Any, **__: Any) -> Any:  # noqa: ANN401
        """Nothing is called; the language has no word for it."""
        raise SecurityError

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Reckon with numbers of everyday size; "+" also puts two texts or two lists together."""
        kinds = type(left), type(right)
        if operator == "+" and kinds == (str, str):
            current().text(len(left) + len(right))
        elif operator == "+" and kinds == (list, list):
            current().work(_A_MEMBER * (len(left) + len(right)))
        elif not all(isinstance(one, int | float) for one in (left, right)):
            return self._not_a_number(left, right)
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, int | float) and abs(found) > _LARGEST:
            raise OverflowError
        return found

    def _not_a_number(self, *operands: Any) -> Any:  # noqa: ANN401
        for one in operands:
            text(one)  # an undefined name says that it is undefined
        raise TypeError


_A_MEMBER: Final = 50


def as_word_text(value: object) -> Markup:
    """Escape a value so that it stands in the document literally, with its line breaks.

    Braces become character references because docxtpl replaces "{_{" by "{{" after rendering.
    """
    found = text(value)
    return _known(found) if len(found) <= _OFTEN else _literal(found)


def _literal(found: str) -> Markup:
    found = str(escape(found))
    found = found.replace("{", "&#123;").replace("}", "&#125;").replace("%", "&#37;")
    return Markup(found.replace("\n", _BREAK).replace("\t", " "))  # noqa: S704  # escaped above


_OFTEN: Final = 200
_known = lru_cache(maxsize=4096)(_literal)
"""The labels of a questionnaire stand many times in every report; long answers stand once."""


@cache
def environment() -> Sandbox:
    """Return the environment of all reports."""
    made = Sandbox(autoescape=True, undefined=StrictUndefined, finalize=as_word_text)
    made.globals.clear()
    made.filters.clear()
    made.filters.update(filters_of_templates())
    made.tests.clear()
    made.tests.update(tests_of_templates())
    return made
