"""The domain's clock can be set ahead by a file, and a broken file changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis import clock as clocks
from services.chassis.clock import Clock, set_offset

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def _look_always(monkeypatch):
    monkeypatch.setattr(clocks, "LOOK_EVERY_SECONDS", 0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clock"


def ahead(clock):
    return (clock.now() - datetime.now(UTC)).total_seconds() / 86400


def test_without_a_file_the_time_is_the_machines(path, monkeypatch):
    monkeypatch.delenv("HOMEWARD_CLOCK_FILE", raising=False)

    assert ahead(Clock()) == pytest.approx(0, abs=0.01)
    assert ahead(Clock(path)) == pytest.approx(0, abs=0.01)
    assert Clock().now().tzinfo is UTC


def test_the_file_is_named_by_the_environment(path, monkeypatch):
    monkeypatch.setenv("HOMEWARD_CLOCK_FILE", str(path))
    set_offset(path, YEAR)

    assert ahead(Clock()) == pytest.approx(365, abs=0.01)


def test_a_changed_file_is_seen(path):
    clock = Clock(path)
    set_offset(path, YEAR)
    assert ahead(clock) == pytest.approx(365, abs=0.01)
    set_offset(path, 2 * YEAR)
    assert ahead(clock) == pytest.approx(730, abs=0.01)
    path.unlink()
    assert ahead(clock) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"offset_seconds": "x"}', '{"offset_seconds": 1e300}']
)
def test_a_broken_file_keeps_the_offset_and_says_so(path, caplog, text):
    clock = Clock(path)
    set_offset(path, YEAR)
    clock.now()

    path.write_text(text)

    assert ahead(clock) == pytest.approx(365, abs=0.01)
    assert "clock_file_unreadable" in caplog.text


def test_the_file_is_not_looked_at_for_every_question(path, monkeypatch):
    monkeypatch.setattr(clocks, "LOOK_EVERY_SECONDS", 3600)
    clock = Clock(path)
    clock.now()
    set_offset(path, YEAR)

    assert ahead(clock) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("utc", "date"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), "2026-03-29"),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), "2026-06-30"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "2026-07-01"),
    ],
)
def test_today_changes_at_midnight_in_amsterdam(utc, date, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(clock, "now", lambda: utc)

    assert clock.today().isoformat() == date
