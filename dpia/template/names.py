"""The names that a template may use, derived from real views, and those that it uses without there being any such."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes

from dpia.template.language import LOOP_NAMES, Misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SAME: Final = frozenset({"sort", "unique", "reverse", "list", "select", "reject", "selectattr"})
_SAME_TOO: Final = _SAME | {"rejectattr"}
_ONE: Final = frozenset({"first", "last", "min", "max"})
_GUARDS: Final = frozenset({"defined", "undefined"})
_NEAREST: Final = 0.6
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands under a name: entries by name, a list of one kind of thing, a text, or (all empty) anything.

    entries: of a mapping. member: of a list. plain: a text or number.
    """

    entries: Mapping[str, Shape] = field(default_factory=dict)
    member: Shape | None = None
    plain: bool = False

    @property
    def known(self) -> bool:
        """Whether it can be said what does not belong to it."""
        return bool(self.entries) or self.member is not None or self.plain


ANYTHING: Final = Shape()
_PLAIN: Final = Shape(plain=True)


def shape_of(values: Iterable[object]) -> Shape:
    """Return the shape that several values of one place have together."""
    entries: dict[str, list[object]] = {}
    members: list[object] = []
    plain = listed = False
    for value in values:
        if isinstance(value, dict):
            for key, inner in value.items():
                entries.setdefault(key, []).append(inner)
        elif isinstance(value, list | tuple):
            listed = True
            members.extend(value)
        elif value is not None:
            plain = True
    return Shape(
        {key: shape_of(inner) for key, inner in sorted(entries.items())},
        shape_of(members) if listed else None,
        plain,
    )


def merged(*shapes: Shape) -> Shape:
    """Return what is allowed where one of the shapes is."""
    keys = sorted({key for shape in shapes for key in shape.entries})
    members = [shape.member for shape in shapes if shape.member is not None]
    return Shape(
        {key: merged(*(s.entries[key] for s in shapes if key in s.entries)) for key in keys},
        merged(*members) if members else None,
        any(shape.plain for shape in shapes),
    )


def as_plain(shape: Shape) -> Any:  # noqa: ANN401  # JSON
    """Return the shape for JSON: mappings as they are, a list as a list of its member, a text as "text"."""
    if shape.member is not None:
        return [as_plain(shape.member)] if shape.member.known else []
    if shape.entries:
        return {key: as_plain(inner) for key, inner in shape.entries.items()}
    return TEXT if shape.plain else {}


def from_plain(plain: Any) -> Shape:  # noqa: ANN401  # JSON
    """Return the shape that as_plain wrote."""
    if isinstance(plain, dict):
        return Shape({key: from_plain(inner) for key, inner in plain.items()})
    if isinstance(plain, list):
        return Shape(member=from_plain(plain[0]) if plain else ANYTHING)
    return _PLAIN


def unknown_names(tree: nodes.Template, view: Shape) -> list[Misuse]:
    """Return every name that the view does not have, in the order of the text, with the closest one that it has.

    A name in "is defined" or before "default" may be missing.
    """
    search = _Search(tree)
    search.run(tree.body, dict(view.entries))
    return search.found


class _Search:
    """Walks through a template and knows at each place what its names stand for."""

    def __init__(self, tree: nodes.Template) -> None:
        self.found: list[Misuse] = []
        tests = (one for one in tree.find_all(nodes.Test) if one.name in _GUARDS)
        defaults = (one for one in tree.find_all(nodes.Filter) if one.name in {"default", "d"})
        self.guarded = {_said(one.node) for one in tests}
        self.guarded |= {_said(one.node) for one in defaults if one.node is not None}

    def run(self, body: Iterable[nodes.Node], scope: dict[str, Shape]) -> None:
        for node in body:
            self.statement(node, scope)

    def statement(self, node: nodes.Node, scope: dict[str, Shape]) -> None:
        if isinstance(node, nodes.For):
            self.loop(node, scope)
        elif isinstance(node, nodes.Assign):
            _bind(node.target, self.value(node.node, scope), scope)
        elif isinstance(node, nodes.With):
            inner = dict(scope)
            for target, value in zip(node.targets, node.values, strict=True):
                _bind(target, self.value(value, scope), inner)
            self.run(node.body, inner)
        elif isinstance(node, nodes.Output):
            self.printed(node, scope)
        elif isinstance(node, nodes.Expr):
            self.value(node, scope)
        else:
            self.run(node.iter_child_nodes(), scope)

    def printed(self, node: nodes.Output, scope: dict[str, Shape]) -> None:
        for child in node.nodes:
            value = self.value(child, scope)
            if value.known and not value.plain:
                self.found.append(Misuse(child.lineno, "not-text", _said(child)))

    def loop(self, node: nodes.For, scope: dict[str, Shape]) -> None:
        member = self.value(node.iter, scope).member or ANYTHING
        around = {"previtem": member, "nextitem": member}
        inner = {**scope, "loop": Shape(dict.fromkeys(LOOP_NAMES, _PLAIN) | around)}
        _bind(node.target, member, inner)
        if node.test is not None:
            self.value(node.test, inner)
        self.run(node.body, inner)
        self.run(node.else_, dict(scope))

    def value(self, node: nodes.Node, scope: dict[str, Shape]) -> Shape:
        """Return what an expression stands for; what it names in vain is noted."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self.note(node, node.name, scope)
            found = scope.get(node.name, ANYTHING)
        elif isinstance(node, nodes.Getattr):
            found = self.entry(node, self.value(node.node, scope), node.attr)
        elif isinstance(node, nodes.Getitem):
            found = self.item(node, scope)
        elif isinstance(node, nodes.Filter):
            found = self.filtered(node, scope)
        elif isinstance(node, nodes.CondExpr | nodes.Or | nodes.And | nodes.Add):
            found = self.either(node, scope)
        else:
            # what is called is refused as a call
            for child in () if isinstance(node, nodes.Call) else node.iter_child_nodes():
                self.value(child, scope)
            found = _PLAIN if isinstance(node, nodes.Const) else ANYTHING
        return found

    def item(self, node: nodes.Getitem, scope: dict[str, Shape]) -> Shape:
        base = self.value(node.node, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.entry(node, base, node.arg.value)
        self.value(node.arg, scope)
        return base if isinstance(node.arg, nodes.Slice) else base.member or ANYTHING

    def entry(self, node: nodes.Expr, base: Shape, name: str) -> Shape:
        if not base.known or name in base.entries:
            return base.entries.get(name, ANYTHING)
        self.note(node, name, base.entries)
        return ANYTHING

    def either(self, node: nodes.Expr, scope: dict[str, Shape]) -> Shape:
        values = [self.value(child, scope) for child in node.iter_child_nodes()]
        kept = values[1:] if isinstance(node, nodes.CondExpr) else values
        return merged(*kept) if all(one.known for one in kept) else ANYTHING

    def filtered(self, node: nodes.Filter, scope: dict[str, Shape]) -> Shape:
        base = ANYTHING if node.node is None else self.value(node.node, scope)
        for given in (*node.args, *(one.value for one in node.kwargs)):
            self.value(given, scope)
        member = base.member or ANYTHING
        attribute = _attribute(node)
        if attribute is not None:
            for name in attribute.split("."):
                member = self.entry(node, member, name)
        if node.name == "map":
            return Shape(member=member if attribute is not None else ANYTHING)
        if node.name in _SAME_TOO:
            return base
        return base.member or ANYTHING if node.name in _ONE else ANYTHING

    def note(self, node: nodes.Expr, name: str, known: Mapping[str, Shape]) -> None:
        said = _said(node)
        if said in self.guarded or name.startswith("_"):  # the latter is refused as hidden
            return
        from difflib import get_close_matches

        close = get_close_matches(name, known, 1, _NEAREST)
        self.found.append(Misuse(node.lineno, "unknown", said or name, tuple(close)))


def _bind(target: nodes.Node, value: Shape, scope: dict[str, Shape]) -> None:
    if isinstance(target, nodes.Name):
        scope[target.name] = value
        return
    for inner in target.find_all(nodes.Name):
        scope[inner.name] = ANYTHING


def _attribute(node: nodes.Filter) -> str | None:
    """The entry of each member that a filter looks at, where the template says it in so many words."""
    given: nodes.Node | None = next((o.value for o in node.kwargs if o.key == "attribute"), None)
    if given is None and node.name in {"selectattr", "rejectattr"} and node.args:
        given = node.args[0]
    if isinstance(given, nodes.Const) and isinstance(given.value, str):
        return given.value
    return None


def _said(node: nodes.Node) -> str:
    """An access as an author writes it: "risk.stages[0].title"."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_said(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        if isinstance(node.arg, nodes.Const):
            mark = (
                f".{node.arg.value}" if isinstance(node.arg.value, str) else f"[{node.arg.value}]"
            )
            return f"{_said(node.node)}{mark}"
        return f"{_said(node.node)}[…]"
    if isinstance(node, nodes.Filter) and node.node is not None:
        attribute = _attribute(node)
        return f"{_said(node.node)}|{node.name}" + (f"({attribute})" if attribute else "")
    return "…"
