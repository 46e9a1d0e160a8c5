"""What a questionnaire says in its own words about the common sheets: merged into them before they are built.

`<questionnaire>/wordings.yaml` replaces texts, proposes rows and adds questions; it changes no kind, no
option and no condition of a common question, gate or rule, so that an answer means the same everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dpia.definitions.schema import QUESTION, TABLE, check_shape, starter_rows, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dpia.definitions.faults import Faults

Data = dict[str, Any]
FILE: Final = "wordings.yaml"
_TEXT: Final = {"check_with": "text"}
_MAPS: Final = {"type": "dict"}
_PARTS: Final = ("sheets", "questions", "tables", "criteria", "gates", "rules")
_WHOLE: Final = dict.fromkeys(_PARTS, _MAPS)
_SHEET: Final = {
    "intro": _TEXT,
    "title": _TEXT,
    "items": {"type": "list", "schema": {"type": "dict"}},
}
_QUESTION: Final = {
    "text": _TEXT,
    "help": _TEXT,
    "starter": {"check_with": "starter"},
    "fills": words(),
    "sources": words(),
}
_TABLE: Final = {
    "title": _TEXT,
    "help": _TEXT,
    "rows": starter_rows(),
    "columns": {
        "type": "dict",
        "valuesrules": {"type": "dict", "schema": {"help": {"required": True, **_TEXT}}},
    },
    "fills": words(),
    "sources": words(),
}
_CRITERION: Final = {"hint": _TEXT, "sources": words()}
_GATE: Final = {"title": _TEXT, "explanation": _TEXT, "remedy": _TEXT, "sources": words()}
_RULE: Final = {"text": _TEXT, "fields": words(), "sources": words()}
_SHAPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "sheets": _SHEET,
    "questions": _QUESTION,
    "tables": _TABLE,
    "criteria": _CRITERION,
    "gates": _GATE,
    "rules": _RULE,
}
_ADDED_TO: Final = ("fills", "sources", "fields")


def apply_wordings(
    own: str, files: dict[str, Data], faults: Faults, unreadable: Collection[str] = ()
) -> None:
    """Merge the own wordings into the common files; note what cannot be merged.

    Args:
        own: the name of the questionnaire's folder.
        files: every file by path, as read for this questionnaire; the common ones are changed in place.
        faults: where faults are noted.
        unreadable: files whose own fault is noted already; what they would have held is not missed here.
    """
    path = f"{own}/{FILE}"
    said = files.get(path)
    if said is None or not check_shape(said, _WHOLE, path, faults):
        return
    targets = dict(_targets(files))
    for part, shape in _SHAPES.items():
        for name, entry in (said.get(part) or {}).items():
            target = targets.get((part, str(name)))
            if target is None:
                if not any(file.startswith(_home(part, str(name))) for file in unreadable):
                    faults.add(path, (part, name), "reference-unknown", found=name)
            elif check_shape(entry, shape, path, faults, (part, name)) and _items_right(
                entry, path, (part, name), faults
            ):
                _merge(target, entry, path, (part, name), faults)


def _home(part: str, name: str) -> str:
    """Where what a wording speaks of stands, as far as that can be told from its name."""
    if part in {"gates", "rules"}:
        return f"common/{part}/{name}.yaml"
    return "common/threshold.yaml" if part == "criteria" else "common/questions/"


def _items_right(entry: Data, path: str, at: tuple[object, ...], faults: Faults) -> bool:
    """Whether the questions and tables added to a sheet have their shape."""
    verdicts = [
        check_shape(
            item, QUESTION if "question" in item else TABLE, path, faults, (*at, "items", index)
        )
        for index, item in enumerate(entry.get("items", ()))
    ]
    return all(verdicts)


def _targets(files: Mapping[str, Data]) -> Iterator[tuple[tuple[str, str], Data]]:
    """Everything of the common files that can be spoken about."""
    for file, data in files.items():
        _, _, inside = file.partition("common/")
        folder = inside.partition("/")[0]
        if folder in {"gates", "rules"}:
            yield (folder, str(data.get("id"))), data
        elif file == "common/threshold.yaml":
            for criterion in _mappings(data.get("criteria")):
                yield ("criteria", str(criterion.get("code"))), criterion
        elif folder == "questions":
            yield ("sheets", inside.removeprefix("questions/").removesuffix(".yaml")), data
            for item in _mappings(data.get("items")):
                kind = "questions" if "question" in item else "tables"
                yield (kind, str(item.get("question", item.get("table")))), item


def _mappings(listed: object) -> list[Data]:
    return (
        [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    )


def _merge(target: Data, entry: Data, path: str, at: tuple[object, ...], faults: Faults) -> None:
    for key, value in entry.items():
        if key == "items":
            target["items"] = [*target.get("items", ()), *value]
        elif key in _ADDED_TO:
            known = target.get(key, [])
            target[key] = [*(known if isinstance(known, list) else ()), *value]
        elif key == "columns":
            columns = {column.get("id"): column for column in _mappings(target.get("columns"))}
            for column, said in value.items():
                if column in columns:
                    columns[column]["help"] = said["help"]
                else:
                    faults.add(path, (*at, "columns", column), "reference-unknown", found=column)
        else:
            target[key] = value
