"""A questionnaire's folder, read whole: files, shapes, types, cross-references; all faults at once."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpia.definitions import build, build_providers, schema
from dpia.definitions.apart import broken_apart
from dpia.definitions.crosscheck import crosscheck
from dpia.definitions.faults import Faults
from dpia.definitions.provider_schema import COMPARISON, PROVIDER
from dpia.definitions.terms_reading import TERMS_READING, terms_reading
from dpia.definitions.wordings import apply_wordings
from dpia.i18n import LANGUAGES
from dpia.model import Option, Questionnaire
from dpia.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from dpia.model import Measure, Risk
    from dpia.providers import Comparison, Provider

Data = dict[str, Any]


class _Folder:
    """The YAML files of one questionnaire and of what all share, by their path within questionnaires/."""

    def __init__(self, own: Traversable, common: Traversable, faults: Faults) -> None:
        self.faults = faults
        self.files: dict[str, Data] = {}
        self.unreadable: set[str] = set()
        self._hash = hashlib.sha256()
        for name, folder in ((own.name, own), ("common", common)):
            self._walk(folder, name)
        self.digest = self._hash.hexdigest()

    def _walk(self, folder: Traversable, prefix: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            path = f"{prefix}/{entry.name}"
            if entry.is_dir():
                if entry.name != "cases":
                    self._walk(entry, path)
            elif entry.name.endswith(".yaml"):
                self._read(entry, path)

    def _read(self, entry: Traversable, path: str) -> None:
        self.unreadable.add(path)
        read = self.faults.read(entry, path)
        if read is None:
            return
        text, data = read
        self._hash.update(f"{path}\0{text}\0".encode())
        if isinstance(data, dict):
            self.files[path] = data
            self.unreadable.discard(path)
        else:
            self.faults.add(path, (), "not-a-mapping", found=type(data).__name__)

    def kind(self, folder: str, shape: Mapping[str, Any]) -> dict[str, Data]:
        """The files of one folder (one definition each) that have the right shape, by path."""
        return {
            path: data
            for path, data in self.files.items()
            if path.startswith(f"{folder}/") and schema.check_shape(data, shape, path, self.faults)
        }

    def present(self, path: str) -> bool:
        """Whether a file that must be there was read; of a broken one the fault is noted already."""
        if path not in self.files and path not in self.unreadable:
            self.faults.add_at_line(path, 1, "file-missing")
        return path in self.files

    def one(self, path: str, shape: Mapping[str, Any]) -> Data | None:
        """One file, if it has the right shape."""
        if not self.present(path):
            return None
        data = self.files[path]
        return data if schema.check_shape(data, shape, path, self.faults) else None

    def optional(self, path: str, shape: Mapping[str, Any]) -> Data | None:
        """One file that a questionnaire may do without, if it is there and has the right shape."""
        return self.one(path, shape) if path in self.files else None

    def entries(self, path: str, key: str, shape: Mapping[str, Any]) -> list[Data]:
        """The list of definitions in one file, those with the right shape."""
        if not self.present(path):
            return []
        listed = self.files[path].get(key)
        if not isinstance(listed, list):
            self.faults.add(path, (), "list-missing", found=key)
            return []
        return [
            entry
            for index, entry in enumerate(listed)
            if schema.check_shape(entry, shape, path, self.faults, (key, index))
        ]


def load_folder(own: Traversable) -> Questionnaire:
    """Read the questionnaire in this folder; what is common comes from beside it, else as shipped.

    Raises:
        DefinitionError: with every fault found (file, line, what, how to mend).
    """
    beside = Path(str(own)).parent / "common" if isinstance(own, Path) else None
    common = (
        beside if beside is not None and beside.is_dir() else shipped("questionnaires") / "common"
    )
    faults = Faults()
    folder = _Folder(own, common, faults)
    apply_wordings(own.name, folder.files, faults, folder.unreadable)
    questionnaire = _build(folder, own.name)
    if questionnaire is not None:
        _crosscheck(questionnaire, own.name, folder)
    if faults.found or questionnaire is None:
        raise faults.refusal(own.name)
    return questionnaire


def _crosscheck(questionnaire: Questionnaire, own: str, folder: _Folder) -> None:
    """Hold the definitions against each other, without blaming any for what is missing elsewhere."""
    faults = folder.faults
    broken, before = broken_apart(faults, folder.files), len(faults.found)
    if broken is not None:
        crosscheck(questionnaire, own, folder.files, faults)
        faults.found[before:] = [f for f in faults.found[before:] if not broken.explains(f)]


def _sheets(folder: _Folder, head: Data, own: str, brought: build.Brought) -> list[Any]:
    sheets = []
    for index, name in enumerate(head["sheets"]):
        place, _, short = name.rpartition("/")
        path = f"{place or own}/questions/{short}.yaml"
        data = folder.files.get(path)
        if data is None:
            if path not in folder.unreadable:
                folder.faults.add(
                    f"{own}/questionnaire.yaml", ("sheets", index), "sheet-missing", found=name
                )
            continue
        if not schema.check_shape(data, schema.SHEET, path, folder.faults):
            continue
        right = [
            schema.check_shape(
                item,
                schema.QUESTION if isinstance(item, dict) and "question" in item else schema.TABLE,
                path,
                folder.faults,
                ("items", number),
            )
            for number, item in enumerate(data["items"])
        ]
        if data["id"] != short:
            folder.faults.add(path, ("id",), "file-name", found=data["id"])
        if all(right):
            sheets.append(build.sheet(data, brought))
    return sheets


def _collect(
    folder: _Folder, own: str, kind: str, shape: Mapping[str, Any], make: Callable[[Data], Any]
) -> dict[str, Any]:
    """All definitions of one kind by id, in the order of their codes."""
    found: dict[str, tuple[str, Any]] = {}
    for where in dict.fromkeys((f"{own}/{kind}", f"common/{kind}")):
        for path, data in folder.kind(where, shape).items():
            if path.rsplit("/", 1)[1] != f"{data['id']}.yaml":
                folder.faults.add(path, ("id",), "file-name", found=data["id"])
            elif data["id"] in found:
                folder.faults.add(path, ("id",), "id-twice", found=data["id"])
            else:
                found[data["id"]] = (data["code"], make(data))
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return {key: made for key, (_, made) in ordered}


def _build(folder: _Folder, own: str) -> Questionnaire | None:
    faults = folder.faults
    if not folder.present(f"{own}/questionnaire.yaml"):
        return None
    head = folder.files[f"{own}/questionnaire.yaml"]
    if not schema.check_shape(head, schema.QUESTIONNAIRE, f"{own}/questionnaire.yaml", faults):
        head = {**head, "sheets": ()}
    measures = _collect(folder, own, "measures", schema.MEASURE, build.measure)
    risks = _collect(folder, own, "risks", schema.RISK, build.risk)
    gates = _collect(folder, own, "gates", schema.GATE, build.gate)
    rules = _collect(folder, own, "rules", schema.RULE, build.rule)
    criteria = folder.entries("common/threshold.yaml", "criteria", schema.CRITERION)
    sources = folder.entries("common/sources.yaml", "sources", schema.SOURCE)
    review = folder.entries("common/review.yaml", "review", schema.REVIEW)
    if f"{own}/review.yaml" in folder.files:
        review += folder.entries(f"{own}/review.yaml", "review", schema.REVIEW)
    folder.present("common/terms.yaml")
    scale = folder.one("common/scale.yaml", schema.SCALE)
    providers = _collect(folder, own, "providers", PROVIDER, build_providers.provider)
    means = folder.optional(f"{own}/comparison.yaml", COMPARISON)
    comparison = None if means is None else build_providers.comparison(means)
    reading = folder.optional(f"{own}/terms-reading.yaml", TERMS_READING)
    brought = _brought(measures, risks, providers, comparison)
    sheets = _sheets(folder, head, own, brought)
    _once(faults, "common/threshold.yaml", "criteria", "id", criteria)
    _once(faults, "common/sources.yaml", "sources", "key", sources)
    if scale is None or broken_apart(faults, folder.files) is None:
        return None
    also = head.get("criteria_also", {})
    return Questionnaire(
        id=head["id"],
        version=head["version"],
        digest=folder.digest,
        languages=LANGUAGES,
        title=build.text(head["title"]),
        subtitle=build.text(head["subtitle"]),
        law_status=date.fromisoformat(head["law_status"]),
        template_label=build.text(head["template_label"]),
        sheets=tuple(sheets),
        risks=risks,
        measures=measures,
        gates=gates,
        rules=rules,
        criteria={c["id"]: build.criterion(c, also.get(c["code"])) for c in criteria},
        sources={s["key"]: build.source(s) for s in sources},
        scale=build.scale(scale),
        terms=_terms(folder),
        review=tuple(build.review_trigger(entry) for entry in review),
        notes={key: build.text(note) for key, note in head.get("notes", {}).items()},
        providers=providers,
        comparison=comparison,
        terms_reading=None if reading is None else terms_reading(reading),
    )


def _brought(
    measures: Mapping[str, Measure],
    risks: Mapping[str, Risk],
    providers: dict[str, Provider],
    comparison: Comparison | None,
) -> build.Brought:
    """What the sheets take from other definitions."""
    if comparison is None:
        return build.Brought(measures, risks)
    named = build_providers.alternatives(providers.values())
    return build.Brought(
        measures,
        risks,
        build_providers.starter_rows(comparison, providers),
        tuple(Option(one.id, one.title) for one in named),
        {
            key: build_providers.options(attribute)
            for key, attribute in comparison.attributes.items()
        },
    )


def _once(faults: Faults, file: str, listed: str, name: str, entries: Sequence[Data]) -> None:
    """Within one list, too, every id may stand only once."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry[name] in seen:
            faults.add(file, (listed, index, name), "id-twice", found=entry[name])
        seen.add(entry[name])


def _terms(folder: _Folder) -> dict[str, dict[str, Any]]:
    vocabularies = folder.files["common/terms.yaml"]
    terms: dict[str, dict[str, Any]] = {}
    for name, entries in vocabularies.items():
        if not isinstance(entries, dict):
            folder.faults.add("common/terms.yaml", (name,), "not-a-mapping", found=str(entries))
            continue
        terms[name] = {}
        for key, wording in entries.items():
            if schema.check_shape(
                {"text": wording}, _TERM, "common/terms.yaml", folder.faults, (name, key)
            ):
                terms[name][str(key)] = build.text(wording)
    return terms


_TERM: dict[str, Any] = {"text": {"required": True, "check_with": "text"}}
