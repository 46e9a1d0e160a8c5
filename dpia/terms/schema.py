"""The closed shape of the files in questionnaires/terms/, as Cerberus schemas."""

from __future__ import annotations

from typing import Any, Final

from dpia.i18n import LANGUAGES

_TEXT: Final = {"required": True, "check_with": "text"}
_WORDS: Final = {
    "type": "dict",
    "required": True,
    "keysrules": {"type": "string", "regex": r"[a-zA-Z][a-zA-Z0-9-]*"},
    "valuesrules": {"type": "string"},
}
_BY_LANGUAGE: Final = dict.fromkeys(LANGUAGES, _WORDS)
_PATTERN: Final = {
    "id": {"type": "string", "required": True, "regex": r"[a-z][a-z0-9-]*"},
    "because": {"type": "string", "required": True},
    "find": {"type": "string", "required": True},
    "unless": {"type": "string"},
    "beside": {"type": ["string", "list"], "schema": {"type": "string"}},
    "under": {"type": "string"},
    "negation": {"type": "boolean"},
    "across": {"type": "boolean"},
    "status": {"type": "string", "allowed": ["found", "unclear"]},
}
_PATTERNS: Final = {
    "type": "list",
    "required": True,
    "schema": {"type": "dict", "schema": _PATTERN},
}
CATEGORY: Final[dict[str, Any]] = {
    "id": {"type": "string", "required": True},
    "title": _TEXT,
    "question": _TEXT,
    "because": {"type": "dict", "required": True, "valuesrules": {"check_with": "text"}},
    "patterns": {
        "type": "dict",
        "required": True,
        "schema": dict.fromkeys(LANGUAGES, _PATTERNS),
    },
    "continues": {
        "type": "dict",
        "schema": {language: {"type": "string", "required": True} for language in LANGUAGES},
    },
    "attributes": {
        "type": "dict",
        "valuesrules": {"type": "dict", "schema": _BY_LANGUAGE},
    },
}
_SMALL_WORDS: Final[dict[str, Any]] = {"languages": _WORDS}
VOCABULARY_FILE: Final = "terms/vocabulary.yaml"
COUNTRIES_FILE: Final = "terms/countries.yaml"
LANGUAGES_FILE: Final = "terms/languages.yaml"
CONCEPTS_FILE: Final = "terms/concepts.yaml"
_CONCEPTS: Final[dict[str, Any]] = {
    "concepts": {
        "type": "dict",
        "required": True,
        "keysrules": {"type": "string", "regex": r"[A-Za-z][A-Za-z-]*"},
        "valuesrules": {
            "type": "dict",
            "schema": {
                language: {"type": "string", "required": True, "empty": False}
                for language in LANGUAGES
            },
        },
    }
}
SHARED: Final[dict[str, dict[str, Any]]] = {
    VOCABULARY_FILE: _BY_LANGUAGE,
    COUNTRIES_FILE: _BY_LANGUAGE,
    LANGUAGES_FILE: _SMALL_WORDS,
    CONCEPTS_FILE: _CONCEPTS,
}
"""The files that all categories build on."""
