"""A damaged questionnaire: every fault is told with its file, its line and the mend, all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpia.definitions import load_questionnaire
from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES
from tests.unit.definition_samples import Copy, cases, said

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "messenger/questionnaire.yaml"
PROVIDER = "messenger/questions/provider.yaml"
DEVICES = "messenger/questions/devices.yaml"
UPLOAD = "messenger/risks/contact-upload.yaml"
UPLOAD_GATE = "messenger/gates/contact-upload.yaml"
M05 = "messenger/measures/contacts-permission-denied.yaml"
M45 = "messenger/measures/exclude-sensitive-roles.yaml"
LARGE = "messenger/rules/large-group.yaml"
THRESHOLD = "common/threshold.yaml"
SOURCES = "common/sources.yaml"
SCALE = "common/scale.yaml"
TERMS = "common/terms.yaml"
MEASURES = "common/questions/measures.yaml"
ALTERNATIVES = "messenger/questions/alternatives.yaml"
TWICE = "a: 1\na: 2\n"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


def test_an_undamaged_copy_has_no_faults(copy: Copy) -> None:
    assert copy.faults() == []


# file, text to replace, its replacement, text whose line is named, what the sentence says
CHANGES: dict[str, tuple[str, str, str, str, str]] = {
    "unknown key": (LARGE, "severity: warning", "severity: warning\ncolour: red", "colour", "key-unknown|colour"),
    "unknown key, deep": (UPLOAD_GATE, "    met:\n", "    mett: 1\n    met:\n", "mett", "key-unknown|mett"),
    "missing key": (LARGE, "confidence: P\n", "", "id: large-group", "key-missing"),
    "missing language": (DEVICES, "title: {de:", "title: {fr:", "title:", "text-language-missing|de"),
    "unknown language": (DEVICES, "title: {de:", "title: {fr: X, de:", "title:", "text-language-unknown|fr"),
    "empty wording": (LARGE, "text:\n  de: >-\n    Die", "text:\n  de: ''\n  x: >-\n    Die", "text:", "text-language-missing|de"),
    "no text at all": (HEAD, "title:\n  de: WhatsApp Business in der internen Kommunikation\n  en: WhatsApp Business for internal communication\n", "title: WhatsApp\n", "title:", "text-shape|WhatsApp"),
    "value not allowed": (LARGE, "severity: warning", "severity: fatal", "severity:", "value-wrong|fatal|allowed|['error', 'warning', 'note']"),
    "value of a wrong type": (UPLOAD, "\nseverity: 2", "\nseverity: two", "severity:", "value-wrong|two|type|integer"),
    "value out of range": (UPLOAD, "\nseverity: 2", "\nseverity: 5", "severity:", "value-wrong|5|max|4"),
    "not Norway": (M05, "baseline: true", "baseline: yes", "baseline:", "value-wrong|yes|type|boolean"),
    "rule without source": (LARGE, "sources: [article]", "sources: []", "sources:", "sources-shape|[]"),
    "source that is no list": (LARGE, "sources: [article]", "sources: article", "sources:", "sources-shape|article"),
    "own without why": (LARGE, "sources: [article]", "sources: own", "sources:", "sources-own-needs-why"),
    "unknown source": (LARGE, "sources: [article]", "sources: [article, hearsay]", "sources:", "reference-unknown|hearsay"),
    "unknown source of a question": (DEVICES, "    sources: [", "    sources: [hearsay, ", "    sources:", "reference-unknown|hearsay"),
    "unknown source of a factor": (UPLOAD, "    sources: [", "    sources: [hearsay, ", "    sources:", "reference-unknown|hearsay"),
    "unknown source of a criterion": (THRESHOLD, "    sources: [gdpr-35]", "    sources: [hearsay]", "    sources: [hearsay]", "reference-unknown|hearsay"),
    "unknown source of the scale": (SCALE, "sources: [", "sources: [hearsay, ", "sources:", "reference-unknown|hearsay"),
    "unknown measure of a circumstance": (UPLOAD, "measures: [company-device]", "measures: [company-phone]", "    measures:", "reference-unknown|company-phone"),
    "noted too early": (UPLOAD, 'when: {question: professional-secrets, is: "yes"}', "when: {noted: set-below-floor}", "    when:", "noted-too-early|set-below-floor"),
    "unknown thing noted": (LARGE, "when: {question: largest-group, at_least: 16}", "when: {noted: nothing}", "when:", "reference-unknown|nothing"),
    "unknown question in a rule": (LARGE, "question: largest-group", "question: biggest-group", "when:", "reference-unknown|biggest-group"),
    "unknown question in a gate": (UPLOAD_GATE, "{question: contacts-enforced", "{question: enforced", "    met:", "reference-unknown|enforced"),
    "unknown question in a factor": (UPLOAD, "{question: professional-secrets", "{question: secrets", "    when:", "reference-unknown|secrets"),
    "unknown question in an adjustment": (M05, "{question: contacts-enforced", "{question: enforced", "    when:", "reference-unknown|enforced"),
    "unknown question in a criterion": (THRESHOLD, "{question: art35-3.evaluation", "{question: art35-3.valuation", "    met: {question: art35-3.valuation", "reference-unknown|art35-3.valuation"),
    "multi question without its option": (THRESHOLD, "{question: art35-3.evaluation", "{question: art35-3", "    met: {question: art35-3,", "reference-unknown|art35-3"),
    "option of a question that has none": (LARGE, "question: largest-group", "question: largest-group.big", "when:", "reference-unknown|largest-group.big"),
    "unknown other question": (LARGE, "at_least: 16", "later_than: yesterday", "when:", "reference-unknown|yesterday"),
    "unknown measure in a condition": (LARGE, "{question: largest-group, at_least: 16}", "{measure: no-such, in_place: true}", "when:", "reference-unknown|no-such"),
    "unknown status": (LARGE, "{question: largest-group, at_least: 16}", "{measure: training, status: done}", "when:", "reference-unknown|done"),
    "unknown table": (LARGE, "{question: largest-group, at_least: 16}", "{table: no-such, rows_at_least: 1, where: {column: x, is: a}}", "when:", "reference-unknown|no-such"),
    "unknown column": (LARGE, "{question: largest-group, at_least: 16}", "{table: purposes, every_row: {column: colour, is: red}}", "when:", "reference-unknown|purposes.colour"),
    "unknown other column": (LARGE, "{question: largest-group, at_least: 16}", "{table: conditions, every_row: {column: due, later_than: start}}", "when:", "reference-unknown|conditions.start"),
    "measure inside a row": (LARGE, "{question: largest-group, at_least: 16}", "{table: purposes, every_row: {measure: training, in_place: true}}", "when:", "reference-unknown|purposes.measure:training"),
    "option nobody can choose in a column": (LARGE, "{question: largest-group, at_least: 16}", "{table: purposes, rows_at_least: 1, where: {column: legal-basis, is: z}}", "when:", "option-unknown|z|legal-basis"),
    "unknown result": (LARGE, "{question: largest-group, at_least: 16}", "{result: weather, is: fine}", "when:", "reference-unknown|weather"),
    "option nobody can choose": (UPLOAD_GATE, "contacts-permission-ios, in: [denied", "contacts-permission-ios, in: [refused", "    met:", "option-unknown|refused|contacts-permission-ios"),
    "unclear as a value": (UPLOAD_GATE, '{question: contacts-enforced, is: "yes"}', "{question: contacts-enforced, is: unclear}", "    met:", "option-unknown|unclear|contacts-enforced"),
    "unknown operator": (LARGE, "at_least: 16", "more_than: 16", "when:", "condition-operator|more_than"),
    "no condition": (LARGE, "{question: largest-group, at_least: 16}", "largest-group", "when:", "condition-shape|largest-group"),
    "number that is none": (LARGE, "at_least: 16", "older_than_months: some", "when:", "condition-shape|invalid literal for int() with base 10: 'some'"),
    "unknown field": (LARGE, "fields: [largest-group]", "fields: [largest-group, biggest]", "fields:", "reference-unknown|biggest"),
    "unknown gate": (UPLOAD, "gates: [contact-upload]", "gates: [contact-download]", "gates:", "reference-unknown|contact-download"),
    "unknown person": (UPLOAD, "persons: [", "persons: [martians, ", "persons:", "reference-unknown|martians"),
    "unknown goal of a risk": (UPLOAD, "goals: [", "goals: [XX, ", "goals:", "reference-unknown|XX"),
    "unknown goal of a measure": (M05, "goals: [", "goals: [XX, ", "goals:", "reference-unknown|XX"),
    "unknown only measure": ("messenger/risks/metadata-profile.yaml", "likelihood_only_by: [privacy-friendly-messenger]", "likelihood_only_by: [magic]", "likelihood_only_by:", "reference-unknown|magic"),
    "unknown risk of a measure": (M05, "risks: [contact-upload]", "risks: [contact-upload, bad-luck]", "risks:", "reference-unknown|bad-luck"),
    "unknown report field": (M05, "tables: [2.3.a-minimisation", "tables: [none", "tables:", "reference-unknown|none"),
    "unknown conflict": (M05, "measure: contact-free-start", "measure: contact-full-start", "measure: contact-full-start", "reference-unknown|contact-full-start"),
    "adjustment of another's risk": (M45, "    risk: metadata-profile", "    risk: broad-licence", "    risk:", "reference-unknown|broad-licence"),
    "review named twice": ("messenger/review.yaml", "id: provider-terms", "id: transfer-check-old", "id: transfer-check-old\n    text:\n      de: >-\n        Der Anbieter", "id-twice|transfer-check-old"),
    "unknown table to be named in": ("common/rules/special-category-without-ground.yaml", "named_in: special-grounds", "named_in: grounds", "when:", "reference-unknown|grounds"),
    "more ways for no criterion": (HEAD, "  C8: ", "  C99: ", "  C99:", "reference-unknown|C99"),
    "duplicate key": (LARGE, "code: K23", "code: K23\nseverity: note", "severity: warning", "yaml-duplicate-key|severity"),
    "bad YAML": (LARGE, "fields: [largest-group]", "fields: [largest-group", "sources: [article]", "yaml-syntax|did not find expected ',' or ']'"),
    "not a mapping": (TERMS, "persons:\n", "colours: red\npersons:\n", "colours:", "not-a-mapping|red"),
    "term without a language": (TERMS, "employees: {de: Beschäftigte, en: employees}", "employees: {de: Beschäftigte}", "employees:", "text-language-missing|en"),
    "wrong file name": (LARGE, "id: large-group", "id: big-group", "id: big-group", "file-name|big-group"),
    "wrong file name of a sheet": (DEVICES, "id: devices", "id: appliances", "id: appliances", "file-name|appliances"),
    "id that is none": (LARGE, "id: large-group", "id: Large Group", "id:", "value-wrong|Large Group|regex|[a-z0-9]+(-[a-z0-9]+)*"),
    "duplicate code": (LARGE, "code: K23", "code: K01", "code: K01", "code-twice|K01"),
    "duplicate code of a criterion": (THRESHOLD, "code: A2", "code: A1", "code: A1\n    group: art35-3\n    text:\n      de: >-\n        Umfangreiche", "code-twice|A1"),
    "duplicate criterion": (THRESHOLD, "id: art35-3-special-categories", "id: art35-3-evaluation", "id: art35-3-evaluation\n    code: A2", "id-twice|art35-3-evaluation"),
    "duplicate source": (SOURCES, "- key: edpb-news", "- key: edpb-template", "- key: edpb-template\n    code: S02", "id-twice|edpb-template"),
    "missing list": (SOURCES, "sources:\n", "references:\n", "", "list-missing|sources"),
    "missing sheet": (HEAD, "- devices", "- gadgets", "- gadgets", "sheet-missing|gadgets"),
    "sheet name too long": (DEVICES, "title: {de: ", "title: {de: Sehr lange Überschrift für Geräte und ", "title:", "sheet-name|06b Sehr lange Überschrift für Geräte und Geräte und Einstellungen"),
    "sheet name with a colon": (DEVICES, "title: {de: ", "title: {de: 'G:' , x-y: ", "title:", "text-language-unknown|x-y"),
    "impossible date of the law": (HEAD, 'law_status: "2026-11-23"', 'law_status: "2026-11-31"', "law_status:", "value-wrong|2026-11-31|date|YYYY-MM-DD"),
    "date of the law that is no text": (HEAD, 'law_status: "2026-11-23"', "law_status: 2026", "law_status:", "value-wrong|2026|type|string"),
    "sheets that are no list": (HEAD, "sheets:\n  - common/master\n", "sheets: 5\nx:\n  - common/master\n", "sheets:", "value-wrong|5|type|list"),
    "matrix not complete": (SCALE, "- {severity: 1, likelihood: 1, class: low}", "- {severity: 4, likelihood: 4, class: high}", "matrix:", "matrix-incomplete"),
    "unknown class": (SCALE, "- {severity: 1, likelihood: 1, class: low}", "- {severity: 1, likelihood: 1, class: tiny}", "matrix:", "reference-unknown|tiny"),
    "column that the measures lack": (MEASURES, "- {id: code, kind: label", "- {id: number, kind: label", "    rows_from:", "reference-unknown|code"),
    "column without the set": (MEASURES, "{id: additional, de: Zusatzmaßnahme", "{id: extra, de: Zusatzmaßnahme", "    rows_from:", "option-unknown|additional|set"),
}  # fmt: skip


ALONE = (
    *("column that the measures lack", "duplicate source", "impossible date of the law", "matrix not complete"),
    *("missing list", "missing sheet", "no text at all", "not a mapping", "noted too early"),
    *("option nobody can choose in a column", "own without why", "review named twice", "sheet name too long"),
    *("source that is no list", "term without a language", "unknown column", "unknown operator"),
    *("unknown table to be named in", "unknown table", "wrong file name of a sheet", "wrong file name"),
)  # fmt: skip


@pytest.mark.parametrize("name", cases(CHANGES, traced=ALONE))
def test_a_fault_names_file_line_and_mend(copy: Copy, name: str) -> None:
    file, old, new, marked, says = CHANGES[name]
    copy.replace(file, old, new)
    line = copy.line_of(file, marked) if marked else 1
    sentences = copy.faults()
    assert any(s.startswith(f"{file}:{line}: ") and s.endswith(said(says)) for s in sentences)
    german = copy.faults("de")
    assert any(s.startswith(f"{file}:{line}: ") and s.endswith(said(says, "de")) for s in german)
    assert len(german) == len(sentences)


def test_faults_of_definitions_with_one_id_stand_at_their_own_file(copy: Copy) -> None:
    """A risk, a gate and a measure may carry one id: the fault is shown where it is."""
    copy.replace(UPLOAD_GATE, "sources: [", "sources: [hearsay, ")
    [sentence] = copy.faults()
    line = copy.line_of(UPLOAD_GATE, "sources: [hearsay")
    assert sentence.startswith(f"{UPLOAD_GATE}:{line}: sources: ")


def test_several_faults_are_listed_at_once_in_the_order_of_the_files(copy: Copy) -> None:
    copy.replace(LARGE, "confidence: P\n", "")
    copy.replace(UPLOAD, "\nseverity: 2", "\nseverity: 9\ncolour: red")
    copy.replace(M05, "likelihood: -2", "likelihood: -3")
    copy.path("messenger/rules/late-dpia.yaml").write_bytes("id: späte\n".encode("latin-1"))
    for language in LANGUAGES:
        sentences = copy.faults(language)
        assert len(sentences) == 5
        assert sentences == sorted(sentences, key=lambda s: (s.split(":")[0], int(s.split(":")[1])))


def test_cross_references_are_listed_at_once_too(copy: Copy) -> None:
    copy.replace(LARGE, "fields: [largest-group]", "fields: [a, b]")
    copy.replace(UPLOAD, "gates: [contact-upload]", "gates: [c]")
    assert [s.split("“")[1].split("”")[0] for s in copy.faults()] == ["c", "a", "b"]


def test_a_fault_of_shape_does_not_hide_what_is_wrong_between_other_files(copy: Copy) -> None:
    copy.replace(LARGE, "severity: warning", "severity: fatal")
    copy.replace(UPLOAD, "gates: [contact-upload]", "gates: [contact-download]")
    copy.replace(M45, "    risk: metadata-profile", "    risk: broad-licence")
    assert [s.split(":")[0] for s in copy.faults()] == [M45, UPLOAD, LARGE]
    assert copy.faults()[0].endswith(said("reference-unknown|broad-licence"))
    assert copy.faults()[1].endswith(said("reference-unknown|contact-download"))


REFERRED_TO = (
    UPLOAD,  # by measures and by its gate's fills
    UPLOAD_GATE,  # by its risk and by the comparison
    M45,  # by risks and conditions
    "messenger/gates/necessity.yaml",  # the comparison names a requirement in it
    "messenger/risks/falsification.yaml",  # the only one of its feared event
    "common/gates/legal-basis.yaml",  # by wordings of the questionnaire
    "common/gates/works-council.yaml",
    "common/rules/employee-consent.yaml",
    LARGE,
)


@pytest.mark.parametrize("damage", cases(["{", "colour: red"], traced=["{"]))
@pytest.mark.parametrize("file", REFERRED_TO)
def test_whoever_names_a_broken_definition_is_not_blamed_for_it(
    copy: Copy, file: str, damage: str
) -> None:
    """One fault in one file is one line, unreadable or of a wrong shape."""
    copy.write(file, damage if damage == "{" else f"{copy.text(file)}{damage}\n")
    [sentence] = copy.faults()
    assert sentence.startswith(f"{file}:")


def test_a_risk_is_not_untreated_because_its_measures_are_broken(copy: Copy) -> None:
    """Nothing but these two acts on the risk of AI functions, which has no gate."""
    measures = [
        f"messenger/measures/{name}.yaml" for name in ("no-ai", "privacy-friendly-messenger")
    ]
    for file in measures:
        copy.replace(file, "confidence:", "confidenz:")
    assert {s.split(":")[0] for s in copy.faults()} == set(measures)


def test_where_a_sheet_is_broken_its_questions_are_not_missed_elsewhere(copy: Copy) -> None:
    """Of a sheet nobody can say what it would have asked: the other files are looked at when it is mended."""
    copy.replace(LARGE, "fields: [largest-group]", "fields: [biggest-group]")
    copy.replace(DEVICES, "title: {de:", "title: {fr:")
    assert {s.split(":")[0] for s in copy.faults()} == {DEVICES}


def test_a_file_that_is_not_utf_8(copy: Copy) -> None:
    copy.path(LARGE).write_bytes(copy.text(LARGE).encode("latin-1"))
    [sentence] = copy.faults()
    assert sentence.startswith(f"{LARGE}:1: ")
    assert "UTF-8" in sentence


def test_a_file_that_holds_a_list_or_nothing(copy: Copy) -> None:
    copy.write(LARGE, "- a\n- b\n")
    copy.write(UPLOAD, "")
    found = copy.faults()
    assert f"{LARGE}:1: {said('not-a-mapping|list')}" in found
    assert f"{UPLOAD}:1: {said('not-a-mapping|NoneType')}" in found


def test_other_files_are_left_alone(copy: Copy) -> None:
    copy.write("messenger/rules/notes.txt", "remember the milk")
    copy.write("messenger/cases/broken.yaml", "a: [")
    assert copy.faults() == []


def test_without_its_head_there_is_no_questionnaire(copy: Copy) -> None:
    copy.path(HEAD).unlink()
    assert copy.faults() == [f"{HEAD}:1: {said('file-missing')}"]
    with pytest.raises(DefinitionError) as error:
        load_questionnaire(copy.own)
    assert error.value.key == "questionnaire-folder"
    assert str(copy.own) in error.value.message("de")


def test_without_the_scale_nothing_can_be_scored(copy: Copy) -> None:
    copy.path(SCALE).unlink()
    [sentence] = copy.faults()
    assert sentence == f"{SCALE}:1: {said('file-missing')}"


def test_without_terms_nothing_has_a_name(copy: Copy) -> None:
    copy.path(TERMS).unlink()
    assert copy.faults() == [f"{TERMS}:1: {said('file-missing')}"]


def test_an_entry_of_a_list_that_is_no_block(copy: Copy) -> None:
    copy.replace(THRESHOLD, "criteria:\n", "criteria:\n  - just words\n")
    line = copy.line_of(THRESHOLD, "- just words")
    assert copy.faults() == [f"{THRESHOLD}:{line}: criteria.0: {said('not-a-mapping|str')}"]


def test_track_b_must_cover_the_three_feared_events(copy: Copy) -> None:
    for file in copy.path("messenger/risks").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if "feared: modification" in text:
            file.write_text(text.replace("track: B", "track: A"), encoding="utf-8")
    [sentence] = copy.faults()
    assert sentence.startswith(HEAD)
    assert sentence.endswith(said("feared-event-missing|modification"))


def test_an_id_of_its_own_and_in_common_is_one_too_many(copy: Copy) -> None:
    copy.write("common/rules/large-group.yaml", copy.text(LARGE))
    [sentence] = copy.faults()
    assert sentence.startswith(
        f"common/rules/large-group.yaml:1: id: {said('id-twice|large-group')}"
    )


def test_a_common_definition_serves_every_questionnaire(copy: Copy) -> None:
    """The faults of a definition that all share are shown there."""
    copy.path("common/rules").mkdir(exist_ok=True)
    copy.path(LARGE).rename(copy.path("common/rules/large-group.yaml"))
    assert copy.faults() == []
    copy.replace("common/rules/large-group.yaml", "fields: [largest-group]", "fields: [x]")
    line = copy.line_of("common/rules/large-group.yaml", "fields:")
    assert copy.faults()[0].startswith(f"common/rules/large-group.yaml:{line}: fields: ")


@pytest.mark.parametrize("damage", cases(["{", TWICE, "[]", "? [a]\n: b\n"], traced=[TWICE]))
@pytest.mark.parametrize("file", [HEAD, DEVICES, LARGE, THRESHOLD, SOURCES, SCALE, TERMS])
def test_no_file_can_break_the_check(copy: Copy, file: str, damage: str) -> None:
    copy.write(file, damage)
    assert any(sentence.startswith(f"{file}:") for sentence in copy.faults())
