"""Who a text says the contract is with: companies by their legal form, others by the words before them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dpia.terms.courts import loud, quiet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dpia.terms.text import Paragraph

_FORM: Final = (
    r"(?:GmbH\s*&\s*Co\.?\s*KG(?:aA)?|g?GmbH|mbH|AG|SE|KGaA|KG|OHG|UG(?:\s*\(haftungsbeschränkt\))?|e\.\s?V\.|e\.\s?K\."
    r"|eG|Inc\.?|Incorporated|LLC|L\.L\.C\.|LLP|L\.P\.|LP|Ltd\.?|Limited|PLC|plc|Corporation|Corp\.?|Company|B\.V\.|BV|N\.V\."
    r"|S\.\s?[àa]\s?r\.\s?l\.|Sàrl|S\.A\.(?:S\.)?|SAS|SA|AB|A/S|ApS|Oy|AS|S\.r\.l\.|S\.p\.A\.|S\.L\.|Pty\.?\s+Ltd\.?"
    r"|Pte\.?\s+Ltd\.?|OG|OHG|e\.\s?U\.|CIC|CLG|OÜ|Sp\.\s?z\s?o\.\s?o\.|s\.r\.o\.|Kft\.?|d\.o\.o\.|ehf\.?|Anstalt|LTD|LIMITED|INC\.?|GMBH|Unlimited\s+Company|UC|DAC|Stiftung|Foundation|FZ-LLC|K\.K\.|GbR|SASU|SARL|PBC)"
)
_WORD: Final = r"(?:[A-ZÄÖÜ0-9][\w&.'’+!-]*|[a-z]+[A-Z]\w*)"
_ENTITY: Final = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:&\s+|\+\s+|[-–]\s+|und\s+|and\s+|of\s+|für\s+|for\s+|de\s+|the\s+)?{_WORD}){{0,6}}?"
    rf"(?:\s+gemeinnützige)?,?\s+{_FORM})(?![\w-])"
)
# A company that writes itself with small letters: "die nordkiesel GmbH".
_SMALL: Final = re.compile(
    rf"\b(?:[Dd]er|[Dd]ie|[Tt]he|by|with|between|von|mit)\s+(?P<name>[a-zäöü][\w.-]{{2,}}\s+(?:{_FORM}|gmbh|ug|ag|ltd|inc)\b)"
)
# Where a text says who it speaks of, though no sentence was found to be about the contract.
_SPEAKS: Final = re.compile(
    r"(?:operated|provided|offered|run|published|owned) (?:and \w+ )?by|referring to|we mean|\bwe are|(?:betrieben|bereitgestellt|angeboten|herausgegeben) "
    r"(?:von|durch)|(?:[Aa]nbieter|[Bb]etreiber|[Vv]ertragspartner|[Aa]uftragnehmer|[Aa]uftragsverarbeiter|[Ll]izenzgeber)(?:in)?\b[^.]{0,40}?(?: ist|:)"
)
_CALLED_SO: Final = re.compile(
    r"[\"'“”„«»‘’](?:we|us|our|wir|uns|the company|company|provider|supplier|licensor|anbieter|betreiber|auftragnehmer|lizenzgeber)[\"'“”„«»‘’,]",
    re.IGNORECASE,
)
# Somebody without a legal form in the name: "Vertragspartner ist die Hochschule Musterstadt".
_SOMEBODY: Final = r"(?P<name>[A-ZÄÖÜ][\w.-]+(?: (?:für |der |of |and |und )?[A-ZÄÖÜ][\w.-]+){1,4})"
_NAMED: Final = re.compile(
    r"(?:(?:Vertragspartner|Anbieter|Betreiber|Lizenzgeber|Herausgeber)(?:in)?(?: (?:des|der|dieser|Ihr\w*|dein\w*) \w+)?(?: ist|:)"
    r"|(?:betrieben|bereitgestellt|angeboten) (?:von|durch)"
    r"|(?:contract(?:ing party)? (?:is )?with|provider is|(?:operated|provided|offered) by|we are))"
    rf"(?: (?:der|die|das|den|the))? {_SOMEBODY}"
)
_CALLED: Final = re.compile(
    rf"(?:Die|Der|Das|The) {_SOMEBODY},? \((?:in der Folge|im Folgenden|nachfolgend"
    r"|nachstehend|hereinafter|[\"„“«])"
)
_EUROPE: Final = re.compile(
    r"europ|designated countries|\beea\b|\bewr\b|\beu\b|\buk\b|deutschland|germany|schweiz|switzerland|österreich|austria",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:(?:The|Die|Der|Das|By|With|Between|And|Und|Mit|Von|Zwischen|Vertragspartner(?:in)?|Anbieter(?:in)?|Betreiber(?:in)?|Verein|Wir|We|We['’]re"
    r"|Us|If|You|This|These|Those|Terms|Agreement|Company|Provider|Customer|Firma|Ist|Is|Are|Made|Contract(?:ing)?|Party|Ihr|Your|In|At|Our|Unser\w*"
    r"|Ihnen|Dir|Uns|For|To|Of|As|When|Where|Who|License|Licence|End|User)[,:]?\s+)+",
    re.IGNORECASE,
)
_HEAD: Final = 16
_AROUND: Final = 120
_LONG_HEAD: Final = 1500


def parties(quotes: Iterable[str]) -> tuple[str, ...]:
    """The companies named, each once, in the order of the text."""
    found: list[str] = []
    for quote in quotes:
        read = quiet(quote) if loud(quote) else quote
        names = [_company(read, match) for match in _ENTITY.finditer(read)]
        names += [" ".join(match["name"].split()) for match in _SMALL.finditer(read)]
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


def head_parties(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """The companies that the beginning of a text says it speaks of, where no clause names the contracting party."""
    return parties(
        one.text[max(0, at.start() - _AROUND) : at.end() + _AROUND]
        for one in paragraphs[:_HEAD]
        for form in (_SPEAKS, _CALLED_SO)
        if (at := form.search(one.text[:_LONG_HEAD]))
    )[:1]
