"""The process that the workshop stands in: it may be killed at any time."""

from __future__ import annotations

import multiprocessing
import queue
import shutil
from pathlib import Path

from generator.build import Settings
from generator.preview.changes import Change
from generator.preview.events import Done, Event, Fault, Made, Viewed
from generator.preview.worker import Worker
from tests.conftest import ROOT, TEMPLATES

PATIENCE = 60.0


def test_a_process_that_was_killed_is_told_of_and_started_again_with_what_is_on_view(
    tmp_path: Path,
) -> None:
    content = tmp_path / "content"
    (content / "2025").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "2025" / "nyncj.yaml", content / "2025")
    heard: queue.Queue[Event] = queue.Queue()
    settings = Settings(
        content, tmp_path / "out" / "site", (TEMPLATES,), with_pdf=False, public=False
    )
    before = {*multiprocessing.active_children()}
    worker = Worker(settings, heard.put)

    def until_done() -> list[Event]:
        events: list[Event] = []
        while not isinstance(event := heard.get(timeout=PATIENCE), Done):
            events.append(event)
        return events

    page = "2025/nyncj/002/index.html"
    worker.tell(Viewed((page,)))
    assert next(e for e in until_done() if isinstance(e, Made)) == Made(page, True)

    (process,) = {*multiprocessing.active_children()} - before
    process.kill()
    fault = heard.get(timeout=PATIENCE)
    assert isinstance(fault, Fault)
    assert "中止" in fault.text

    worker.tell(Change(frozenset({"2025/nyncj.yaml"})))
    events = until_done()
    assert Fault("") in events, "what was told is taken back"
    assert next(e for e in events if isinstance(e, Made)) == Made(page, False)
    worker.end()
    assert heard.empty()
