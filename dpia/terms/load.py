"""The shipped patterns, read from questionnaires/terms/ and checked: shape, languages, word lists, expressions."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from dpia.definitions.build import text
from dpia.definitions.faults import Faults
from dpia.definitions.schema import check_shape
from dpia.i18n import LANGUAGES
from dpia.resources import shipped
from dpia.terms.patterns import Category, Expander, Expression, Library, Pattern, late
from dpia.terms.schema import CATEGORY, CONCEPTS_FILE, COUNTRIES_FILE, SHARED, VOCABULARY_FILE
from dpia.terms.thesaurus import wrong_items
from dpia.terms.weights import Weights, WrongRow, check_rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

ORDER: Final = (
    "licence-grant",
    "intended-use",
    "consents-duty",
    "roles",
    "group-sharing",
    "own-purposes",
    "transfer-countries",
    "disclosure-authorities",
    "liability-cap",
    "indemnity",
    "termination",
    "retention-after-end",
    "unilateral-change",
    "governing-law",
    "contract-party",
    "dated-version",
)
"""The categories in the order in which a reader asks for them."""


@cache
def shipped_library() -> Library:
    """The patterns that come with the program. Raises DefinitionError with all faults."""
    return load_library(shipped("questionnaires") / "terms")


def load_library(folder: Traversable, *, thorough: bool = False) -> Library:
    """Read the patterns of a folder; thorough: every expression is compiled too, as "rules check" does.

    Raises:
        DefinitionError: with every fault found (file, line, what, how to mend).
    """
    faults = Faults()
    files = _read(folder, faults)
    shared = [_shared(files, file, shape, faults) for file, shape in SHARED.items()]
    files.pop("terms/words.yaml", None)  # for what prints an analysis
    if not all(shared):
        raise faults.refusal("terms")
    vocabulary, countries, small_words, concepts = shared
    builder = _Builder(vocabulary, faults, thorough=thorough)
    found: dict[str, Category] = {}
    for file, data in files.items():
        if check_shape(data, CATEGORY, file, faults):
            own = f"terms/{data['id']}.yaml"
            if file != own:
                key = "id-twice" if own in files else "file-name"
                faults.add(file, ("id",), key, found=data["id"])
            found[data["id"]] = builder.category(file, data)
    words, names = builder.words(), builder.countries(countries)
    lists = _concepts(concepts["concepts"], faults)
    weights = {
        language: Weights(
            partial(rows_of, _weights(folder, language, faults, thorough=thorough)),
            ORDER,
            lists[language],
        )
        for language in LANGUAGES
    }
    if faults.found:
        raise faults.refusal("terms")
    categories = {key: found[key] for key in sorted(found, key=_rank)}
    languages = {key: frozenset(said.split()) for key, said in small_words["languages"].items()}
    return Library(categories, words, languages, names, weights)


def _concepts(
    concepts: Mapping[str, Mapping[str, str]], faults: Faults
) -> dict[str, dict[str, str]]:
    """The words of every concept, by language."""
    for concept, said in concepts.items():
        for language in LANGUAGES:
            for item in wrong_items(said[language]):
                where = ("concepts", concept, language)
                faults.add(CONCEPTS_FILE, where, "concept-word-wrong", found=item)
    return {
        language: {concept: said[language] for concept, said in concepts.items()}
        for language in LANGUAGES
    }


def _weights(folder: Traversable, language: str, faults: Faults, *, thorough: bool) -> str:
    """The text of a file of weights; its rows are looked at in a thorough check only."""
    name = f"terms/weights/{language}.txt"
    try:
        text = (folder / "weights" / f"{language}.txt").read_text(encoding="utf-8")
        if thorough:
            check_rows(text)
    except FileNotFoundError:
        faults.add_at_line(name, 1, "file-missing")
    except UnicodeDecodeError:
        faults.add_at_line(name, 1, "not-utf-8")
    except WrongRow as error:
        faults.add_at_line(name, error.line, "weights-wrong", found=error.found)
    else:
        return text
    return ""


def _rank(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _shared(
    files: dict[str, Any], file: str, shape: Mapping[str, Any], faults: Faults
) -> dict[str, Any]:
    """Take out a file that all categories build on; nothing (and a fault) where it is missing or wrong."""
    data: dict[str, Any] | None = files.pop(file, None)
    if data is not None:
        return data if check_shape(data, shape, file, faults) else {}
    if all(fault.file != file for fault in faults.found):
        faults.add_at_line(file, 1, "file-missing")
    return {}


def _read(folder: Traversable, faults: Faults) -> dict[str, Any]:
    files: dict[str, Any] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".yaml"):
            continue
        path = f"terms/{entry.name}"
        read = faults.read(entry, path)
        if read is None:
            continue
        _, data = read
        if isinstance(data, dict):
            files[path] = data
        else:
            faults.add(path, (), "not-a-mapping", found=type(data).__name__)
    return files


class _Builder:
    """Makes categories of data that have the right shape, and notes what the shape does not show."""

    def __init__(
        self, vocabulary: Mapping[str, Mapping[str, str]], faults: Faults, *, thorough: bool
    ) -> None:
        self._vocabulary = vocabulary
        self._faults = faults
        self._thorough = thorough
        self._seen: set[tuple[str, str, str]] = set()
        self._expanders = {language: Expander(vocabulary[language]) for language in LANGUAGES}

    def words(self) -> dict[str, dict[str, Any]]:
        """The word lists of every language, ready to be looked for."""
        if self._thorough:
            for language, lists in self._vocabulary.items():
                for name in lists:
                    self._word(language, name)
        return {
            language: {
                name: expander.expression(f"{{{name}}}") for name in self._vocabulary[language]
            }
            for language, expander in self._expanders.items()
        }

    def countries(self, named: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Expression]]:
        """The names of countries, as whole words, by language and code."""
        return {
            language: {
                code: self._expression(
                    COUNTRIES_FILE, language, rf"\b(?:{said})(?!\w)", (language, code)
                )
                for code, said in codes.items()
            }
            for language, codes in named.items()
        }

    def _word(self, language: str, name: str) -> None:
        try:
            re.compile(self._expanders[language].word(name))
        except KeyError as error:
            self._faults.add(
                VOCABULARY_FILE, (language, name), "words-unknown", found=error.args[0]
            )
        except re.error as error:
            self._faults.add(VOCABULARY_FILE, (language, name), "expression-wrong", found=error)

    def category(self, file: str, data: Mapping[str, Any]) -> Category:
        """One category."""
        return Category(
            data["id"],
            text(data["title"]),
            text(data["question"]),
            {key: text(words) for key, words in data["because"].items()},
            {
                language: tuple(
                    self._pattern(file, language, number, entry, data["because"])
                    for number, entry in enumerate(data["patterns"][language])
                )
                for language in LANGUAGES
            },
            {
                name: {
                    language: {
                        code: self._expression(
                            file, language, source, ("attributes", name, language, code)
                        )
                        for code, source in entry[language].items()
                    }
                    for language in LANGUAGES
                }
                for name, entry in data.get("attributes", {}).items()
            },
            {
                language: self._expression(file, language, source, ("continues", language))
                for language, source in data.get("continues", {}).items()
            },
        )

    def _pattern(
        self,
        file: str,
        language: str,
        number: int,
        entry: Mapping[str, Any],
        reasons: Mapping[str, Any],
    ) -> Pattern:
        here = ("patterns", language, number)
        if (file, language, entry["id"]) in self._seen:
            self._faults.add(file, (*here, "id"), "id-twice", found=entry["id"])
        self._seen.add((file, language, entry["id"]))
        if entry["because"] not in reasons:
            self._faults.add(file, (*here, "because"), "reason-unknown", found=entry["because"])
        made = {
            key: self._expression(file, language, entry[key], (*here, key))
            for key in ("find", "unless", "under")
            if key in entry
        }
        said = entry.get("beside", ())
        beside = tuple(
            self._expression(file, language, source, (*here, "beside"))
            for source in ([said] if isinstance(said, str) else said)
        )
        return Pattern(
            entry["id"],
            entry["because"],
            made["find"],
            made.get("unless"),
            beside,
            made.get("under"),
            entry.get("negation", False),
            entry.get("across", False),
            entry.get("status", "found"),
        )

    def _expression(
        self, file: str, language: str, source: str, path: tuple[Any, ...]
    ) -> Expression:
        """Put the word lists in; a list that is not there is a fault, and in a thorough check what is no expression."""
        try:
            made = self._expanders[language].expression(source)
            if self._thorough:
                re.compile(made.source)
        except KeyError as error:
            self._faults.add(file, path, "words-unknown", found=error.args[0])
            return late("")
        except re.error as error:
            self._faults.add(file, path, "expression-wrong", found=error)
            return late("")
        return made
