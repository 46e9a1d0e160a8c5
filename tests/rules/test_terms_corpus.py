"""The held-back corpus of provider terms: its form only. What is in it is measured elsewhere, never tuned on."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dpia import yamlfile

CORPUS = Path(__file__).parents[1] / "terms" / "held-back"
LANGUAGES = ("de", "en")
CATEGORIES = (
    "licence-grant", "intended-use", "consents-duty", "roles", "group-sharing", "own-purposes",
    "transfer-countries", "disclosure-authorities", "liability-cap", "indemnity", "termination",
    "retention-after-end", "unilateral-change", "governing-law", "contract-party", "dated-version",
)  # fmt: skip
AT_LEAST = 12
STYLES = {"agb", "ch", "at", "du", "dpa", "plain", "us", "uk"}
FORMS = {"list", "sentences", "heading", "breaks", "hyphens", "nbsp", "quotes", "caps", "long"}
YES_NO = {True, False}
LICENCE: dict[str, set[Any]] = {
    "licensees": {"provider", "affiliates", "partners", "users", "sublicensees"},
    "exclusive": YES_NO,
    "sublicensable": YES_NO,
    "transferable": YES_NO,
    "royalty_free": YES_NO,
    "revocable": YES_NO,
    "duration": {"perpetual", "contract", "statutory", "other"},
    "acts": {
        "use", "host", "store", "reproduce", "modify", "adapt", "publish", "translate", "derive",
        "distribute", "perform", "display", "transmit", "analyse",
    },
    "content": {"uploaded", "submitted", "stored", "sent", "received", "feedback", "profile"},
    "purposes": {
        "provide", "operate", "develop", "promote", "update", "improve", "research", "advertise",
        "train-ai", "secure", "legal",
    },
}  # fmt: skip
FREE = {"territory", "amount", "notice", "period", "venue", "party", "version"}
USES = {"internal-use", "personal-use", "regulated-professions", "business-only", "other"}
OWN_PURPOSES = {"improve", "develop", "research", "advertise", "train-ai", "other"}
PATTERNS = {
    "date": r"\d{4}-\d\d-\d\d",
    "countries": "[A-Z]{2}",
    "law": "[A-Z]{2}(-[A-Z]{2,3})?",
}
LISTS = {"licensees", "acts", "content", "purposes", "countries"}
ALLOWED: dict[str, set[str]] = {
    "licence-grant": {*LICENCE, "territory"},
    "intended-use": {"uses"},
    "own-purposes": {"purposes"},
    "transfer-countries": {"countries"},
    "liability-cap": {"amount"},
    "termination": {"notice"},
    "unilateral-change": {"notice"},
    "retention-after-end": {"period"},
    "governing-law": {"law", "venue"},
    "contract-party": {"party"},
    "dated-version": {"date", "version"},
}


def read(file: Path) -> Any:
    return yamlfile.load(file)


SENTENCES = {
    (category, language): read(CORPUS / "sentences" / f"{category}.{language}.yaml")
    for category in CATEGORIES
    for language in LANGUAGES
}
GOLD = {file.name: read(file) for file in sorted((CORPUS / "documents").glob("*.gold.yaml"))}
TERMS = {name: gold for name, gold in GOLD.items() if gold["kind"] == "terms"}


def attribute_faults(category: str, attributes: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {value}"
        for name, value in attributes.items()
        if name not in ALLOWED.get(category, set()) or not _known(category, name, value)
    ]


def _known(category: str, name: str, value: Any) -> bool:
    many = value if isinstance(value, list) else [value]
    if name in LISTS and (not isinstance(value, list) or len(set(many)) < len(many)):
        return False
    if name == "uses":
        return set(value) <= USES and set(value.values()) <= {"intended", "excluded"}
    if name in PATTERNS:
        return all(one is None or re.fullmatch(PATTERNS[name], one) for one in many)
    if name in FREE:
        return value is None or isinstance(value, str)
    return set(many) <= (OWN_PURPOSES if category == "own-purposes" else LICENCE[name])


@pytest.mark.parametrize(("category", "language"), SENTENCES)
def test_every_entry_has_the_form_that_the_readme_describes(category: str, language: str) -> None:
    for entry in SENTENCES[category, language]:
        name, label = entry["id"], entry["label"]
        near_miss = label is None
        assert entry["text"].strip(), name
        assert set(entry.get("form", [])) <= FORMS, name
        if near_miss:
            assert entry["looks_like"] == category, name
            assert entry["why"], name
            assert "attributes" not in entry, name
        else:
            assert label == category, name
            assert entry["style"] in STYLES, name
            assert attribute_faults(category, entry.get("attributes", {})) == [], name
        assert set(entry.get("also", [])) <= set(CATEGORIES) - {category}, name
        keys = {"looks_like", "why"} if near_miss else {"style", "attributes"}
        assert set(entry) <= {"id", "label", "also", "form", "text"} | keys, name


@pytest.mark.parametrize(("category", "language"), SENTENCES)
def test_there_are_enough_clauses_and_near_misses(category: str, language: str) -> None:
    counts = Counter(entry["label"] for entry in SENTENCES[category, language])
    assert min(counts[category], counts[None]) >= AT_LEAST


def test_nothing_stands_there_twice() -> None:
    entries = [entry for entries in SENTENCES.values() for entry in entries]
    for key in ("id", "text"):
        twice = [value for value, n in Counter(entry[key] for entry in entries).items() if n > 1]
        assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_attribute_of_a_licence_occurs_in_each_language(language: str) -> None:
    """A value that no entry has is never measured."""
    clauses = [
        clause
        for gold in TERMS.values()
        if gold["language"] == language
        for clause in gold["clauses"]
    ]
    found = [
        entry["attributes"]
        for entry in [*SENTENCES["licence-grant", language], *clauses]
        if "licence-grant" in (entry.get("label"), entry.get("category")) and "attributes" in entry
    ]
    for name, values in LICENCE.items():
        given = [attributes[name] for attributes in found if name in attributes]
        seen = {value for one in given for value in (one if isinstance(one, list) else [one])}
        assert seen == values, name


@pytest.mark.parametrize("form", sorted(FORMS - {"caps"}))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_special_form_occurs_in_each_language(language: str, form: str) -> None:
    entries = [entry for key, found in SENTENCES.items() if key[1] == language for entry in found]
    assert any(form in entry.get("form", []) for entry in entries)


class _Visible(HTMLParser):
    """The text that a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def bare(text: str) -> str:
    """Take out what layout adds or removes: white space, hyphens, soft hyphens."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def document_text(name: str) -> str:
    text = (CORPUS / "documents" / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        page = _Visible()
        page.feed(text)
        text = " ".join(page.parts)
    return bare(text)


@pytest.mark.parametrize("name", TERMS)
def test_every_quote_of_a_document_occurs_in_it_once(name: str) -> None:
    text = document_text(TERMS[name]["document"])
    for clause in TERMS[name]["clauses"]:
        assert text.count(bare(clause["quote"])) == 1, clause["quote"]


@pytest.mark.parametrize("name", TERMS)
def test_every_clause_of_a_document_has_the_form_that_the_readme_describes(name: str) -> None:
    gold = TERMS[name]
    sections = {clause["section"] for clause in gold["clauses"]}
    for clause in gold["clauses"]:
        assert clause["category"] in CATEGORIES
        assert attribute_faults(clause["category"], clause.get("attributes", {})) == []
        assert clause.get("continues") in {None} | sections
    meta = gold["metadata"]
    as_clauses = {
        "dated-version": {"date": meta["version_date"], "version": meta["version"]},
        "contract-party": {"party": meta["party"]},
        "governing-law": {"law": meta["governing_law"]},
    }
    for category, values in as_clauses.items():
        [first, *_] = [c["attributes"] for c in gold["clauses"] if c["category"] == category]
        assert {key: first[key] for key in values} == values
    grants = [clause for clause in gold["clauses"] if clause["category"] == "licence-grant"]
    assert bool(grants) is (gold["licence"] != "none")


@pytest.mark.parametrize("name", GOLD)
def test_gold_and_document_belong_together(name: str) -> None:
    gold = GOLD[name]
    stem, language, _ = gold["document"].rsplit(".", 2)
    assert name == f"{stem}.{language}.gold.yaml"
    assert language == gold["language"]
    assert document_text(gold["document"])
    if gold["kind"] != "terms":
        assert gold["clauses"] == []


def test_no_document_is_without_gold() -> None:
    files = {file.name for file in (CORPUS / "documents").iterdir()}
    assert files == {*GOLD, *(gold["document"] for gold in GOLD.values())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documents_cover_the_cases_that_decide(language: str) -> None:
    ours = [gold for gold in TERMS.values() if gold["language"] == language]
    assert {"none", "feedback", "broad"} <= {gold["licence"] for gold in ours}
    for category in CATEGORIES:
        assert any(c["category"] == category for gold in ours for c in gold["clauses"]), category
    kinds = Counter(gold["kind"] for gold in GOLD.values() if gold["language"] == language)
    assert kinds["not-terms"] >= 6


def test_there_are_terms_in_other_languages_that_must_not_be_analysed() -> None:
    others = {g["language"] for g in GOLD.values() if g["kind"] == "unsupported-language"}
    assert others == {"fr", "nl"}


def _decides(gold: dict[str, Any], category: str) -> list[Any]:
    """Attributes but the wording of amounts, periods and notices, in whatever order the clauses stand."""
    found = [c.get("attributes", {}) for c in gold["clauses"] if c["category"] == category]
    return sorted(
        str(
            sorted(
                (k, sorted(v) if isinstance(v, list) else v)
                for k, v in attributes.items()
                if k not in FREE
            )
        )
        for attributes in found
    )


@pytest.mark.parametrize(
    "name", [name for name, gold in TERMS.items() if "older" in gold.get("pair", {})]
)
def test_a_pair_differs_in_the_categories_that_it_names(name: str) -> None:
    newer = TERMS[name]
    older = TERMS[f"{newer['pair']['older']}.{newer['language']}.gold.yaml"]
    assert f"{older['pair']['newer']}.{newer['language']}.gold.yaml" == name
    assert older["pair"]["changed"] == newer["pair"]["changed"]
    assert older["metadata"]["version_date"] < newer["metadata"]["version_date"]
    changed = set(newer["pair"]["changed"])
    for category in set(CATEGORIES) - {"dated-version", "termination", "unilateral-change"}:
        same = _decides(older, category) == _decides(newer, category)
        assert same is (category not in changed), category
    licences = {older["licence"], newer["licence"]}
    assert licences == ({"provide-only", "broad"} if changed else {"provide-only"})


def test_every_change_of_the_corpus_shows_in_its_sums() -> None:
    lines = (CORPUS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = [file for file in CORPUS.rglob("*") if file.is_file() and file.name != "SHA256SUMS"]
    assert listed == {
        file.relative_to(CORPUS).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files
    }
