"""The language of templates: print, if, for, set, comparisons, a few filters. What else Jinja can do is refused.

Nothing is called, imported, included or defined, no loop calls itself and no name begins with an underscore. So the
work of a template is bounded by its loops, and those are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from dpia.template.words import EACH, FILTER_NAMES, JOINED, SLICED, TEST_NAMES, WEIGHED

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST_BLOCK: Final = 15
DEEPEST_EXPRESSION: Final = 40
"""Python itself refuses twenty loops inside each other, with a message that helps nobody."""

LOOP_NAMES: Final = (
    *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
    *("previtem", "nextitem", "depth", "depth0"),
)
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.With, nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem),
    *(nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or),
    *(nodes.Not, nodes.Neg, nodes.Pos, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv),
    *(nodes.Mod, nodes.Concat, nodes.CondExpr, nodes.Keyword),
)
_SAID_AS: Final = {
    "Call": "call",
    "CallBlock": "call",
    "Macro": "macro",
    "Block": "block",
    "Import": "import",
    "FromImport": "import",
    "Include": "include",
    "Extends": "extends",
    "AssignBlock": "set-block",
    "FilterBlock": "filter-block",
    "Pow": "power",
    "Dict": "mapping",
}


@dataclass(frozen=True, slots=True)
class Misuse:
    """Something that a template may not say. line: of the source. kind: key of the message. found: what it says."""

    line: int
    kind: str
    found: str = ""
    known: tuple[str, ...] = ()


def misuses(tree: nodes.Template) -> list[Misuse]:
    """Return everything that the language does not allow, in the order of the text."""
    return sorted(_misuses(tree, 0, 0), key=lambda one: one.line)


def _misuses(node: nodes.Node, blocks: int, depth: int) -> Iterator[Misuse]:
    for _, child in _children(node):
        if not child.lineno:  # Jinja leaves it out now and then
            child.lineno = node.lineno
    yield from _own(node)
    if isinstance(node, nodes.Stmt) and not isinstance(node, nodes.Output):
        # "elif" is an "if" inside its "if"
        blocks, depth = blocks + 1, 0
    elif isinstance(node, nodes.Expr):
        depth += 1
    if blocks > DEEPEST_BLOCK or depth > DEEPEST_EXPRESSION:
        yield Misuse(node.lineno, "too-deep", str(DEEPEST_BLOCK))
        return
    for name, child in _children(node):
        yield from _misuses(child, blocks - (name == "elif_"), depth)


def _children(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    for name, value in node.iter_fields():
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, nodes.Node):
                yield name, child


def _own(node: nodes.Node) -> Iterator[Misuse]:
    """What is wrong with this node itself."""
    if not isinstance(node, _ALLOWED):
        kind = _SAID_AS.get(type(node).__name__, "other")
        yield Misuse(node.lineno, kind, _name_of(node))
    elif isinstance(node, nodes.Filter):
        yield from _of_filter(node)
    elif isinstance(node, nodes.Test):
        if node.name not in TEST_NAMES:
            yield Misuse(node.lineno, "test", node.name, TEST_NAMES)
    elif isinstance(node, nodes.For) and node.recursive:
        yield Misuse(node.lineno, "recursive")
    elif isinstance(node, nodes.List | nodes.Tuple) and _made(node):
        yield Misuse(node.lineno, "list")
    elif hidden := _hidden(node):
        yield Misuse(node.lineno, "hidden", hidden)


def _of_filter(node: nodes.Filter) -> Iterator[Misuse]:
    if node.name not in FILTER_NAMES:
        yield Misuse(node.lineno, "filter", node.name, FILTER_NAMES)
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        yield Misuse(node.lineno, "other", "*")


def _made(node: nodes.List | nodes.Tuple) -> bool:
    """Whether a list is put together from more than fixed values (lists in lists double with each line)."""
    stored = isinstance(node, nodes.Tuple) and node.ctx == "store"
    return not stored and not all(isinstance(item, nodes.Const) for item in node.items)


def _hidden(node: nodes.Node) -> str:
    """A name of Python's inner life; also as a text: ['__class__'], map(attribute='__class__')."""
    if isinstance(node, nodes.Getattr | nodes.Name):
        name = node.attr if isinstance(node, nodes.Getattr) else node.name
        return name if name.startswith("_") else ""
    text = node.value if isinstance(node, nodes.Const) and isinstance(node.value, str) else ""
    return text if "__" in text and text.strip("_") else ""


def _name_of(node: Any) -> str:  # noqa: ANN401  # any kind of node
    """How the author names what is refused, as far as a node says it."""
    if isinstance(node, nodes.Call):
        target = node.node
        return str(getattr(target, "attr", getattr(target, "name", "")))
    return str(getattr(node, "name", "")) if isinstance(getattr(node, "name", ""), str) else ""


class _Counting(NodeTransformer):
    """Puts the counting filters round everything whose cost does not follow from the text of the template."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802  # Jinja's names
        statements = 1 + sum(map(_statements, node.body)) + _statements(node.test)
        self.generic_visit(node)
        node.iter = _filtered(node.iter, EACH, [nodes.Const(statements)])
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        border = (node.arg.start, node.arg.stop, node.arg.step)
        return _filtered(node.node, SLICED, [one or nodes.Const(None) for one in border])

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node.nodes[0], JOINED, list(node.nodes[1:]))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filtered(node.expr, WEIGHED, [])
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, WEIGHED, [])
        return node


def _filtered(node: nodes.Node, name: str, given: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(node, name, given, [], None, None, lineno=node.lineno)


def _statements(node: nodes.Node | None) -> int:
    """How much one round costs; an inner loop charges its rounds itself."""
    if node is None:
        return 0
    if isinstance(node, nodes.For):
        return 1 + _statements(node.iter)
    return 1 + sum(map(_statements, node.iter_child_nodes()))


def with_counting(tree: nodes.Template) -> nodes.Template:
    """Return the tree with its loops, concatenations and comparisons counted."""
    environment = tree.environment
    counted: nodes.Template = _Counting().visit(tree)
    if environment is not None:
        counted.set_environment(environment)
    return counted
