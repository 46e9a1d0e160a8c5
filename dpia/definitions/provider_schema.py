"""The closed shape of the comparison of means and of the profiles of products, as Cerberus schemas."""

from __future__ import annotations

from typing import Any, Final

from dpia.definitions.schema import CODE, CONFIDENCE, GROUNDS, ID, RISK, WORDS, condition, text

_DAY: Final = {"type": "string", "check_with": "day"}
_VALUE: Final = {"type": "string", "minlength": 1}
_OWN: Final = {
    "sources": {"check_with": "sources"},
    "confidence": {"type": "string", "allowed": list(CONFIDENCE)},
    "why": text(required=False),
}
_TRAITS: Final = {
    "type": "dict",
    "required": True,
    "valuesrules": {
        "type": "dict",
        "schema": {
            "value": {**_VALUE, "required": True},
            "note": text(required=False),
            "dated": _DAY,
            **_OWN,
        },
    },
}
TERMS_FACTS: Final = (
    "party",
    "intended-use",
    "licensees",
    "territory",
    "exclusive",
    "sublicensable",
    "transferable",
    "royalty",
    "duration",
    "acts",
    "content",
    "purposes",
    "roles",
    "group-sharing",
    "transfer",
    "law",
    "venue",
)
"""What the terms of a product can say: the points that a reader of such terms must look for."""

_TERMS: Final = {
    "type": "dict",
    "schema": {
        "version": {**_DAY, "required": True},
        "sources": {"required": True, "check_with": "sources"},
        "confidence": {"type": "string", "allowed": list(CONFIDENCE), "required": True},
        "facts": {
            "type": "dict",
            "required": True,
            "keysrules": {"allowed": list(TERMS_FACTS)},
            "valuesrules": {
                "type": "dict",
                "schema": {
                    "section": {"type": "string", "required": True},
                    "de": {"type": "string", "required": True, "minlength": 1},
                    "en": {"type": "string", "required": True, "minlength": 1},
                    **_OWN,
                },
            },
        },
        "answers": {"type": "dict", "required": True, "valuesrules": {"type": "string"}},
    },
}
_STEP: Final = {"type": "integer", "min": -3, "max": 3}
_CHANGES: Final[dict[str, Any]] = {
    "type": "list",
    "schema": {
        "type": "dict",
        "schema": {
            "id": {**ID, "required": True},
            "when": condition(required=True),
            "answers": {"type": "dict", "valuesrules": {"type": "string", "nullable": True}},
            "risks": {
                "type": "dict",
                "valuesrules": {
                    "anyof": [
                        {"type": "string", "allowed": ["not-applicable"]},
                        {"type": "dict", "schema": {"severity": _STEP, "likelihood": _STEP}},
                    ]
                },
            },
            "gates": WORDS,
            "measures": {
                "type": "dict",
                "valuesrules": {"type": "string", "allowed": ["unclear", "not-planned"]},
            },
            **GROUNDS,
            "why": text(),
        },
    },
}
PROVIDER: Final = {
    "id": {**ID, "required": True},
    "code": {**CODE, "required": True},
    "title": text(),
    "product": {**_VALUE, "required": True},
    "note": text(required=False),
    "stand": {
        "type": "dict",
        "required": True,
        "schema": {"dated": {**_DAY, "required": True}, **GROUNDS},
    },
    "traits": _TRAITS,
    "functions": {
        "type": "dict",
        "required": True,
        "valuesrules": {"type": "string", "allowed": ["yes", "partly", "no", "unknown"]},
    },
    "terms": _TERMS,
    "changes": _CHANGES,
}
_NAME: Final = {**ID, "required": True}
_LABEL: Final = {"type": "string", "required": True, "minlength": 1}
_ATTRIBUTE: Final = {
    "id": _NAME,
    "title": text(),
    "values": {
        "type": "list",
        "required": True,
        "minlength": 2,
        "schema": {
            "type": "dict",
            "schema": {
                "id": {**_VALUE, "required": True},
                "de": _LABEL,
                "en": _LABEL,
                "rank": {"type": "integer", "min": 1},
            },
        },
    },
}
COMPARISON: Final = {
    "table": _NAME,
    "product": _NAME,
    "choice": _NAME,
    "own_option": _NAME,
    "measure": _NAME,
    "necessity": {
        "type": "dict",
        "required": True,
        "schema": {"gate": _NAME, "requirement": _NAME, "reason": _NAME},
    },
    "yardstick": _NAME,
    "attributes": {
        "type": "list",
        "required": True,
        "minlength": 1,
        "schema": {"type": "dict", "schema": _ATTRIBUTE},
    },
    "milder": {
        "type": "dict",
        "required": True,
        "schema": {
            "at_least": {"type": "integer", "min": 1, "required": True},
            "of": {**WORDS, "required": True, "minlength": 1},
            **GROUNDS,
            "why": text(),
        },
    },
    "weaker": _NAME,
    "functions": {
        "type": "list",
        "required": True,
        "schema": {"type": "dict", "schema": {"id": _NAME, "de": _LABEL, "en": _LABEL}},
    },
    "affordable": _NAME,
    "suitable": {"type": "dict", "required": True, "schema": {**GROUNDS, "why": text()}},
    "pseudo_reasons": {
        "type": "list",
        "required": True,
        "schema": {
            "type": "dict",
            "schema": {
                "id": _NAME,
                "de": _LABEL,
                "en": _LABEL,
                "phrases": {**WORDS, "required": True, "minlength": 1},
            },
        },
    },
    "changes": {**_CHANGES, "required": True},
    "counter_risks": {
        "type": "list",
        "required": True,
        "schema": {
            "type": "dict",
            "schema": {**RISK, "measures": {**WORDS, "required": True}},
        },
    },
}
