"""A first query to a search page in a browser with an empty cache: bytes, and time."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TRIES: Final = 3
# Both submit the query to a page that stands open, and wait for the first answer on it;
# of Pagefind the ten that its own interface would show.
ASK: Final = """query => new Promise(resolve => {
  const form = document.querySelector('#search-form');
  const results = document.querySelector('#search-results');
  form.elements.q.value = query;
  const start = performance.now();
  form.requestSubmit();
  new MutationObserver(() => {
    if (results.getAttribute('aria-busy') === 'false') resolve(performance.now() - start);
  }).observe(results, {attributes: true});
})"""
ASK_PAGEFIND: Final = """async query => {
  const start = performance.now();
  const found = await window.pagefind.search(query);
  await Promise.all(found.results.slice(0, 10).map(result => result.data()));
  window.results = found.results.length;
  return performance.now() - start;
}"""


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves files over connections that stay open, and remembers what it sent."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    sent: ClassVar[list[bytes]] = []

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        self.sent.append(data)
        outputfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Counting, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@dataclass(frozen=True)
class Asked:
    """One query: bytes moved from an empty page on, the same gzipped; seconds from the query
    to the first answer."""

    query: str
    size: int
    zipped: int
    seconds: float


def ask(
    browser: Browser, address: str, script: str, query: str, look: Callable[[Any], None]
) -> Asked:
    """Ask with an empty cache, several times; `look` is given the page once it has answered.

    The fastest counts: the others tell of what else the machine had to do.
    """
    seconds = []
    for _ in range(TRIES):
        with browser.new_context() as context:
            page = context.new_page()
            _Counting.sent.clear()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            seconds.append(page.evaluate(script, query) / 1000)
            page.wait_for_function("() => !document.querySelector('[data-reading]')")
            sent = [*_Counting.sent]
            look(page)
    zipped = (min(len(data), len(gzip.compress(data))) for data in sent)
    return Asked(query, sum(map(len, sent)), sum(zipped), min(seconds))
