"""Strict YAML: no duplicate keys, no "no" read as false, no dates made of text; faults come with their line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # a Python whose PyYAML was built without libyaml
    from yaml import SafeLoader as _Base  # type: ignore[assignment]


class YamlFault(Exception):
    """The text is not YAML, or not the strict kind: key of the message, line (from 1) and what was found."""

    def __init__(self, key: str, line: int, found: str) -> None:
        super().__init__(f"{key} line {line}: {found}")
        self.key = key
        self.line = line
        self.found = found


_RESOLVED_OTHERWISE = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("bool", "timestamp", "int", "float")
)
_PLAIN = (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
)


class _Strict(_Base):
    """The loader: true and false only, decimal figures only; 12:30, 010 and 2026-01-01 stay text."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # PyYAML's own way to say it
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _RESOLVED_OTHERWISE]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:  # noqa: ANN401
    result: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int | float):
            raise YamlFault("yaml-syntax", key_node.start_mark.line + 1, str(key))
        if key in result:
            raise YamlFault("yaml-duplicate-key", key_node.start_mark.line + 1, str(key))
        result[key] = loader.construct_object(value_node, deep=True)
    return result


def _boolean(loader: Any, node: yaml.ScalarNode) -> bool:  # noqa: ANN401
    return bool(loader.construct_scalar(node) == "true")


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)
_Strict.add_constructor("tag:yaml.org,2002:bool", _boolean)
for _kind, _pattern, _firsts in _PLAIN:
    _Strict.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(_pattern), list(_firsts))


def parse(text: str) -> object:
    """Read one document.

    Raises:
        YamlFault: with the line, when the text is no YAML or has a key twice.
    """
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506  # a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlFault("yaml-syntax", line, error.problem or "") from error
    except yaml.YAMLError as error:
        raise YamlFault("yaml-syntax", 1, str(error)) from error


def load(file: Traversable) -> object:
    """Read one file (UTF-8). Raises YamlFault like parse."""
    return parse(file.read_text(encoding="utf-8"))


def line_of(text: str, path: Sequence[object]) -> int:
    """Find the line (from 1) of the entry at this path of keys and indexes; of its nearest parent if missing."""
    node = yaml.compose(text, Loader=_Base)
    line = 1
    for step in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                if str(key_node.value) == str(step):
                    line, found = key_node.start_mark.line + 1, value_node
        elif (
            isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value)
        ):
            found = node.value[step]
            line = found.start_mark.line + 1
        if found is None:
            return line
        node = found
    return line
