"""The closed shape of every definition file, as Cerberus schemas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cerberus import Validator

from dpia.definitions.conditions import ConditionFault, build_condition
from dpia.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.definitions.faults import Faults

_CUSTOM: Final = 0x00  # Cerberus's own codes
_REQUIRED_FIELD: Final = 0x02
_UNKNOWN_FIELD: Final = 0x03
_KINDS = ["yes-no", "choice", "multi", "text", "long-text", "integer", "number", "date", "label"]
CONFIDENCE = ["V-orig", "V", "L", "K", "U", "P"]
ID: Final = {"type": "string", "regex": "[a-z0-9]+(-[a-z0-9]+)*"}
CODE: Final = {"type": "string", "minlength": 1, "maxlength": 12}
WORDS: Final = {"type": "list", "schema": {"type": "string", "minlength": 1}}


def words() -> dict[str, Any]:
    """The shape of a list of names."""
    return dict(WORDS)


def starter_rows() -> dict[str, Any]:
    """The shape of the rows that a questionnaire proposes for a table."""
    return {"type": "list", "schema": {"type": "dict", "schema": _ROW}}


def text(*, required: bool = True) -> dict[str, Any]:
    """A wording in every language."""
    return {"required": required, "check_with": "text"}


def condition(*, required: bool = False) -> dict[str, Any]:
    """One of the closed list of conditions."""
    return {"required": required, "check_with": "condition"}


def _one_of(*values: str, required: bool = True) -> dict[str, Any]:
    return {"type": "string", "allowed": list(values), "required": required}


GROUNDS: Final = {
    "sources": {"required": True, "check_with": "sources"},
    "confidence": _one_of(*CONFIDENCE),
    "why": text(required=False),
}
_OPTION: Final = {
    "id": {"type": "string", "required": True, "minlength": 1},
    "de": {"type": "string", "required": True, "minlength": 1},
    "en": {"type": "string", "required": True, "minlength": 1},
}
_OPTIONS: Final = {"type": "list", "minlength": 1, "schema": {"type": "dict", "schema": _OPTION}}
_LEVEL: Final = {"type": "integer", "min": 1, "max": 4, "required": True}

QUESTION: Final = {
    "question": {**ID, "required": True},
    "code": {**CODE, "required": False},
    "kind": _one_of(*_KINDS[:-1]),
    "text": text(),
    "help": text(),
    "options": _OPTIONS,
    "options_from": {"type": "string", "allowed": ["providers"]},
    "required": {"type": "boolean"},
    "unit": {"type": "string", "allowed": ["months", "days", "percent"]},
    "minimum": {"type": "number"},
    "maximum": {"type": "number"},
    "min_length": {"type": "integer", "min": 1},
    "when": condition(),
    "fills": WORDS,
    "sources": {"required": True, "check_with": "sources"},
    "starter": {"check_with": "starter"},
}
_COLUMN: Final = {
    "id": {**ID, "required": True},
    "kind": _one_of(*(kind for kind in _KINDS if kind != "multi")),
    "de": {"type": "string", "required": True},
    "en": {"type": "string", "required": True},
    "help": text(required=False),
    "options": _OPTIONS,
    "options_from": {"type": "string", "allowed": ["providers"]},
    "required": {"type": "boolean"},
    "unit": {"type": "string", "allowed": ["months", "days", "percent"]},
    "width": {"type": "integer", "min": 4, "max": 80},
}
_ROW: Final = {
    "id": {**ID, "required": True},
    "values": {"type": "dict", "required": True, "valuesrules": {"check_with": "starter"}},
    "when": condition(),
}
TABLE: Final = {
    "table": {**ID, "required": True},
    "code": {**CODE, "required": False},
    "title": text(),
    "help": text(),
    "columns": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "schema": {"type": "dict", "schema": _COLUMN},
    },
    "rows": starter_rows(),
    "rows_from": {"type": "string", "allowed": ["measures", "risks", "factors", "providers"]},
    "adds": {"type": "string", "allowed": ["measures", "risks"]},
    "spare": {"type": "integer", "min": 0, "max": 500},
    "fixed": {"type": "boolean"},
    "min_rows": {"type": "integer", "min": 0},
    "when": condition(),
    "fills": WORDS,
    "sources": {"required": True, "check_with": "sources"},
}
SHEET: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "title": text(),
    "intro": text(),
    "items": {"type": "list", "required": True, "minlength": 1, "schema": {"type": "dict"}},
}
_FACTOR: Final = {
    "id": {**ID, "required": True},
    "axis": _one_of("severity", "likelihood"),
    "step": {"type": "integer", "allowed": [1], "required": True},
    "when": condition(required=True),
    "text": text(),
    **GROUNDS,
}
_LOWERING: Final = {
    "id": {**ID, "required": True},
    "text": text(),
    "measures": {**WORDS, "required": True, "minlength": 1},
    **GROUNDS,
}
RISK: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "track": _one_of("A", "B"),
    "feared": _one_of("", "illegitimate-access", "modification", "disappearance"),
    "title": text(),
    "source": text(),
    "event": text(),
    "impact": text(),
    "persons": {**WORDS, "required": True},
    "goals": {**WORDS, "required": True},
    "severity": _LEVEL,
    "likelihood": _LEVEL,
    **GROUNDS,
    "why": text(),
    "gates": WORDS,
    "factors": {"type": "list", "schema": {"type": "dict", "schema": _FACTOR}},
    "applies": condition(),
    "severity_floor": {"type": "integer", "min": 1, "max": 4},
    "likelihood_only_by": WORDS,
    "likelihood_note": text(required=False),
    "lowering": {"type": "list", "schema": {"type": "dict", "schema": _LOWERING}},
}
_ADJUST: Final = {
    "rule": {**CODE, "required": True},
    "risk": ID,
    "when": condition(required=True),
    "likelihood": {"type": "integer", "min": -2, "max": 0},
    "severity": {"type": "integer", "min": -1, "max": 0},
    "text": text(),
}
MEASURE: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "kind": _one_of("T", "T/O", "O", "L"),
    "title": text(),
    "explanation": text(),
    "evidence": text(),
    "risks": {**WORDS, "required": True, "minlength": 1},
    "goals": {**WORDS, "required": True},
    "likelihood": {"type": "integer", "min": -2, "max": 0, "required": True},
    "severity": {"type": "integer", "min": -1, "max": 0, "required": True},
    "effort": _one_of("L", "M", "H"),
    "baseline": {"type": "boolean", "required": True},
    "tables": {**WORDS, "required": True},
    **GROUNDS,
    "when": condition(),
    "proves": WORDS,
    "needs_owner": {"type": "boolean"},
    "only_when_implemented": {"type": "boolean"},
    "adjust": {"type": "list", "schema": {"type": "dict", "schema": _ADJUST}},
    "conflicts": {
        "type": "list",
        "schema": {
            "type": "dict",
            "schema": {"measure": {**ID, "required": True}, "text": text()},
        },
    },
}
GATE: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "title": text(),
    "norm": text(),
    "explanation": text(),
    "remedy": text(),
    "stop": condition(required=True),
    "not_applicable": condition(),
    "not_applicable_text": text(required=False),
    "never_unconditional": {"type": "boolean"},
    "requires": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "schema": {
            "type": "dict",
            "schema": {
                "id": {**ID, "required": True},
                "text": text(),
                "met": condition(required=True),
                "planned": condition(),
            },
        },
    },
    **GROUNDS,
}
RULE: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "severity": _one_of("error", "warning", "note"),
    "when": condition(required=True),
    "text": text(),
    "fields": WORDS,
    **GROUNDS,
}
CRITERION: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "group": _one_of(
        "art35-3",
        "national-law",
        "criteria",
        "national-list",
        "voluntary",
        "existing",
        "exemption",
    ),
    "text": text(),
    "hint": text(required=False),
    "met": condition(required=True),
    **GROUNDS,
}
REVIEW: Final = {
    "id": {**ID, "required": True},
    "text": text(),
    "when": condition(),
    **GROUNDS,
}
SOURCE: Final = {
    "key": {**ID, "required": True},
    "code": {"type": "string", "required": True},
    "title": text(),
    "place": {"type": "string", "required": True},
    "url": {"type": "string", "required": True},
    "dated": {"type": "string", "required": True},
    "confidence": _one_of(*CONFIDENCE),
}
_FOUR_TEXTS: Final = {
    "type": "dict",
    "required": True,
    "keysrules": {"type": "integer", "allowed": [1, 2, 3, 4]},
    "valuesrules": {"check_with": "text"},
    "minlength": 4,
}
SCALE: Final = {
    "id": {**ID, "required": True},
    "title": text(),
    "note": text(),
    "levels": _FOUR_TEXTS,
    "severity_texts": _FOUR_TEXTS,
    "likelihood_texts": _FOUR_TEXTS,
    "matrix": {
        "type": "list",
        "required": True,
        "minlength": 16,
        "maxlength": 16,
        "schema": {
            "type": "dict",
            "schema": {
                "severity": _LEVEL,
                "likelihood": _LEVEL,
                "class": {"type": "string", "required": True},
                "border": text(required=False),
            },
        },
    },
    "classes": {
        "type": "list",
        "required": True,
        "minlength": 2,
        "schema": {
            "type": "dict",
            "schema": {
                "id": {**ID, "required": True},
                "label": text(),
                "rank": {"type": "integer", "min": 1, "required": True},
                "fill": {"type": "string", "regex": "[0-9A-F]{6}", "required": True},
                "acceptance": text(),
            },
        },
    },
    **GROUNDS,
}
QUESTIONNAIRE: Final = {
    "id": {**ID, "required": True},
    "version": {"type": "string", "required": True},
    "title": text(),
    "subtitle": text(),
    "law_status": {"type": "string", "check_with": "day", "required": True},
    "template_label": text(),
    "sheets": {**WORDS, "required": True, "minlength": 1},
    "criteria_also": {"type": "dict", "valuesrules": {"check_with": "condition"}},
    "notes": {"type": "dict", "valuesrules": {"check_with": "text"}},
}


class _DefinitionValidator(Validator):  # type: ignore[misc]  # Cerberus carries no types
    """Cerberus with our kinds of values. Custom faults carry "key|found"."""

    def _check_with_text(self, field: str, value: object) -> None:
        if not isinstance(value, dict):
            self._error(field, f"text-shape|{value!s:.60}")
            return
        for language in LANGUAGES:
            if not isinstance(value.get(language), str) or not value[language].strip():
                self._error(field, f"text-language-missing|{language}")
        for extra in set(value) - set(LANGUAGES):
            self._error(field, f"text-language-unknown|{extra}")

    def _check_with_starter(self, field: str, value: object) -> None:
        if isinstance(value, dict):
            self._check_with_text(field, value)
        elif not isinstance(value, str):
            self._error(field, f"text-shape|{value!s:.60}")

    def _check_with_sources(self, field: str, value: object) -> None:
        named = value == "own" or (
            isinstance(value, list) and value and all(isinstance(key, str) for key in value)
        )
        if not named:
            self._error(field, f"sources-shape|{value!s:.60}")
        if value == "own" and "why" in self.schema and not self.document.get("why"):
            self._error(field, "sources-own-needs-why|own")

    def _check_with_day(self, field: str, value: str) -> None:
        try:
            date.fromisoformat(value)
        except ValueError:
            self._error(field, f"value-wrong|{value:.60}")

    def _check_with_condition(self, field: str, value: object) -> None:
        try:
            build_condition(value)
        except (ConditionFault, TypeError, ValueError) as fault:
            key = fault.key if isinstance(fault, ConditionFault) else "condition-shape"
            found = fault.found if isinstance(fault, ConditionFault) else str(fault)
            self._error(field, f"{key}|{found:.120}")


_VALIDATORS: dict[int, Validator] = {}


def check_shape(
    data: object, schema: Mapping[str, Any], file: str, faults: Faults, at: tuple[object, ...] = ()
) -> bool:
    """Check one mapping against its schema; note every fault. True when it is usable."""
    if not isinstance(data, dict):
        faults.add(file, at, "not-a-mapping", found=type(data).__name__)
        return False
    validator = _VALIDATORS.get(id(schema))
    if validator is None:
        validator = _VALIDATORS[id(schema)] = _DefinitionValidator(schema, allow_unknown=False)
    if validator.validate(data, normalize=False):
        return True
    for error in _leaves(validator._errors):  # noqa: SLF001  # style-examples: walk to the leaves
        key, values = _worded(error)
        faults.add(file, (*at, *error.document_path), key, **values)
    return False


def _leaves(errors: Any) -> Iterator[Any]:  # noqa: ANN401
    for error in errors:
        if error.child_errors:
            yield from _leaves(error.child_errors)
        else:
            yield error


def _worded(error: Any) -> tuple[str, dict[str, object]]:  # noqa: ANN401
    if error.code == _REQUIRED_FIELD:
        return "key-missing", {}
    if error.code == _UNKNOWN_FIELD:
        return "key-unknown", {"found": error.document_path[-1]}
    if error.code == _CUSTOM:
        key, _, found = error.info[0].partition("|")
        more = {"rule": "date", "expected": "YYYY-MM-DD"} if key == "value-wrong" else {}
        return key, {"found": found, **more}
    return "value-wrong", {
        "found": f"{error.value!s:.60}",
        "rule": error.rule,
        "expected": error.constraint,
    }
