"""The entry points, each with its files, its way to be mutated and what it promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.fuzzing import mutate, samples

ON = "2026-11-24"


@dataclass(frozen=True)
class Input:
    """One mutated file: its suffix and content."""

    suffix: str
    data: bytes


@dataclass(frozen=True)
class Target:
    """An entry point.

    share: of a thousand inputs. draw: makes an input. arguments: of the command line, for the file; empty: `call`.
    """

    name: str
    share: int
    draw: Callable[[Random], Input]
    arguments: Callable[[Path], Sequence[str | Path]] | None = None
    call: Callable[[Path], None] | None = None

    def input(self, number: str) -> Input:
        """Input of this number: the same on every machine."""
        return self.draw(Random(number))  # noqa: S311  # repeatable, not secret


def _workbook(random: Random) -> Input:
    base = samples.small_workbook() if random.random() < 0.99 else samples.whole_workbook()
    bare = random.random() < 0.1
    return Input(".xlsx", (mutate.mutated_bytes if bare else mutate.mutated_zip)(base, random))


def _whole(random: Random) -> Input:
    return Input(".xlsx", mutate.mutated_zip(samples.whole_workbook(), random))


def _old(random: Random) -> Input:
    return Input(".xlsx", mutate.mutated_zip(samples.old_workbook(), random))


def _template(random: Random) -> Input:
    bare = random.random() < 0.1
    base = samples.small_template()
    return Input(".docx", (mutate.mutated_bytes if bare else mutate.mutated_zip)(base, random))


def _terms(random: Random) -> Input:
    suffix = random.choice(sorted(samples.terms()))
    base = samples.terms()[suffix]
    if suffix == ".docx":
        return Input(suffix, mutate.mutated_zip(base, random))
    if suffix == ".pdf":
        return Input(suffix, mutate.mutated_bytes(base, random))
    return Input(suffix, mutate.mutated_text(base, random))


def _data(random: Random) -> Input:
    way = mutate.mutated_bytes if random.random() < 0.5 else mutate.mutated_text
    return Input(".json", way(samples.data(), random))


def _render(path: Path) -> None:
    """Make a report with the template, of a view that was built once."""
    from datetime import date

    from dpia.guard.template import guarded_template
    from dpia.render.word import render_word

    render_word(_view(), guarded_template(path), date.fromisoformat(ON))


_VIEWS: list[dict[str, object]] = []


def _view() -> dict[str, object]:
    if not _VIEWS:
        from datetime import date

        from dpia.assess import assess
        from dpia.pipeline import read_workbook
        from dpia.render.context import ReportContext
        from dpia.render.view import build_view

        reading = read_workbook(samples.EXAMPLE)
        on = date.fromisoformat(ON)
        found = assess(reading.questionnaire, reading.answers, on)
        context = ReportContext(True, on, "0", "answers.xlsx", "0")
        view = build_view(reading.questionnaire, reading.answers, found, "de", context)
        _VIEWS.append(dict(view))
    return _VIEWS[0]


def _read_data(path: Path) -> None:
    from dpia.guard.json_ import read_json

    read_json(path)


TARGETS = (
    Target("check", 450, _workbook, lambda path: ("check", path)),
    Target("assess", 10, _whole, lambda path: ("assess", path, "--date", ON)),
    Target("upgrade", 6, _old, lambda path: ("upgrade", path, "--date", ON)),
    Target("template", 180, _template, None, _render),
    Target("assess --template", 4, _template, lambda path: ("assess", samples.EXAMPLE, "-o", path.parent / "out", "--template", path, "--date", ON)),
    Target("terms check", 190, _terms, lambda path: ("terms", "check", path, "--format", "json")),
    Target("terms diff", 40, _terms, lambda path: ("terms", "diff", _original(path), path, "--format", "json")),
    Target("json", 120, _data, None, _read_data),
)  # fmt: skip


def _original(path: Path) -> Path:
    """The good file beside the mutated one."""
    good = path.with_name(f"good{path.suffix}")
    good.write_bytes(samples.terms()[path.suffix])
    return good
