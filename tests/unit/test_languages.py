"""Both languages are there everywhere, they ask for the same values, and no message is lost or lies about."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import dpia
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.i18n import LANGUAGES, language_of_environment, long_date, messages, short_date
from dpia.model import Column, Question, Text

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "dpia" / "locale"
AREAS = sorted(path.stem for path in LOCALE.glob("*.toml"))

# Keys that the program puts together: the area, and how they begin.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "changes": ("apart-", "finding-", "review-", "risk-", "trend-", "what-"),
    "cli": ("batch-", "memo-decided-"),
    "definitions": (),
    "export": ("not-copied-",),
    "guard": ("file-", "json-", "register-", "template-", "terms-", "too-large-", "workbook-"),
    "history": (
        "due-",
        "kept-",
        "rescore-",
        "trigger-",
        "verdict-",
    ),
    "problems": ("changed-", "own-"),
    "register": (
        "decide-",
        "entry-unusable-",
        "heat-",
        "judged-",
        "column-",
        "memo-",
        "record-kind-",
        "note-",
        "sheet-",
        "status-",
        "terms-",
        "threshold-",
    ),
    "report": (
        "flow-zone-",
        "annex-a-track-",
        "condition-",
        "confidence-",
        "refused-",
        "set-",
        "consultation-",
        "entry-factor-",
        "kind-",
        "measure-",
        "measures-",
        "memo-",
        "necessity-",
        "note-",
        "operation-",
        "reach-",
        "reason-",
        "result-",
        "step-",
        "terms-",
        "threshold-",
        "unit-",
    ),
    "template": ("fault-", "part-", "use-"),
    "terms": ("copy-", "language-", "resting-"),
    "upgrade": ("detail-", "head-", "kind-", "note-", "section-"),
    "workbook": (
        "file-",
        "state-factor",
        "legend-",
        "problems-",
        "progress-",
        "step-",
        "unit-",
    ),
}
# Which area a call of say(...) means, by the package that it stands in.
SAID_IN: Mapping[str, str] = {
    "changes": "changes",
    "cli": "cli",
    "register": "register",
    "render": "report",
    "workbook": "workbook",
}
ERRORS: Mapping[str, str] = {
    "AnswersRejected": "problems",
    "DefinitionError": "definitions",
    "DpiaError": "cli",
    "FileError": "cli",
    "Unusable": "problems",
}


@cache
def entries(area: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((LOCALE / f"{area}.toml").read_text(encoding="utf-8"))


def messages_of_all_areas() -> Iterator[tuple[str, str, dict[str, str]]]:
    for area in AREAS:
        for key, wordings in entries(area).items():
            yield area, key, wordings


@cache
def parsed() -> tuple[tuple[Path, ast.Module], ...]:
    """The program, and the tools that write fixed labels into the report's templates."""
    files = [*(ROOT / "dpia").rglob("*.py"), *(ROOT / "docs" / "tools").glob("*.py")]
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(files))


@cache
def literals() -> frozenset[str]:
    """Every text in the code, and the key where a text is "key|more"."""
    found = set()
    for _, tree in parsed():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value, node.value.partition("|")[0]}
    return frozenset(found)


def test_every_area_is_known_here() -> None:
    assert sorted(FAMILIES) == AREAS


@pytest.mark.parametrize("area", AREAS)
def test_every_message_has_both_languages_and_nothing_else(area: str) -> None:
    assert entries(area)
    for key, wordings in entries(area).items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key), key
        assert list(wordings) == list(LANGUAGES), key
        assert all(isinstance(text, str) for text in wordings.values()), key
        empty = [language for language, text in wordings.items() if not text.strip()]
        assert empty in ([], list(LANGUAGES)), key


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_named_holes(area: str) -> None:
    for key, wordings in entries(area).items():
        holes = {
            language: {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            for language, text in wordings.items()
        }
        assert holes["de"] == holes["en"], key
        assert all(name.isidentifier() for name in holes["de"]), key


@pytest.mark.parametrize("area", AREAS)
def test_no_message_is_unused(area: str) -> None:
    unused = [
        key
        for key in entries(area)
        if key not in literals() and not key.startswith(FAMILIES[area] or ("\0",))
    ]
    assert unused == []


@pytest.mark.parametrize("area", AREAS)
def test_every_family_has_members_and_is_put_together_somewhere(area: str) -> None:
    for family in FAMILIES[area]:
        assert any(key.startswith(family) for key in entries(area)), family
        assert any(key.startswith(family) and key not in literals() for key in entries(area)), (
            family
        )


def used() -> Iterator[tuple[str, str, str]]:
    """Every key that is named at a call: where, area, key."""
    for path, tree in parsed():
        package = path.parent.name
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    area = area_of(node, package, path.stem)
                    if area:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", area, key.value


def area_of(call: ast.Call, package: str, module: str) -> str:
    """The area that a call takes its message from; nothing when it takes none."""
    function = call.func
    owner = getattr(getattr(function, "value", None), "id", "")
    if isinstance(function, ast.Call):  # messages("area")("key", ...)
        inner = function.func
        named = isinstance(inner, ast.Name) and inner.id == "messages"
        return str(ast.literal_eval(function.args[0])) if named else ""
    if module.startswith("changes_") or module == "view_changes":
        package = "changes"
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name == "say" and package == "render" and (owner == "words" or module.startswith("terms_")):
        return "terms"
    if name == "say":
        return SAID_IN.get(package, "report" if package == "tools" else "")
    if name not in ERRORS:
        return ""
    given = [k.value for k in call.keywords if k.arg == "area"] or call.args[1:2]
    if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
        return given[0].value
    return ERRORS[name]


def test_every_message_that_is_asked_for_exists() -> None:
    calls = list(used())
    assert {area for _, area, _ in calls} == set(AREAS)
    assert len(calls) > 100
    assert [call for call in calls if call[2] not in entries(call[1])] == []


def test_every_fault_and_every_problem_has_a_message() -> None:
    """Faults are noted, and raised with a key that is only worded later."""
    named = {"fault", "add", "add_at_line", "problem", "ConditionFault", "YamlFault"}
    areas = {"definitions": "definitions", "answers": "problems", "dpia": "definitions"}
    found = 0
    for path, tree in parsed():
        for node in ast.walk(tree):
            function = getattr(node, "func", None)
            name = getattr(function, "attr", getattr(function, "id", ""))
            if isinstance(node, ast.Call) and name in named and path.parent.name in areas:
                area = areas[path.parent.name]
                keys = [a.value for a in node.args if isinstance(a, ast.Constant)]
                worded = [k for k in keys if isinstance(k, str) and k in entries(area)]
                texts = [k for k in keys if isinstance(k, str)]
                assert worded or not texts, f"{path}:{node.lineno}"
                found += len(worded)
    assert found > 30


@pytest.mark.parametrize("area", AREAS)
def test_a_message_is_filled_in_both_languages(area: str) -> None:
    for key, wordings in entries(area).items():
        holes = {name for _, name, _, _ in string.Formatter().parse(wordings["de"]) if name}
        for language in LANGUAGES:
            text = messages(area)(key, language, **dict.fromkeys(holes, 7))
            assert not re.search(r"\{[a-z_]*\}", text), key


def texts(thing: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every wording inside a questionnaire, with the way to it."""
    if isinstance(thing, Text):
        yield where, thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(value, f"{where}.{key}")
    elif isinstance(thing, tuple):
        for index, value in enumerate(thing):
            yield from texts(value, f"{where}.{getattr(value, 'id', index)}")
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name), f"{where}.{field.name}")


@pytest.mark.parametrize("name", shipped_questionnaires())
def test_every_text_of_a_questionnaire_has_both_languages(name: str) -> None:
    found = list(texts(load_questionnaire(name), name))
    assert len(found) > 1000
    for where, text in found:
        assert list(text.wordings) == list(LANGUAGES), where
        assert all(wording.strip() for wording in text.wordings.values()), where


@pytest.mark.parametrize("name", shipped_questionnaires())
def test_no_label_means_one_option_in_one_language_and_another_in_the_other(name: str) -> None:
    """A label is understood in either language, whatever the language of the workbook is."""
    questionnaire = load_questionnaire(name)
    items: list[Question | Column] = list(questionnaire.questions())
    items += [column for table in questionnaire.tables() for column in table.columns]
    for item in items:
        seen: dict[str, str] = {}
        for option in item.options:
            for label in (option.id, *(option.label[language] for language in LANGUAGES)):
                assert seen.setdefault(label.casefold(), option.id) == option.id, (item.id, label)


def quoted(text: str) -> str:
    """Without what stands in quotation marks or brackets: settings, titles and official names."""
    return re.sub(r"‘[^’]*’|“[^”]*”|„[^“]*“|\([^()]*\)", " ", text)


GERMAN_NAMES = frozenset(
    [
        "Thüringen",
        "Baden-Württemberg",
        "Württemberg",
        "Fürth",
        "Düsseldorf",
        "München",
        "Köln",
        "Nürnberg",
        "Länder",
        "Land",
        "Hüls",
        "Saarbrücken",
    ]
)
GERMAN_WORDS = frozenset(
    [
        "und",
        "oder",
        "nicht",
        "wird",
        "werden",
        "ist",
        "sind",
        "eine",
        "einer",
        "einem",
        "eines",
        "einen",
        "das",
        "dem",
        "den",
        "des",
        "auf",
        "für",
        "über",
        "bei",
        "nach",
        "vor",
        "zum",
        "zur",
        "durch",
        "mit",
        "ohne",
        "wenn",
        "dass",
        "auch",
        "nur",
        "noch",
        "sich",
        "wie",
        "von",
        "zu",
        "aus",
    ]
)
ENGLISH_WORDS = frozenset(
    [
        "the",
        "and",
        "with",
        "without",
        "which",
        "that",
        "this",
        "these",
        "those",
        "are",
        "were",
        "been",
        "being",
        "from",
        "into",
        "must",
        "should",
        "shall",
        "would",
        "could",
        "not",
        "for",
        "whether",
        "because",
        "where",
        "when",
        "their",
        "there",
        "have",
        "has",
        "had",
    ]
)


# what is English in a German text: a title that is cited, and the operators of a condition
ENGLISH_NAMES = re.compile(r"Template for D(?:PIA|ata Protection)|all, any, not, known")


def german_in(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", quoted(text))
    return [
        word
        for word in words
        if (re.search("[äöüßÄÖÜ]", word) and word not in GERMAN_NAMES) or word in GERMAN_WORDS
    ]


def english_in(text: str) -> list[str]:
    return [
        w
        for w in re.findall(r"[^\W\d_]+", ENGLISH_NAMES.sub(" ", quoted(text)))
        if w in ENGLISH_WORDS
    ]


def everything() -> Iterator[tuple[str, Mapping[str, str]]]:
    for area, key, wordings in messages_of_all_areas():
        yield f"{area}:{key}", wordings
    for name in shipped_questionnaires():
        for where, text in texts(load_questionnaire(name), name):
            if ".sources." not in where:  # titles are cited as they are
                yield where, text.wordings


def test_no_english_text_is_german() -> None:
    wrong = {where: german_in(wordings["en"]) for where, wordings in everything()}
    assert {where: words for where, words in wrong.items() if words} == {}


def test_no_german_text_is_english() -> None:
    wrong = {where: english_in(wordings["de"]) for where, wordings in everything()}
    assert {where: words for where, words in wrong.items() if words} == {}


def test_the_check_for_the_wrong_language_sees_one() -> None:
    assert german_in("The Löschfrist is missing und unclear") == ["Löschfrist", "und"]
    assert german_in("The Free State of Thüringen, see “Prüfung”") == []
    assert english_in("Die Angabe and the Frist") == ["and", "the"]
    assert english_in("Der Dienst heißt „Only share with“") == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"DPIA_LANG": "en"}, "en"),
        ({"DPIA_LANG": "EN-gb", "LANG": "de_DE.UTF-8"}, "en"),
        ({"DPIA_LANG": "de", "LANG": "en_GB"}, "de"),
        ({"DPIA_LANG": "fr", "LANG": "en_GB"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "de_DE"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "de_AT", "LANG": "en_GB"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "de"),
        ({"LANG": "C"}, "de"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], language: str) -> None:
    assert language_of_environment(environment) == language


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [("de", "5. März 2027", "05.03.2027"), ("en", "5 March 2027", "05/03/2027")],
)
def test_dates_are_written_as_the_language_does(language: str, long: str, short: str) -> None:
    assert long_date(date(2027, 3, 5), language) == long
    assert short_date(date(2027, 3, 5), language) == short


def test_a_message_that_does_not_exist_is_an_error_of_ours() -> None:
    assert "line" in messages("problems")
    assert "no-such-key" not in messages("problems")
    with pytest.raises(KeyError):
        messages("problems")("no-such-key", "de")
    assert Path(dpia.__file__).parent == LOCALE.parent
