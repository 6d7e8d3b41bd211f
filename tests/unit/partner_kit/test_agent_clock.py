"""The agent's clock is real time plus what a file says."""

from datetime import UTC, datetime, timedelta

from partner_kit.emulator.clock import Clock


def distance(clock):
    return clock.now() - datetime.now(UTC)


def test_without_a_file_it_is_real_time(tmp_path):
    assert abs(distance(Clock(tmp_path / "clock"))) < timedelta(minutes=1)
    assert abs(distance(Clock())) < timedelta(minutes=1)


def test_the_file_moves_it_while_it_runs(tmp_path):
    clock = Clock(tmp_path / "clock")
    (tmp_path / "clock").write_text('{"offset_seconds": 86400}')

    assert timedelta(hours=23) < distance(clock) < timedelta(hours=25)


def test_a_half_written_file_does_not_turn_time_back(tmp_path):
    path = tmp_path / "clock"
    path.write_text('{"offset_seconds": 86400}')
    clock = Clock(path)
    clock.now()

    path.write_text('{"offset_sec')

    assert distance(clock) > timedelta(hours=23)
