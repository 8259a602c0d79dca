"""A plugin of pytest that notes which lines each test runs, how long it takes, and what was imported meanwhile.

Each process writes files of its own into the folder that MUTATE_TRACE names; `tools.mutate.lines` puts them together.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest


class Trace:
    """What one process saw."""

    def __init__(self, folder: Path) -> None:
        """Begin to watch what ships."""
        self._folder = folder
        self._seconds: dict[str, float] = defaultdict(float)
        self._failed: set[str] = set()
        self._coverage = coverage.Coverage(data_file=str(folder / f"lines.{os.getpid()}"), source=["layers", "functions"])
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note the lines of one test as its own."""
        self._coverage.switch_context(item.nodeid)
        yield
        self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long it took, and whether it passed."""
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write it all down."""
        self._coverage.stop()
        self._coverage.save()
        seen = {
            "seconds": {test: round(taken, 4) for test, taken in self._seconds.items() if test not in self._failed},
            "failed": sorted(self._failed),
            "imported": sorted(name for name, module in sys.modules.items() if _is_third_party(module)),
        }
        (self._folder / f"tests.{os.getpid()}.json").write_text(json.dumps(seen), "utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Watch, but for a process that only hands out the tests."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", default=None):
        config.pluginmanager.register(Trace(Path(os.environ["MUTATE_TRACE"])))


def _is_third_party(module: object) -> bool:
    return "site-packages" in (getattr(module, "__file__", None) or "")
