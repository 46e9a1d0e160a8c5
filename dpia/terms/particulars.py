"""Who the contract is with, which law and which courts decide, which version the text is: read from its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.terms.courts import court_place
from dpia.terms.dates import first_date
from dpia.terms.parties import head_parties, parties, preferred
from dpia.terms.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dpia.terms.find import Clause
    from dpia.terms.patterns import Expression
    from dpia.terms.text import Paragraph

_ALONE: Final = 60
_HEAD: Final = 8
_DATED: Final = re.compile(
    r"\b(?:stand|gültig (?:ab|seit)|zuletzt (?:geändert|aktualisiert|überarbeitet)|letzte (?:änderung|aktualisierung|überarbeitung)|in kraft (?:seit|ab)"
    r"|(?:version|fassung) (?:vom|of)|last (?:updated?|modified|revised|changed)|(?:date of )?last (?:update|revision)|effective(?: date| as of| from)?|in force since"
    r")\b[^\d]{0,25}.{0,24}"
)
_VERSION: Final = re.compile(
    r"\b(?:\w*version|\w*fassung|edition|ausgabe|issue|release|rev(?:ision)?\.?|v\.?)\s*(?:nr\.|no\.|number|nummer)?\s*:?\s*"
    r"(?P<version>\d{4}-\d\d-\d\d\.\d+|\d{4}-\d\d(?!-?\d)|\d+(?:[./]\d+)*[a-z]?)\b(?![.-]?\d|\.?\s*[a-zä]{3,9}\.?\s+\d{4})"
    r"|(?:eula|agreement|terms|conditions|policy|\w*vertrag|\w*bedingungen|agb|avv|dpa|tou)\s+(?P<bare>\d+(?:\.\d+)+)\b(?![.-]?\d)"
    r"|\b(?P<nth>\d{1,2})(?:\.|st|nd|rd|th)\s+(?:version|fassung|edition|ausgabe|auflage|revision)\b"
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
    named = parties([one.quote for one in by["contract-party"]]) or head_parties(paragraphs)
    laws = [one.low for one in by["governing-law"]]
    dated = [one.low for one in by["dated-version"]]
    return Particulars(
        preferred(named, [one.quote for one in by["contract-party"]]),
        named,
        law(laws, countries, language),
        next(
            (found for one in by["governing-law"] if (found := _venue(one, language))),
            None,
        ),
        next((found for low in dated if (found := first_date(low))), None)
        or _head_date(paragraphs),
        next((found for low in dated if (found := version(low))), None),
    )


def _venue(clause: Clause, language: str) -> str | None:
    """The courts of the first sentence that names them, for a later one often tells the exceptions."""
    said = (hit.unit.text for hit in clause.hits)
    return next(
        (found for text in said if (found := court_place(text, language))), None
    ) or court_place(clause.quote, language)


_LAW_WORD: Final = {
    "de": re.compile(
        r"\b(?:\w*gesetze?n?|gesetzgebung|rechtswahl|rechtsordnung(?:en)?|rechts?vorschriften|(?:\w*[a-zäöüß])?recht(?:e?s)?|regeln"
        r"|vorschriften)\b"
    ),
    "en": re.compile(r"\b(?:laws?|legislation|statutes?|rules)\b"),
}
# What tells that a country beside the law is that of a court, of a company or of the user, not of the law.
_APART: Final = {
    "de": re.compile(
        r"\bgericht|gericht(?:e|en|s|es)?\b|gerichtsst|wohn(?:st|en|t|sitz|haft|ort)|ansässig|\b(?:leb|sitz)(?:st|en|t)\b|gmbh|\bag\b|außerhalb"
        r"|niederlassung|kunden in|gegründet|\b(?:wenn|sofern|falls)\b"
    ),
    "en": re.compile(
        r"\bcourts?\b|jurisdiction|\bvenue|\bforum|\b(?:live|lives|living|reside|resident|residing|located|based|outside|within|headquartered"
        r"|domiciled|if|even|wherever|compan\w+|inc|ltd|limited|llc)\b"
    ),
}
_NEAR: Final = 80
_SOMEBODYS: Final = {
    "de": re.compile(r"wohnsitz|wohnort|heimat|\b(?:ihre[mrs]?|seine[mrs]?|deine[mrs]?) land"),
    "en": re.compile(r"\byour (?:home )?(?:country|state|place)|where you|in which"),
}


def law(
    texts: Iterable[str], countries: Mapping[str, Expression], language: str
) -> tuple[str, ...]:
    """The countries or states whose law applies, as ISO 3166 codes."""
    found: list[str] = []
    lows = [re.sub(r"\bu\.\s?s\.(?:\s?a\.)?", "usa ", low) for low in texts]
    for low in lows:
        for part in re.split(r"[.;](?=\s|$)", low):
            found += _laws(part, countries, language)
    if not found:  # "Utah. The laws of that state govern."
        whole = [low for low in lows if _LAW_WORD[language].search(low)]
        named = {code for low in whole for code in _codes(low, countries)}
        somebodys = any(_SOMEBODYS[language].search(low) for low in whole)
        found = [*named] if len(named) == 1 and not somebodys else []
    found = list(dict.fromkeys(found))
    for country in ("US", "CA", "GB"):
        if any(code.startswith(f"{country}-") for code in found):
            found = [code for code in found if code != country]
    return tuple(found)


def _laws(part: str, countries: Mapping[str, Expression], language: str) -> list[str]:
    """The countries named together with a word for law, in the order of the text."""
    words = [(m.start(), m.end()) for m in _LAW_WORD[language].finditer(part)]
    at: dict[str, int] = {}
    for code, names in countries.items():
        for match in names.finditer(part):
            if any(_belongs(part, match.span(), word, language) for word in words):
                at[code] = min(match.start(), at.get(code, match.start()))
    return sorted(at, key=lambda code: at[code])


def _belongs(part: str, country: tuple[int, int], word: tuple[int, int], language: str) -> bool:
    """Whether country and law stand close together with nothing in between that parts them."""
    before = country[1] <= word[0]
    between = part[country[1] : word[0]] if before else part[word[1] : country[0]]
    if len(between) > _NEAR or (before and ":" in between):
        return False
    if not before and _HEADS.match(part, country[1]):  # "German law, Switzerland: Swiss law"
        return False
    lead = "" if before else part[max(0, word[0] - 30) : word[0]]
    return not _APART[language].search(between) and not _KEPT.search(lead)


_HEADS: Final = re.compile(r"[^,;:]{0,30}:")
_KEPT: Final = re.compile(r"(?:comply with|einhaltung|unberührt)[^,;]*$")


def _codes(low: str, countries: Mapping[str, Expression]) -> list[str]:
    at = {code: match.start() for code, names in countries.items() if (match := names.search(low))}
    return sorted(at, key=lambda code: at[code])


def named_countries(low: str, countries: Mapping[str, Expression]) -> list[str]:
    """The codes (ISO 3166-1) of the countries named in a folded text, in its order; a state counts as its country."""
    return list(dict.fromkeys(code.partition("-")[0] for code in _codes(low, countries)))


def version(low: str) -> str | None:
    """The number of the version, edition or revision that a folded text says it is."""
    match = _VERSION.search(low)
    return (match["version"] or match["bare"] or match["nth"]) if match else None


def _head_date(paragraphs: Sequence[Paragraph]) -> str | None:
    """The date of the text by its first lines: one that stands alone there, or behind words that say what it is."""
    for one in paragraphs[:_HEAD]:
        low = folded(one.text)
        if len(low) <= _ALONE and (found := first_date(low)):
            return found
    for one in (*paragraphs[:_HEAD], *paragraphs[-_HEAD:]):
        for said in _DATED.finditer(folded(one.text)):
            if found := first_date(said[0]):
                return found
    return None
