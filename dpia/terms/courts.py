"""Before which courts, and where, disputes are decided: read from the words of a clause."""

from __future__ import annotations

import re
from typing import Final

# "U.S." and "St. Gallen" have full stops in them, "in Bern. May 2018" has not.
_PLACE: Final = r"(?:the )?[A-ZÄÖÜ](?:[\w'’-]|\.(?=\w)|(?<=\b[A-Z]\w)\.(?= [A-ZÄÖÜ]))*(?:,? (?:(?:and|und|of|the|für|am|an|im|in|der|von|de) ){0,2}[A-ZÄÖÜ0-9][\w'’-]*){0,6}"
_COURT_DE: Final = (
    r"(?:[A-ZÄÖÜ][\w-]*)?[Gg]erichts?(?:e|en|es)?|Rechtbank|Richter|GERICHTE?S?|[A-ZÄÖÜ]+GERICHT"
)
_VENUES: Final = {
    "de": (
        (
            rf"(?i:gericht|verfahr|prozess|schieds)\w*(?:st[aä]nd|ort)\w*\b[^.;]{{0,240}}?(?:\b(?:ist|sind|liegt|gilt(?= (?:der|die|das|am|in))|befindet sich|lautet)|:)"
            rf" (?P<venue>(?!E[sS] )(?:(?:der|die|das|den|in|am|bei|jeweils|stets|ausschließlich|ausschliesslich|unser|unsere|ihr|jede[rs]?|jener|auch) )*{_PLACE}"
            rf"(?: (?:der|des|von|in|unsere[rs]?|ihre[rs]?|deine[rs]?) (?:[\w-]+ )?{_PLACE})?)"
        ),
        (
            rf"Gerichtsstand für[^.;]{{0,160}}? (?:\w*[Vv]ertr[aä]g\w*|\w*[Vv]ereinbarung\w*|AGB|\w*[Bb]edingungen|\w*[Bb]eziehung\w*|Streitigkeiten"
            rf"|\w*[Vv]erhältnis\w*)(?: [a-zäöü]+){{0,4}} (?P<venue>(?!Vertr|Verein|Beding|Gesch){_PLACE})(?=\s*(?:[.;,]|$))"
        ),
        rf"Gerichtsstand ist, [^,.;]{{0,120}}, (?P<venue>{_PLACE})",
        r"(?P<venue>Gericht bei (?:dir|Ihnen|euch)(?: zu Hause)?)",
        r"(?P<venue>[A-ZÄÖÜ]\w+ tingsrätt)",
        rf"Gerichtsstand[^.;]{{0,240}}? (?P<venue>(?:der|das) (?:\w*[Ss]itz|Ort|Gericht)(?: (?:der|des|von|in|am|unsere[rs]?))? {_PLACE})",
        rf"(?:Gericht|Prozess|Schieds)\w*(?:st[aä]nd|ort)e?s? (?P<venue>(?:in )?{_PLACE})",
        rf"(?:\bist|\bgilt|vereinbar\w+|anerkennen|bestimmen|[Ww]ählen)\b[^.;]{{0,40}}? (?P<venue>{_PLACE}) als (?:\w+ )?Gerichtsstand",
        rf"(?:als|zum) (?:\w+ )?(?:Gerichtsstand|Gerichtsort) (?:wird |gilt |(?:vereinbaren|wählen|bestimmen) (?:die Parteien |wir |beide Seiten )?)?(?P<venue>(?:(?:der|die|das|den) )?{_PLACE})",
        (
            r"(?:Sitz des Schiedsgerichts|Schiedsort|Ort des (?:Schieds)?[Vv]erfahrens|Sitz des Verfahrens)[^.;]{0,30}? (?:ist|in) "
            rf"(?P<venue>{_PLACE})"
        ),
        rf"(?i:schieds)\w+[^.;]{{0,160}}? (?:mit Sitz in|in|tagt in) (?P<venue>{_PLACE})",
        (
            rf"\b(?P<venue>(?:{_COURT_DE}) (?:(?:der|des|in|am|von|im|für|zu|an|bei|unsere[rsmn]?|deine[rsmn]?|ihre[rsmn]?|seine[rsmn]?"
            rf"|deren|dessen|Stadt|Ort|Sitz|Bezirks?|Landkreis|und|dem) )*{_PLACE})"
        ),
        rf"(?P<venue>für (?:\w+ )?(?:(?:Sitz|Ort) (?:\w+ )?{_PLACE}|Wohnsitz) (?:\w+ )*zuständige\w* (?:\w+ )?Gericht)",
        (
            r"\b(?P<venue>(?:[a-zäöü-]+(?:ischen?|ischer) |(?:[A-Z]\w+er ))"
            rf"(?:(?:Bundes|Staats|Handels|Zivil)\w* )?(?:{_COURT_DE}))\b"
        ),
        rf"(?:von|in|der|Gesetze) (?P<venue>{_PLACE})[^.;]{{0,40}}, (?:dessen|deren) Gerichte",
        rf"für (?:die )?(?P<venue>{_PLACE}) (?:\w+ )*zuständige\w* (?:\w+ )?Gericht",
        (
            r"(?:[Kk]lag|[Vv]erklag|[Ss]treit|[Pp]rozess|[Vv]erhandel|[Gg]ericht)\w*[^.;]{0,110}? (?P<venue>(?:in|am|an|bei|vor|nach|dort, wo)"
            rf" (?!Anspruch|Betracht|Kauf|Textform|Schriftform|Verbindung|Zusammenhang)(?:(?:der|dem|den|de[rs]sen|unsere[rmn]|deine[rmn]|ihre[rmn]|Ihre[rmn]"
            rf"|seine[rmn]|Ort|Sitz) )*{_PLACE})"
        ),
        rf"(?P<venue>{_PLACE}) (?:der|als) Ort",
        rf"(?P<venue>{_PLACE}) ist (?:\w+ )?Gerichtsstand",
        rf"\b(?:ist|gilt) (?P<venue>{_PLACE}) (?:der |\w+er )?Gerichtsstand",
        (
            rf"(?P<venue>(?:am|an|bei|in) (?:[\w-]+ ){{0,3}}(?:Gerichtsstand|\w*[Ss]itz|Wohnort)(?: (?:des|der|von) {_PLACE})?)"
            r" (?:\w+ ){0,4}(?:zu )?(?:klagen|verklag|belang|gerichtlich)"
        ),
        rf"Klagen?: (?P<venue>{_PLACE})",
        r"\b(?P<venue>\w*[Ss]chieds(?:gericht|verfahren|richter|spruch)\w*)",
    ),
    "en": (
        (
            rf"\b(?i:courts?|tribunals?)(?: \w+){{0,4}}? (?:in|of|at|for|within)(?: and for)? (?:(?:each of|either) )?"
            rf"(?P<venue>(?!Justice|Session|Chancery|Appeal|International|Arbitration){_PLACE})"
        ),
        rf"\b(?i:venue|jurisdiction|seat|place of (?:arbitration|jurisdiction)|forum)\b[^.;]{{0,60}}?(?: (?:is|in|be|lie|lies|being|of)|:| -) (?P<venue>(?!Clause|Section){_PLACE}(?: courts?)?)",
        rf"\b(?P<venue>(?:the )?Court of (?:Session|Chancery)(?: (?:of|in) {_PLACE})?)",
        rf"\b(?P<venue>(?!The courts?\b){_PLACE} (?i:courts?)\b(?: of {_PLACE})?)",
        rf"\b(?P<venue>(?:the )?(?:{_PLACE} )?(?:District|High|Superior|County|Commercial|Royal) Court(?: of {_PLACE})?(?:, {_PLACE})?)",
        rf"\b(?i:arbitrat)\w+[^.,;]{{0,60}}? (?i:in|at|seat(?:ed)? in) (?P<venue>{_PLACE})",
        (
            r"\b(?i:brought|filed|heard|commenced|conducted|litigate[ds]?|sued?|belongs|decided|lodged|tried|in court|instituted|proper only|proceedings|litigation|takes? place|do so)\b"
            rf"[^.;]{{0,60}}? (?i:in|before|at|with) (?P<venue>(?!Clause|Section){_PLACE}"
            r"(?: (?:place of business|registered office|seat|domicile|head office))?)"
        ),
        rf"(?P<venue>{_PLACE}) as (?:\w+ ){{0,2}}?(?:place of jurisdiction|venue|forum|seat)",
        rf"(?P<venue>{_PLACE}) is (?:the )?(?:\w+ )?(?:place|venue|forum)\b",
        rf"(?P<venue>{_PLACE})(?: is where|, so that's where|, whose courts| jurisdiction|'s courts)",
        (
            r"\b(?i:courts?|sue[ds]?|proceedings?|claims?|cases?|actions?|lawsuits?)\b[^.;]{0,90}?"
            r" (?P<venue>(?:(?:in|of|at|before|for) (?:the |your |its |his |their |our |any )?(?:(?!which)[\w'’]+ ){0,3}?)?"
            r"(?:where|(?:home )?country|place|county|state|seat|office|domicile|headquarters|area)\b(?:(?! (?:have|has) (?:\w+ )?jurisdiction| shall | will )[^.;,]){0,60})"
        ),
        r"\b(?P<venue>(?:your|their|its|our|his|her) (?:own )?(?:local|home) courts?)",
        r"\b(?P<venue>(?i:(?:binding |individual |final )*arbitra(?:tion|tors?|te|l tribunal)))",
    ),
}
_VENUE_FORMS: Final = {
    language: tuple(re.compile(form) for form in forms) for language, forms in _VENUES.items()
}
_TAIL: Final = re.compile(
    r"(?:,? (?:soweit|sofern|wenn|falls|und|oder|and|or|which|whose|the|for|in|der|die|shall|will|have|has|is|are|you|zuständig|vereinbart|exclusively|alone"
    r"|unless|if))+$|[,:]$",
)
_NOWHERE: Final = re.compile(
    r"(?:(?:der|die|das) (?:staat|land|ort)$)|(?:clause|section|klausel|ziffer|abschnitt|provider's)\b|für (?:\w+ )?streitigkeiten|(?:vor|nach|bei|in) (?:\w+ )?\w*(?:änderung|abschluss|kündigung|vertr[aä]g)\w*$",
    re.IGNORECASE,
)
_LOUD: Final = 0.7
_SMALL: Final = re.compile(
    r"\b(?:The|In|Of|At|For|Is|Are|And|Or|By|To|Shall|Be|Will|A|An|Any|Ist|Das|Die|Der|Im|Mit|Am|Zuständig|Sole|Exclusive|Courts?)\b"
)
_FORMS: Final = {
    form.upper(): form for form in ("GmbH", "LLC", "LLP", "PLC", "AG", "KG", "DAC", "CIC")
}


def court_place(quote: str, language: str) -> str | None:
    """Where the courts are, in the words of the text; "arbitration" and the like where no place is named."""
    whole = " ".join(quote.replace("*", "").split())
    read = quiet(whole) if loud(whole) else whole
    for form in _VENUE_FORMS[language]:
        for match in form.finditer(read):
            said = _TAIL.sub("", whole[match.start("venue") : match.end("venue")]).strip(" ,.")
            if not _NOWHERE.match(said):
                return said.removeprefix("The ").removeprefix("the ")
    return None


def loud(text: str) -> bool:
    """Whether it is written in CAPITALS for the most part."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > _LOUD * max(1, len(letters))


def quiet(text: str) -> str:
    """CAPITALS as a sentence would have them, letter for letter."""
    spoken = re.sub(
        r"[^\W\d_]+", lambda word: _FORMS.get(word[0], word[0][0] + word[0][1:].lower()), text
    )
    spoken = _SMALL.sub(lambda word: word[0].lower(), spoken)
    return spoken if len(spoken) == len(text) else text
