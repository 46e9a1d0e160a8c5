"""Who the contract is with, which law and which courts decide, which version the text is: read from its clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.terms.courts import court_place, loud, quiet
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
    r"|Pte\.?\s+Ltd\.?|OG|OHG|e\.\s?U\.|CIC|CLG|OÜ|Sp\.\s?z\s?o\.\s?o\.|s\.r\.o\.|Kft\.?|d\.o\.o\.|ehf\.?|Anstalt|LTD|LIMITED|INC\.?|GMBH|Unlimited\s+Company|UC|DAC|Stiftung|Foundation|FZ-LLC|K\.K\.|GbR|SASU|SARL)"
)
_WORD: Final = r"(?:[A-ZÄÖÜ0-9][\w&.'’+!-]*|[a-z]+[A-Z]\w*)"
_ENTITY: Final = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:&\s+|\+\s+|[-–]\s+|und\s+|and\s+|of\s+|für\s+|for\s+|de\s+|the\s+)?{_WORD}){{0,6}}?"
    rf"(?:\s+gemeinnützige)?,?\s+{_FORM})(?![\w-])"
)
# Somebody without a legal form in the name: "Vertragspartner ist die Hochschule Musterstadt".
_NAMED: Final = re.compile(
    r"(?:(?:Vertragspartner|Anbieter|Betreiber|Lizenzgeber|Herausgeber)(?:in)?(?: (?:des|der|dieser|Ihr\w*|dein\w*) \w+)?(?: ist|:)"
    r"|(?:contract(?:ing party)? (?:is )?with|provider is|operated by|we are))"
    r"(?: (?:der|die|das|den|the))? (?P<name>[A-ZÄÖÜ][\w.-]+(?: (?:für |der |of |and |und )?[A-ZÄÖÜ][\w.-]+){1,4})"
)
_CALLED: Final = re.compile(
    r"(?:Die|Der|Das|The) (?P<name>[A-ZÄÖÜ][\w.-]+(?: (?:für |der |of |and |und )?[A-ZÄÖÜ][\w.-]+){1,4}),? \((?:in der Folge|im Folgenden|nachfolgend"
    r"|nachstehend|hereinafter|[\"„“«])"
)
_EUROPE: Final = re.compile(
    r"europ|\beea\b|\bewr\b|\beu\b|\buk\b|deutschland|germany|schweiz|switzerland|österreich|austria",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:(?:The|Die|Der|Das|By|With|Between|And|Und|Mit|Von|Zwischen|Vertragspartner(?:in)?|Anbieter(?:in)?|Betreiber(?:in)?|Verein|Wir|We|We['’]re"
    r"|Us|If|You|This|These|Those|Terms|Agreement|Company|Provider|Customer|Firma|Ist|Is|Are|Made|Contract(?:ing)?|Party|Ihr|Your|In|At|Our|Unser\w*"
    r"|Ihnen|Dir|Uns|For|To|Of|As|When|Where|Who|License|Licence|End|User)[,:]?\s+)+",
    re.IGNORECASE,
)
_ALONE: Final = 60
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
    named = parties([one.quote for one in by["contract-party"]])
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


def parties(quotes: Iterable[str]) -> tuple[str, ...]:
    """The companies named, each once, in the order of the text."""
    found: list[str] = []
    for quote in quotes:
        read = quiet(quote) if loud(quote) else quote
        names = [_company(read, match) for match in _ENTITY.finditer(read)]
        if not any(names):
            names = [
                match["name"].rstrip(".")
                for form in (_NAMED, _CALLED)
                if (match := form.search(read))
            ]
        for name in names:
            if " " in name and name.lower() not in {one.lower() for one in found}:
                found.append(name)
    return tuple(found)


def _company(text: str, match: re.Match[str]) -> str:
    """The name of a company without the words that lead to it; empty where nothing is left."""
    name = " ".join(match["name"].split())
    first = _LEADING.match(name)
    begins = match.start() == 0 or text[: match.start()].rstrip()[-1:] in ".!?:"
    if first is not None:
        kept = "The " if name[: first.end()].endswith("The ") and not begins else ""
        name = kept + name[first.end() :]
    name = name.strip(" ,:-")
    return name.title() if name.isupper() and name.endswith(" LIMITED") else name


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
    """A date that stands alone among the first lines is that of the text."""
    for one in paragraphs[:8]:
        low = folded(one.text)
        if len(low) <= _ALONE and (found := first_date(low)):
            return found
    return None
