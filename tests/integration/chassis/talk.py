"""Who speaks in these tests, and what a fact looks like on the wire."""

from services.chassis.callers.identity import Principal

TESTER = Principal("tester", frozenset({"tester"}), frozenset({"*"}))


def a_fact(word, *, id_="01a20ba0-0000-7000-8000-000000000001", time="2026-11-20T10:00:00+00:00"):
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "/homeward/alpha",
        "type": "alpha.said.v1",
        "time": time,
        "subject": word,
        "sequence": 1,
        "correlationid": word,
        "data": {"word": word},
    }
