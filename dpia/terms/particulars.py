"""Who the contract is with, which law and which courts decide, which version the text is: read from its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.terms.dates import first_date
from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dpia.terms.find import Clause
    from dpia.terms.patterns import Expression
    from dpia.terms.text import Paragraph

_FORM: Final = (
    r"(?:GmbH\s*&\s*Co\.?\s*KG(?:aA)?|g?GmbH|mbH|AG|SE|KGaA|KG|OHG|UG(?:\s*\(haftungsbeschränkt\))?|e\.\s?V\.|e\.\s?K\."
    r"|eG|Inc\.?|Incorporated|LLC|L\.L\.C\.|LLP|L\.P\.|LP|Ltd\.?|Limited|PLC|plc|Corporation|Corp\.?|Company|B\.V\.|BV|N\.V\."
    r"|S\.\s?[àa]\s?r\.\s?l\.|Sàrl|S\.A\.(?:S\.)?|SAS|SA|AB|A/S|ApS|Oy|AS|S\.r\.l\.|S\.p\.A\.|S\.L\.|Pty\.?\s+Ltd\.?"
    r"|Pte\.?\s+Ltd\.?|Unlimited\s+Company|UC|DAC|Stiftung|Foundation|FZ-LLC|K\.K\.)"
)
_WORD: Final = r"(?:[A-ZÄÖÜ0-9][\w&.'’+!-]*|[a-z]+[A-Z]\w*)"
_ENTITY: Final = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:&\s+|und\s+|and\s+|of\s+|für\s+|for\s+|de\s+|the\s+)?{_WORD}){{0,6}}?,?\s+{_FORM})(?![\w-])"
)
_EUROPE: Final = re.compile(
    r"europ|\beea\b|\bewr\b|\beu\b|\buk\b|deutschland|germany|schweiz|switzerland|österreich|austria",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:(?:The|Die|Der|Das|By|With|Between|And|Und|Mit|Von|Vertragspartner(?:in)?|Anbieter(?:in)?|Betreiber(?:in)?|Wir"
    r"|We|Us|If|You|This|These|Terms|Agreement|Company|Provider|Customer|Firma|Ist|Is|Are|Contract(?:ing)?|Party|Ihr|Your|In|At|Our|Unser\w*)[,:]?\s+)+"
)
_ALONE: Final = 60
_VENUES: Final = {
    "de": re.compile(
        r"(?:gerichtsstand|gerichte?n?|erfüllungsort)\b[^.;]{0,120}?\b(?:ist|sind|in|am|von|der|des)\s+(?P<venue>[^.;,]{2,80}?)(?=[.;,]|$|\s(?:zuständig|vereinbart|sofern|soweit|wenn)\b)"
    ),
    "en": re.compile(
        r"(?:courts?|venue|jurisdiction|arbitration)\b[^.;]{0,60}?\b(?:located in|of|in|sitting in|for)\s+(?P<venue>[^.;]{2,90}?)(?=[.;]|$|,?\s(?:have|has|shall|will|is|are|for|and you|which|without|in connection|to the|over)\b)"
    ),
}
_VERSION: Final = re.compile(
    r"\b(?:version|fassung|edition|ausgabe|rev(?:ision)?\.?|v)\s*(?:nr\.|no\.|number)?\s*:?\s*(?P<version>\d+(?:\.\d+)*[a-z]?)\b(?!\.?\s*[a-zä]{3,9}\.?\s+\d{4})"
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """Of a whole text. Codes: law ISO 3166, dates ISO; None or empty where the text does not say."""

    party: str | None = None
    parties: tuple[str, ...] = ()
    governing_law: tuple[str, ...] = ()
    venue: str | None = None
    version_date: str | None = None
    version: str | None = None


def particulars(
    clauses: Sequence[Clause],
    paragraphs: Sequence[Paragraph],
    countries: Mapping[str, Expression],
    language: str,
) -> Particulars:
    """Read them from the clauses in which they stand, and from the head of the text."""
    by = {
        name: [one for one in clauses if one.category == name and one.status == "found"]
        for name in ("contract-party", "governing-law", "dated-version")
    }
    named = parties([one.quote for one in by["contract-party"]])
    laws = [one.low for one in by["governing-law"]]
    dated = [one.low for one in by["dated-version"]]
    return Particulars(
        preferred(named, [one.quote for one in by["contract-party"]]),
        named,
        law(laws, countries, language),
        next((found for one in by["governing-law"] if (found := venue(one, language))), None),
        next((found for low in dated if (found := first_date(low))), None)
        or _head_date(paragraphs),
        next((match["version"] for low in dated if (match := _VERSION.search(low))), None),
    )


def parties(quotes: Iterable[str]) -> tuple[str, ...]:
    """The companies named, each once, in the order of the text."""
    found: list[str] = []
    for quote in quotes:
        for match in _ENTITY.finditer(quote):
            name = _LEADING.sub("", " ".join(match["name"].split())).strip(" ,:")
            if name and name.lower() not in {one.lower() for one in found} and " " in name:
                found.append(name)
    return tuple(found)


def preferred(named: Sequence[str], quotes: Sequence[str]) -> str | None:
    """The company that Europeans contract with where the text tells regions apart, else the first."""
    for quote in quotes if len(named) > 1 else ():
        for part in re.split(
            r"[.;]\s|, (?:or|oder)\b|\botherwise\b|\bandernfalls\b|\bansonsten\b", quote
        ):
            if _EUROPE.search(part):
                for name in named:
                    if name in " ".join(part.split()):
                        return name
    return named[0] if named else None


_LAW_PARTS: Final = {
    "de": re.compile(
        r"[^.;]*?\b(?:recht(?:s|e|es)?|gesetze?n?|rechtsordnung|sachrecht|\w+recht)\b[^.;]*"
    ),
    "en": re.compile(r"[^.;]*?\blaws?\b[^.;]*"),
}


def law(
    texts: Iterable[str], countries: Mapping[str, Expression], language: str
) -> tuple[str, ...]:
    """The countries or states whose law applies, as ISO 3166 codes."""
    found: list[str] = []
    for low in texts:
        for part in _LAW_PARTS[language].findall(low):
            found += [code for code in named_countries(part, countries) if code not in found]
    if any(code.startswith("US-") for code in found):
        found = [code for code in found if code != "US"]
    return tuple(found)


def named_countries(low: str, countries: Mapping[str, Expression]) -> list[str]:
    """The codes of the countries named in a folded text, in its order."""
    at = {code: match.start() for code, names in countries.items() if (match := names.search(low))}
    return sorted(at, key=lambda code: at[code])


def venue(clause: Clause, language: str) -> str | None:
    """Where the courts are, in the words of the text."""
    whole = clause.quote
    match = _VENUES[language].search(folded(whole))
    return " ".join(whole[match.start("venue") : match.end("venue")].split()) if match else None


def _head_date(paragraphs: Sequence[Paragraph]) -> str | None:
    """A date that stands alone among the first lines is that of the text."""
    for one in paragraphs[:8]:
        low = folded(one.text)
        if len(low) <= _ALONE and (found := first_date(low)):
            return found
    return None
