"""Profiles of products and the rule of comparison: what they must say, and what the sheet takes from them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dpia.definitions import load_questionnaire
from dpia.providers import OTHER
from tests.unit.definition_samples import Copy, cases, said

if TYPE_CHECKING:
    from pathlib import Path

    from dpia.model import Questionnaire, Table
    from dpia.providers import Comparison, Provider

COMPARISON = "messenger/comparison.yaml"
WIRE = "messenger/providers/wire.yaml"
SMS = "messenger/providers/sms.yaml"
APP = "messenger/providers/whatsapp-business-app.yaml"
ALTERNATIVES = "messenger/questions/alternatives.yaml"
SECTION_7 = [
    "threema-work",
    "wire",
    "element-matrix",
    "signal",
    "ginlo-business",
    "stashcat",
    "teamwire",
    "microsoft-teams",
    "google-chat",
    "slack",
    "self-hosted-chat",
    "employee-app",
    "company-email",
    "sms",
    "phone-notice-board",
]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "questionnaires")


def messenger() -> Questionnaire:
    return load_questionnaire("messenger")


def comparison() -> Comparison:
    found = messenger().comparison
    assert found is not None
    return found


def alternatives() -> Table:
    [table] = [table for table in messenger().tables() if table.id == "alternatives"]
    return table


def provider(name: str) -> Provider:
    return messenger().providers[name]


def test_every_means_of_the_fact_sheet_has_a_profile_and_so_have_the_three_products() -> None:
    others = [p.id for p in messenger().providers.values() if p.product == OTHER]
    assert others == SECTION_7
    products = {p.product for p in messenger().providers.values()} - {OTHER}
    assert products == {"whatsapp-consumer", "whatsapp-business-app", "whatsapp-business-platform"}


def test_every_trait_has_its_source_its_day_and_says_how_sure_it_is() -> None:
    for one in messenger().providers.values():
        assert set(one.traits) == set(comparison().attributes)
        for key, trait in one.traits.items():
            assert trait.grounds.sources or trait.grounds.why, (one.id, key)
            assert trait.dated == date(2026, 11, 23)
            assert trait.grounds.confidence in {"V-orig", "V", "K", "U"}


def test_marks_are_those_of_the_fact_sheet() -> None:
    threema, teams = provider("threema-work").traits, provider("microsoft-teams").traits
    assert (threema["encryption"].value, threema["encryption"].grounds.confidence) == ("yes", "V")
    assert (threema["retention"].value, threema["retention"].grounds.confidence) == ("partly", "U")
    assert threema["retention"].certain is None
    assert threema["metadata"].certain == "minimal"
    assert (teams["metadata"].value, teams["metadata"].certain) == ("telemetry", None)
    assert provider("teamwire").traits["encryption"].certain is None
    assert provider("slack").traits["licence"].grounds.confidence == "K"


def test_the_terms_of_the_products_are_data() -> None:
    """What provider-terms.md records of the Business Terms of 16 February 2024 and of the consumer terms."""
    for name in ("whatsapp-business-app", "whatsapp-business-platform"):
        terms = provider(name).terms
        assert terms is not None
        assert terms.version == date(2024, 2, 16)
        assert set(terms.facts) >= {
            "licensees", "territory", "exclusive", "sublicensable", "transferable", "royalty", "acts",
            "content", "purposes", "intended-use", "roles", "group-sharing", "transfer", "law", "venue", "party",
        }  # fmt: skip
        acts = [k for k, v in terms.answers.items() if k.startswith("licence-acts.") and v == "yes"]
        assert len(acts) == 10
        assert terms.answers["terms-intended-use"] == "excluded"
        assert terms.facts["law"].section == "16"
        assert terms.facts["duration"].grounds.confidence == "U"
    consumer = provider("whatsapp-consumer").terms
    assert consumer is not None
    assert consumer.answers["licence-purposes.improve"] == "no"
    assert provider("signal").terms is None


def test_the_table_takes_its_rows_and_choices_from_the_profiles() -> None:
    table = alternatives()
    assert [row.id for row in table.rows] == SECTION_7
    values = {row.id: row.values for row in table.rows}
    assert values["signal"]["number-needed"] == "yes"
    assert values["signal"]["product"] == provider("signal").title
    assert "milder" in values["sms"]
    for attribute in comparison().attributes.values():
        column = table.column(attribute.id)
        assert [option.id for option in column.options] == list(attribute.grades)
    particulars = values["threema-work"]["particulars"]
    assert not isinstance(particulars, str)
    assert "ungesichert" in particulars["de"]
    assert "not verified" in particulars["en"]
    assert "particulars" not in values["slack"] or values["slack"]["particulars"]


def test_every_means_of_the_fact_sheet_is_milder_than_the_business_app() -> None:
    """Section 7 with its rule: better in at least three of seven attributes."""
    assert {row.id: row.values.get("milder") for row in alternatives().rows} == dict.fromkeys(
        SECTION_7, "yes"
    )


def test_the_choice_lists_every_alternative_and_a_product_of_ones_own() -> None:
    [question] = [q for q in messenger().questions() if q.id == comparison().places.choice]
    assert [option.id for option in question.options] == [*SECTION_7, "own-product"]


def test_better_milder_and_what_is_not_known() -> None:
    usual = {"contacts-access": "optional", "number-needed": "yes", "licence": "yes", "metadata": "broad", "admin": "no", "retention": "partly", "hosting": "us"}  # fmt: skip
    compare = comparison()
    three = {**usual, "contacts-access": "no", "licence": "no", "metadata": "service"}
    assert compare.milder(three, usual) is True
    assert compare.milder({**three, "metadata": "broad"}, usual) is False
    assert compare.milder({**three, "metadata": None}, usual) is None
    assert compare.better({**three, "hosting": None}, usual)["hosting"] is None
    assert compare.better(three, usual)["hosting"] is False
    assert compare.attributes["encryption"].rank("not-applicable") is None


# file, text to replace, its replacement, text whose line is named, what the sentence says
CHANGES: dict[str, tuple[str, str, str, str, str]] = {
    "unknown value of an attribute": (WIRE, "metadata: {value: limited}", "metadata: {value: modest}", "  metadata:", "option-unknown|modest|metadata"),
    "attribute left out": (WIRE, "  metadata: {value: limited}\n", "", "traits:", "attribute-missing|metadata"),
    "unknown attribute": (WIRE, "traits:\n", "traits:\n  colour: {value: red}\n", "traits:", "reference-unknown|colour"),
    "function left out": (WIRE, ', pictures: "yes"', "", "functions:", "attribute-missing|pictures"),
    "function that is neither": (WIRE, 'pictures: "yes"', "pictures: maybe", "  {mobile", "value-wrong|maybe|allowed|['yes', 'partly', 'no', 'unknown']"),
    "unknown source of the profile": (WIRE, "sources: [vendors]", "sources: [hearsay]", "  encryption:", "reference-unknown|hearsay"),
    "no day": (WIRE, 'stand: {dated: "2026-11-23",', 'stand: {dated: "2026-11-31",', "stand:", "value-wrong|2026-11-31|date|YYYY-MM-DD"),
    "no stand": (WIRE, 'stand: {dated: "2026-11-23", sources: [vendors], confidence: K}\n', "", "id: wire", "key-missing"),
    "product that cannot be chosen": (WIRE, "product: other", "product: pigeon", "product:", "reference-unknown|pigeon"),
    "code of another profile": (WIRE, "code: A02", "code: A01", "code:", "code-twice|A01"),
    "unknown question on the terms": (APP, "    licence-territory: worldwide", "    licence-area: worldwide", "    licence-area:", "reference-unknown|licence-area"),
    "answer on the terms nobody can give": (APP, "    licence-territory: worldwide", "    licence-territory: galaxy", "    licence-territory:", "option-unknown|galaxy|licence-territory"),
    "unknown point of the terms": (APP, "    law: {section", "    weather: {section", "    weather:", "value-wrong|weather|allowed|"),
    "unknown source of a fact": (APP, 'venue: {section: "16",', 'venue: {section: "16", sources: [hearsay],', "    venue:", "reference-unknown|hearsay"),
    "change twice": (SMS, "changes:\n", "changes:\n  - {id: no-chat-functions, when: {always: true}, sources: own, confidence: P, why: {de: x, en: x}}\n", "  - id: no-chat-functions", "id-twice|no-chat-functions"),
    "change without a reason": (COMPARISON, "    risks: {broad-licence: not-applicable}\n    sources: [wa-business-terms, vendors]\n    confidence: P\n    why:\n", "    risks: {broad-licence: not-applicable}\n    sources: [wa-business-terms, vendors]\n    confidence: P\n    because:\n", "    because:", "key-unknown|because"),
    "unknown risk of a change": (COMPARISON, "risks: {broad-licence: not-applicable}", "risks: {bad-luck: not-applicable}", "    risks: {bad-luck", "reference-unknown|bad-luck"),
    "unknown gate of a change": (COMPARISON, "    gates: [contact-upload]", "    gates: [contact-download]", "    gates: [contact-download]", "reference-unknown|contact-download"),
    "unknown measure of a change": (COMPARISON, "      restrict-presence: unclear", "      magic: unclear", "    measures:\n      magic", "reference-unknown|magic"),
    "unknown question of a change": (COMPARISON, "      terms-version: null", "      terms-edition: null", "      terms-edition:", "reference-unknown|terms-edition"),
    "unknown answer of a change": (COMPARISON, "answers: {licence-licensees: none}", "answers: {licence-licensees: nobody}", "    answers: {licence-licensees", "option-unknown|nobody|licence-licensees"),
    "unknown attribute of a change": (COMPARISON, '{attribute: licence, is: "no"}\n    answers', '{attribute: colour, is: "no"}\n    answers', "    when: {attribute: colour", "reference-unknown|colour"),
    "value that the attribute does not have": (COMPARISON, '{attribute: licence, is: "no"}\n    answers', "{attribute: licence, is: broad}\n    answers", "    when: {attribute: licence, is: broad", "option-unknown|broad|attribute:licence"),
    "step too far": (COMPARISON, "{metadata-profile: {severity: -1, likelihood: -2}}", "{metadata-profile: {severity: -4}}", "    risks: {metadata-profile: {severity: -4", "value-wrong|-4|min|-3"),
    "unknown source of a change": (COMPARISON, "    sources: [gdpr-45, ch-adequacy]", "    sources: [gdpr-45, hearsay]", "    sources: [gdpr-45, hearsay]", "reference-unknown|hearsay"),
    "unknown table": (COMPARISON, "table: alternatives", "table: options", "table:", "reference-unknown|options"),
    "unknown question on the product": (COMPARISON, "\nproduct: product", "\nproduct: article", "product: article", "reference-unknown|article"),
    "unknown choice": (COMPARISON, "own_option: own-product", "own_option: none-such", "own_option:", "reference-unknown|none-such"),
    "unknown measure": (COMPARISON, "measure: privacy-friendly-messenger", "measure: magic", "measure: magic", "reference-unknown|magic"),
    "unknown gate": (COMPARISON, "necessity: {gate: necessity,", "necessity: {gate: need,", "necessity:", "reference-unknown|need"),
    "unknown requirement": (COMPARISON, "requirement: reason-against-milder-means", "requirement: none", "necessity:", "reference-unknown|none"),
    "unknown reason": (COMPARISON, "reason: alternatives-reason}", "reason: none}", "necessity:", "reference-unknown|none"),
    "unknown yardstick": (COMPARISON, "yardstick: whatsapp-business-app", "yardstick: metre", "yardstick:", "reference-unknown|metre"),
    "attribute without a column": (ALTERNATIVES, "{id: retention, kind: choice,", "{id: storage, kind: choice,", "", "reference-unknown|retention"),
    "unknown weaker attribute": (COMPARISON, "weaker: encryption", "weaker: colour", "weaker:", "reference-unknown|colour"),
    "unknown cost": (COMPARISON, "affordable: affordable", "affordable: price", "affordable:", "reference-unknown|price"),
    "unknown counted attribute": (COMPARISON, "of: [contacts-access,", "of: [colour,", "  of:", "reference-unknown|colour"),
    "counter-risk with the code of a risk": (COMPARISON, "code: R33", "code: R01", "    code: R01", "code-twice|R01"),
    "counter-risk with the id of a risk": (COMPARISON, "  - id: content-readable", "  - id: contact-upload", "  - id: contact-upload", "id-twice|contact-upload"),
    "unknown measure against a counter-risk": (COMPARISON, "      - content-rule\n", "      - magic\n", "    measures:\n      - magic", "reference-unknown|magic"),
    "unknown factor of a counter-risk": (COMPARISON, '            - {attribute: encryption, is: "no"}', '            - {attribute: colour, is: "no"}', "        when:\n          all:\n            - {attribute: colour", "reference-unknown|colour"),
    "comparison that is none": (COMPARISON, "yardstick: whatsapp-business-app\n", "", "", "key-missing"),
    "attribute in a rule": ("messenger/rules/large-group.yaml", "{question: largest-group, at_least: 16}", '{attribute: licence, is: "no"}', "when:", "reference-unknown|licence"),
}  # fmt: skip


ALONE = (
    *("answer on the terms nobody can give", "attribute left out", "change twice"),
    *("counter-risk with the code of a risk", "counter-risk with the id of a risk"),
    *("unknown counted attribute", "unknown value of an attribute"),
)


@pytest.mark.parametrize("name", cases(CHANGES, traced=ALONE))
def test_a_fault_in_a_profile_or_in_the_comparison_is_named_with_file_and_line(
    copy: Copy, name: str
) -> None:
    file, old, new, at, says = CHANGES[name]
    copy.replace(file, old, new)
    sentences = [s for s in copy.faults() if said(says).rstrip(".”’ )],") in s]
    assert sentences, copy.faults()
    if at:
        shown = file if file != ALTERNATIVES else COMPARISON
        line = copy.line_of(file, at)
        assert any(s.startswith(f"{shown}:{line}: ") for s in sentences), (line, sentences)


def test_profiles_without_a_rule_of_comparison_are_of_no_use(copy: Copy) -> None:
    copy.path(COMPARISON).unlink()
    faults = copy.faults()
    assert any(s == f"{WIRE}:1: {said('comparison-missing')}" for s in faults)


def test_a_questionnaire_may_do_without_both(copy: Copy) -> None:
    copy.path(COMPARISON).unlink()
    for file in (copy.own / "providers").iterdir():
        file.unlink()
    text = copy.text(ALTERNATIVES)
    start = text.index("  - question: alternative-chosen")
    copy.write(ALTERNATIVES, text[:start] + text[text.index("  - question: alternatives-reason") :])
    copy.write(
        ALTERNATIVES,
        copy.text(ALTERNATIVES)
        .replace("kind: choice, options_from: providers", "kind: text")
        .replace("    rows_from: providers\n", ""),
    )
    assert copy.faults() == []


def test_a_yardstick_that_is_missing_leaves_open_what_is_milder(copy: Copy) -> None:
    """It is a fault, told as such; the rows are built all the same, so that all faults are told at once."""
    copy.replace(COMPARISON, "yardstick: whatsapp-business-app", "yardstick: metre")
    assert [s for s in copy.faults() if s.endswith(said("reference-unknown|metre"))]
