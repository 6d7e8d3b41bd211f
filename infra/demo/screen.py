"""What a watcher sees: a live table on a terminal, plain lines anywhere else."""

from __future__ import annotations

import io
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from infra.demo.story import AMSTERDAM, Story

REFRESH_PER_SECOND = 4
FACTS_SHOWN = 4
ENDED_SHOWN = 3
LINES_FOR_THE_REST = 14
DONE = {True: ("as it must", "green"), False: ("OTHERWISE", "bold red")}


class Screen:
    """Follows the stories. `tell` is called for each fact on the bus."""

    def __init__(
        self, stories: Sequence[Story], now: Callable[[], datetime], photograph: Path | None = None
    ) -> None:
        self._photograph = photograph
        self._stories = stories
        self._now = now
        self._console = Console()
        self._facts: deque[str] = deque(maxlen=FACTS_SHOWN)
        self._sent = 0
        self._told: dict[int, str] = {}
        self._stop = threading.Event()
        self._live = Live(
            get_renderable=self._picture,
            console=self._console,
            refresh_per_second=REFRESH_PER_SECOND,
            transient=True,
        )
        self._lines = threading.Thread(target=self._print_lines, name="lines", daemon=True)

    def tell(self, fact: str) -> None:
        self._sent += 1
        self._facts.append(fact.replace("_", " "))

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        else:
            self._lines.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()
        else:
            self._stop.set()
            self._lines.join()

    # On a terminal.

    def _picture(self) -> Group:
        over = self._over
        wrong = [story for story in self._stories if story.ok is False]
        head = Text.assemble(
            ("Homeward ", "bold"),
            f"{self._clock()}   {over} of {len(self._stories)} cases ended   ",
            f"{self._sent} facts",
        )
        bar = ProgressBar(total=len(self._stories), completed=over, width=60)
        told = Text("   ".join(self._facts), style="dim", no_wrap=True, overflow="ellipsis")
        return Group(head, bar, self._table(wrong), *self._lately(), told)

    @property
    def _over(self) -> int:
        return sum(story.ok is not None for story in self._stories)

    def _lately(self) -> list[Text]:
        """The cases that ended last, and how."""
        ended = [story for story in self._stories if story.ok is not None]
        ended.sort(key=lambda story: story.ended_at)
        return [
            Text.assemble((DONE[bool(one.ok)][0], DONE[bool(one.ok)][1]), f"  {one.told.name}")
            for one in ended[-ENDED_SHOWN:]
        ]

    def _table(self, wrong: Sequence[Story]) -> Table:
        table = Table(expand=True, pad_edge=False)
        for title, ratio in (("Case", 5), ("State", 2), ("Waits for", 4), ("Who", 2), ("By", 2)):
            table.add_column(title, ratio=ratio, no_wrap=True, overflow="ellipsis")
        busy = [story for story in self._stories if story.ok is None and story.line]
        room = max(self._console.height - LINES_FOR_THE_REST, 5)
        for story in [*wrong, *busy][:room]:
            style = "bold red" if story.ok is False else ""
            table.add_row(story.told.name, *_cells(story), style=style)
        return table

    # Anywhere else.

    def _print_lines(self) -> None:
        while not self._stop.wait(timeout=0.2):
            self._print_news()
            if self._photograph and self._over * 2 >= len(self._stories):
                take_photograph(self._picture(), self._photograph)
                self._photograph = None
        self._print_news()

    def _print_news(self) -> None:
        for story in self._stories:
            line = self._line(story)
            if line and self._told.get(story.number) != line:
                self._told[story.number] = line
                sys.stdout.write(f"{self._clock()}  {story.told.name}: {line}\n")
        sys.stdout.flush()

    def _line(self, story: Story) -> str:
        if story.ok is not None:
            return f"{DONE[story.ok][0]}. {story.failure}".strip()
        state, waits_for, owner, due = _cells(story)
        return f"{state}; waits for {waits_for}; {owner} by {due}" if waits_for else state

    def _clock(self) -> str:
        return self._now().astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M")


def take_photograph(picture: Group, file: Path) -> None:
    """Draw what a watcher sees as an SVG that fetches nothing from anywhere."""
    console = Console(record=True, width=132, file=io.StringIO())
    console.print(picture)
    drawn = console.export_svg(title="make demo")
    file.write_text(re.sub(r"@font-face\s*{[^}]*}", "", drawn))


def _cells(story: Story) -> tuple[str, str, str, str]:
    def said(name: str) -> str:
        return str(story.line.get(name) or "")

    state = said("status").replace("_", " ")
    return state, said("waits_for"), said("owner").replace("_", " "), said("due_at")[:10]
