"""One assessment in a running process, stage by stage, each stage timed."""

import hashlib
import itertools
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import dpia
from dpia.answers import check_answers, to_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.model import Answers, Questionnaire
from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey
from dpia.register.workbook import write_register
from dpia.render.context import ReportContext
from dpia.render.json_ import render_json
from dpia.render.view import build_view
from dpia.render.word import render_word
from dpia.resources import shipped
from dpia.workbook.read import open_workbook, read_answers

_RUNS = itertools.count(1)


@dataclass(frozen=True)
class Inputs:
    """What every pass starts from."""

    workbook: Path
    template: Path
    questionnaire: Questionnaire
    language: str
    context: ReportContext
    on: date
    view: Mapping[str, object]
    loading: float
    """Seconds that loading the questionnaire took, which happens once in a process."""


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun


def prepare(workbook: Path, on: str) -> Inputs:
    """Load the questionnaire and build the view once, for this program and for the baseline."""
    opened = open_workbook(workbook)
    begun = time.perf_counter()
    questionnaire = load_questionnaire(opened.questionnaire_id)
    loading = time.perf_counter() - begun
    day = date.fromisoformat(on)
    context = ReportContext(
        draft=True,
        on=day,
        tool_version=dpia.__version__,
        input_name=workbook.name,
        input_sha256=hashlib.sha256(workbook.read_bytes()).hexdigest(),
    )
    answers, _ = check_answers(read_answers(opened, questionnaire), questionnaire)
    assessment = assess(questionnaire, answers, day)
    view = build_view(questionnaire, answers, assessment, opened.language, context)
    template = Path(str(shipped("templates") / opened.language / "dpia-report.docx"))
    return Inputs(workbook, template, questionnaire, opened.language, context, day, view, loading)


def run_stages(inputs: Inputs) -> dict[str, float]:
    """Assess the workbook once and return the seconds of every stage, in the order of the work."""
    watch = Stopwatch()
    questionnaire, language, on = inputs.questionnaire, inputs.language, inputs.on
    with TemporaryDirectory() as name:
        folder = Path(name)
        with watch.stage("read"):
            raw = read_answers(open_workbook(inputs.workbook), questionnaire)
        with watch.stage("check"):
            answers, _ = check_answers(raw, questionnaire)
        with watch.stage("assess"):
            assessment = assess(questionnaire, answers, on)
        with watch.stage("render view"):
            view = build_view(questionnaire, answers, assessment, language, inputs.context)
        with watch.stage("render word"):
            report = render_word(view, inputs.template.read_bytes(), on)
            (folder / "report.docx").write_bytes(report)
        with watch.stage("json"):
            record = render_json(questionnaire, assessment, language, inputs.context)
            (folder / "report.json").write_bytes(record)
        new = _version(inputs, answers, record)
        with watch.stage("record"):
            store = open_register(folder / "register.db")
            store.add(new)
        with watch.stage("register workbook"):
            write_register(store, folder / "register.xlsx", load_questionnaire, language, on)
        store.close()
    return watch.seconds


def _version(inputs: Inputs, answers: Answers, record: bytes) -> NewVersion:
    """What the register keeps; each pass counts as a new input."""
    run = str(next(_RUNS))
    return NewVersion(
        key=ProcessingKey("Benchmark", inputs.workbook.stem, inputs.questionnaire.id),
        final=False,
        source=inputs.workbook.name,
        on=inputs.on,
        language=inputs.language,
        tool_version=dpia.__version__,
        questionnaire_version=inputs.questionnaire.version,
        questionnaire_digest=inputs.questionnaire.digest,
        input_name=inputs.workbook.name,
        input_sha256=hashlib.sha256(run.encode()).hexdigest(),
        options_digest="",
        answers=to_plain(answers),
        assessment=json.loads(record),
        files={},
        at=datetime.now(UTC),
        user="benchmark",
    )
