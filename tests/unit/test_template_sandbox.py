"""A template from a stranger: it cannot get out, it cannot run without end, and each refusal is a sentence."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from dpia.errors import DefinitionError
from dpia.guard.limits import limit, limits_set
from dpia.i18n import LANGUAGES
from dpia.render.word import render_word
from dpia.template.meter import Meter, metered
from dpia.template.sandbox import environment
from tests.unit.render_samples import DAY
from tests.unit.template_samples import changed, small, view

# What is known from write-ups on getting out of Jinja, and its neighbours.
ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ''['__cla' ~ 'ss__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ risks|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ config }}",
    "{{ request.application.__globals__ }}",
    "{{ '{0.__class__}'.format(risks) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format_map(risks) }}",
    "{{ '%s' % risks }}",
    "{{ risks.all|map(attribute='__class__')|join }}",
    "{{ risks.all|map('attr', '__class__')|join }}",
    "{{ risks.all|map('format')|join }}",
    "{{ risks.all|selectattr('__class__')|list|length }}",
    "{{ risks.all|sort(attribute='__class__')|length }}",
    "{{ risks.all.append(1) }}",
    "{{ risks.clear() }}",
    "{{ risks.update(x=1) }}",
    "{{ document.items() }}",
    "{{ ''.join(document) }}",
    "{{ 'x'.upper() }}",
    "{{ 'x'.upper }}",
    "{{ risks.all.append }}",
    "{{ document.keys }}",
    "{{ document|tojson }}",
    "{{ document|pprint }}",
    "{{ document|xmlattr }}",
    "{{ document.processing|safe }}",
    "{{ document.processing|forceescape }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% from '/etc/passwd' import x %}",
    "{% extends '/etc/passwd' %}",
    "{% block x %}{% endblock %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% set x %}a{% endset %}",
    "{% set ns.x = 1 %}",
    "{% autoescape false %}{{ document.processing }}{% endautoescape %}",
    "{% for x in risks.all recursive %}{{ loop(risks.all) }}{% endfor %}",
    "{% for x in risks.all %}{{ loop.__init__ }}{% endfor %}",
    "{% for x in risks.all %}{{ loop._iterator }}{% endfor %}",
    "{% for x in risks.all %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for x in risks.all %}{{ loop.cycle }}{% endfor %}",
    "{% do risks.clear() %}",
    "{% debug %}",
    "{{ caller }}",
    "{{ varargs }}",
    "{{ none.__class__ }}",
    "{{ (1).__class__ }}",
    "{{ document.__class__ }}",
    "{{ _ }}",
    "{{ (risks.all, risks.all) }}",
    "{{ {'a': risks} }}",
    "{{ [risks.all] }}",
)


def refused(template: bytes) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        render_word(view(), template, DAY)
    assert caught.value.exit_code == 3
    for language in LANGUAGES:
        assert caught.value.message(language)
        assert caught.value.faults.get(language) or caught.value.key == "template-markup"
    return caught.value


@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_gets_out(escape: str) -> None:
    error = refused(small(escape))
    said = error.message("en") + "".join(error.faults["en"])
    assert not re.search(r"<class|<function|object at 0x|root:", said)


def test_attributes_are_closed_below_the_language_as_well() -> None:
    """Were a refused word ever let through, the environment itself still shows no attribute and calls nothing."""
    found = environment()
    for thing in ("x", [1], {"a": 1}, 1, print, found):
        for name in ("__class__", "upper", "append", "clear", "filters", "format", "real"):
            value = found.getattr(thing, name)
            assert type(value).__name__ == "StrictUndefined"
            assert type(found.getitem(thing, name)).__name__ == "StrictUndefined"
    assert not found.globals
    assert not {"attr", "format", "safe", "tojson", "groupby", "xmlattr", "center"} & set(
        found.filters
    )


DOUBLED = "{% set x = x ~ x %}" * 60
GREEDY = {
    "text times a number": "{{ 'x' * 1000000000 }}",
    "number of digits": "{{ '%1000000000d' % 1 }}",
    "power": "{{ 10 ** 10 ** 10 }}",
    "product": "{% set x = 999999999999 %}" + "{% set x = x * x %}" * 40 + "{{ x }}",
    "wide field": "{{ 'x'|center(1000000000) }}",
    "indent": "{{ 'x'|indent(1000000000) }}",
    "rounding": "{{ 1.5|round(1000000000, 'ceil') }}",
    "range": "{% for x in range(1000000000) %}x{% endfor %}",
    "doubled by ~": "{% set x = 'xx' %}" + DOUBLED + "{{ x }}",
    "doubled by +": "{% set x = 'xx' %}" + DOUBLED.replace("~", "+") + "{{ x }}",
    "doubled list": "{% set x = ['a'] %}" + DOUBLED.replace("~", "+") + "{{ x|join }}",
    "list of lists": "{% set x = ['a'] %}" + "{% set x = [x, x] %}" * 60 + "{{ x }}",
    "replaced": "{% set x = 'aaaa' %}" + "{% set x = x|replace('a', x) %}" * 60,
    "joined": "{% set x = ['a','b'] %}"
    + "{% set x = x + x %}" * 14
    + "{% set y = x|join('zzzzzzzzzzzzzzzz') %}{{ x|join(y) }}",
    "nested loops": "{% for a in risks.all %}" * 3
    + "".join(f"{{% for c{n} in '{'y' * 400}' %}}" for n in range(3))
    + "x"
    + "{% endfor %}" * 6,
    "compared": "{% set x = 'ab' %}"
    + "{% set x = x ~ x %}" * 23
    + "{% set y = 'ab' %}"
    + "{% set y = y ~ y %}" * 23
    + f"{{% for a in '{'y' * 900}' %}}{{% if x == y %}}z{{% endif %}}{{% endfor %}}" * 9,
    "sliced": "{% set x = 'ab' %}"
    + "{% set x = x ~ x %}" * 23
    + f"{{% for a in '{'y' * 900}' %}}{{% set z = x[1:] %}}{{% endfor %}}",
    "sorted": "{% set x = 'ab' %}" + "{% set x = x ~ x %}" * 22 + "{{ x|sort|first }}",
    "deep brackets": "{{ " + "(" * 900 + "1" + ")" * 900 + " }}",
    "deep blocks": "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "deep loops": "{% for x in 'a' %}" * 30 + "{% endfor %}" * 30,
    "not not": "{{ " + "not " * 480 + "1 }}",
}
# Each of these kept docxtpl's own patterns busy for minutes.
ENDLESS = {
    "only beginnings": "{{" * 100_000,
    "only statements": "{% " * 100_000,
    "only comments": "{#" * 100_000,
    "beginnings in a comment": "{# " + "{{ " * 100_000 + " #}",
    "spaces in cellbg": "{% cellbg" + " " * 1_900 + "%x %}",
    "cellbg outside of cells": "{% cellbg x %}" * 15_000,
    "vm": "{% vm %}" * 15_000,
    "rows outside of rows": "{%tr x %}" * 15_000,
    "rich texts": "{{r x }}" * 15_000,
    "percent": "{%p a}b %}" * 15_000,
    "too many": "{{ document.title }}" * 21_000,
}


@pytest.mark.parametrize("what", GREEDY)
def test_work_text_and_numbers_are_bounded(what: str) -> None:
    refused(small(GREEDY[what]))


@pytest.mark.no_cover
@pytest.mark.parametrize("what", ENDLESS)
def test_what_keeps_docxtpl_busy_without_end_is_refused_before(what: str) -> None:
    error = refused(small(ENDLESS[what]))
    assert error.key == "template-faulty"


def test_the_budget_is_one_for_all_parts_and_counted_not_timed() -> None:
    source = environment().from_string("{% for x in 'abcdefgh' %}{{ x }}{% endfor %}")
    spent = []
    for _ in range(2):
        with metered(Meter()) as meter:
            assert source.render({}) == source.render({}) == "abcdefgh"
        spent.append(
            (limit("template-steps") - meter.steps, limit("template-letters") - meter.letters)
        )
    assert spent[0] == spent[1]
    assert spent[0][1] >= 16


def test_what_templates_may_say_works() -> None:
    given = {"a": [{"n": "x", "v": 2}, {"n": "y", "v": 1}], "t": "<b> & {{", "e": ""}
    for source, expected in {
        "{% for r in a %}{{ loop.index }}{{ r.n }}{% if not loop.last %}, {% endif %}{% endfor %}": "1x, 2y",
        "{{ a|map(attribute='n')|join('; ') }}": "x; y",
        "{{ (a|sort(attribute='v')|first).n }}": "y",
        "{{ a|selectattr('v', 'gt', 1)|list|length }}": "1",
        "{{ t }}": "&lt;b&gt; &amp; &#123;&#123;",
        "{{ t|upper ~ 1 }}": "&lt;B&gt; &amp; &#123;&#123;1",
        "{{ t[:3] }}{{ a[1].n }}{{ a[-1]['n'] }}": "&lt;b&gt;yy",
        "{{ missing|default('–') }}{% if missing is defined %}x{% endif %}": "–",
        "{% set s = 2 * 3 + 1 %}{{ s }}{{ 7 // 2 }}{{ 7 % 4 }}": "733",
        "{% if 'x' in 'xyz' and e == '' %}ok{% endif %}{{ 'a' if e else 'b' }}": "okb",
        "{% with q = 'z' %}{{ q }}{% endwith %}": "z",
        "{{ (a + a)|length }}{{ t|truncate(3) }}": "4&lt;b…",
        "{{ 'Ab c'|lower|replace('b', 'd')|title|trim }}": "Ad C",
    }.items():
        assert environment().from_string(source).render(given) == expected, source


def test_headers_are_held_to_the_same_rules_and_named() -> None:
    error = refused(changed("{{ documnt.processing }}", part="word/header1.xml"))
    (line,) = error.faults["de"]
    assert "Kopfzeile 1" in line
    assert "documnt" in line
    assert "document" in line


def test_all_faults_are_listed_each_with_its_place() -> None:
    first = changed("{{ document.procesing }} {{ nowhere }}")
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(first)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name).replace(b"{{ r.owner }}", b"{{ r.ownr }}")
            copy.writestr(name, content)
    lines = refused(target.getvalue()).faults["en"]
    assert [sum(name in line for line in lines) for name in ("procesing”", "nowhere”")] == [1, 1]
    assert sum("“r.ownr”. Perhaps “owner”" in line for line in lines) >= 1


def test_a_limit_can_be_raised_for_a_template_that_is_trusted() -> None:
    greedy = small("{% for a in '" + "y" * 1_900 + "' %}" * 1 + "{{ a }}{% endfor %}")
    with limits_set(["template-letters=1KB"]):
        assert refused(greedy).key == "template-too-much"
    assert render_word(view(), greedy, DAY)
    with limits_set(["template-statements=2"]):
        other = small("{{ document.title }}" * 3)
        assert "more than 2 statements" in refused(other).faults["en"][0]
