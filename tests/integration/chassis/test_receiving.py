"""What comes in: once in effect, kept when it cannot be handled, never in the way of the rest."""

from tests.integration.chassis.talk import a_fact

PARKED = "SELECT queue, cause, state, attempts FROM held_messages"


def test_a_duplicate_is_recognised_also_a_week_later(twins, wait_for):
    """Traps 5 and 10."""
    twins.start("alpha"), twins.start("beta")
    old = a_fact("old", time="2026-11-01T00:00:00+00:00")

    twins.send(old)
    wait_for(lambda: twins.heard() == ["old"], 20)
    twins.send(old), twins.send(old), twins.send(a_fact("new", id_="another"))
    wait_for(lambda: "new" in twins.heard(), 20)
    wait_for(lambda: "new" in twins.heard(twins.alpha), 20)

    assert twins.heard() == ["old", "new"]
    assert twins.heard(twins.alpha) == ["old", "new"], "beta's own fact went out once"


def test_what_cannot_be_understood_is_parked_with_its_reason(twins, wait_for):
    """Trap 6."""
    twins.start("beta")

    twins.send(b"this is not JSON")
    twins.send({**a_fact("nameless"), "id": ""})
    twins.send({**a_fact("stranger"), "type": "alpha.said.v9"})
    twins.send({**a_fact("a"), "subject": "no database\0keeps this"})
    twins.send(a_fact("fine"))

    wait_for(lambda: twins.heard() == ["fine"], 20)
    wait_for(lambda: len(twins.beta.rows(PARKED)) == 4, 20)
    assert {(cause, state) for _, cause, state, _ in twins.beta.rows(PARKED)} == {
        ("unreadable", "parked"),
        ("no-id", "parked"),
        ("unstorable", "parked"),
        ("unknown-type", "parked"),
    }


def test_a_crash_is_tried_again_and_a_refusal_is_parked_at_once(twins, wait_for):
    twins.start("alpha"), twins.start("beta")

    twins.say("broken", behaviour="broken")
    twins.say("refused", behaviour="refuse")
    wait_for(lambda: ("no-such-word", "parked") in states(twins), 20)
    wait_for(lambda: ("crash", "retrying") in states(twins), 20)
    (tried,) = twins.ask("beta", "parked_list", query={})["retrying"]
    twins.beta.rows("INSERT INTO mended DEFAULT VALUES")

    assert (tried["cause"], tried["count"]) == ("crash", 1)
    assert tried["reason"] == "RuntimeError in the handler."
    assert tried["first_at"] < tried["next_at"]
    wait_for(lambda: twins.heard() == ["broken"], 30)
    wait_for(lambda: states(twins) == [("no-such-word", "parked")], 20)


def test_a_fact_that_came_too_early_comes_back_shortly(twins, wait_for):
    twins.start("alpha"), twins.start("beta")

    twins.say("second", behaviour="not-yet")
    wait_for(lambda: ("gap", "retrying") in states(twins), 20)
    twins.beta.rows("INSERT INTO mended DEFAULT VALUES")

    wait_for(lambda: twins.heard() == ["second"], 20)


def test_a_redrive_is_not_swallowed_by_the_inbox(twins, wait_for):
    """Trap 3."""
    twins.start("beta")
    twins.send({**a_fact("spoken"), "type": "alpha.said.v9"})
    wait_for(lambda: states(twins) == [("unknown-type", "parked")], 20)
    # The repair: what was sent under a wrong type is what its sender meant.
    repaired = b"UPDATE held_messages SET body = convert_to(replace(convert_from(body, 'UTF8'),"
    twins.beta.rows(repaired.decode() + " 'said.v9', 'said.v1'), 'UTF8')")

    shown = twins.ask("beta", "parked_list", query={})["items"]
    twins.ask("beta", "parked_replay", held_id=shown[0]["id"], key="replay-1")

    wait_for(lambda: twins.heard() == ["spoken"], 20)
    wait_for(lambda: states(twins) == [], 20)


def test_a_replay_of_what_is_done_already_changes_nothing(twins, wait_for):
    """Trap 3: and it leaves the parked messages."""
    twins.start("alpha"), twins.start("beta")
    twins.say("once", behaviour="refuse")
    wait_for(lambda: states(twins) == [("no-such-word", "parked")], 20)
    twins.beta.rows(
        "INSERT INTO inbox (queue, message_id, fact_month) SELECT queue,"
        " convert_from(body, 'UTF8')::json->>'id',"
        " date_trunc('month', (convert_from(body, 'UTF8')::json->>'time')::timestamptz)"
        " FROM held_messages"
    )

    twins.ask("beta", "parked_replay_all", body={"everything": True}, key="all")

    wait_for(lambda: states(twins) == [], 20)
    assert twins.heard() == []


def test_a_discarded_message_needs_a_reason_and_is_gone(twins, wait_for):
    twins.start("alpha"), twins.start("beta")
    twins.say("Jan Jansen", behaviour="refuse")
    wait_for(lambda: len(states(twins)) == 1, 20)
    held_id = twins.ask("beta", "parked_list", query={})["items"][0]["id"]

    shown = twins.ask("beta", "parked_show", held_id=held_id)
    twins.ask("beta", "parked_discard", held_id=held_id, body={"reason": "a test"}, key="d")

    assert shown["content"]["data"]["word"] == "•••"
    assert shown["subject"] == "•••"
    assert twins.ask("beta", "parked_list", query={})["items"] == []
    decision = twins.beta.value("SELECT headers->'discarded' FROM held_messages")
    assert (decision["by"], decision["why"]) == ("tester", "a test")


def test_marks_and_parked_messages_have_a_retention_an_index_and_a_metric(twins, wait_for):
    """Trap 11."""
    beta = twins.start("beta")
    twins.beta.rows(
        "CREATE TABLE inbox_2020_01 PARTITION OF inbox FOR VALUES FROM ('2020-01-01') TO"
        " ('2020-02-01')"
    )
    twins.beta.rows("SELECT inbox_keep(2)")
    twins.send(b"nonsense")

    wait_for(lambda: 'parked_rows{cause="unreadable",service="beta"} 1' in metrics(beta), 20)
    assert "parked_oldest_seconds" in metrics(beta)
    assert twins.beta.value("SELECT to_regclass('inbox_2020_01')") is None
    assert twins.beta.value("SELECT to_regclass('ix_held_messages_cause')") is not None


def metrics(running):
    return running.get("/metrics").text


def states(twins):
    return sorted((cause, state) for _, cause, state, _ in twins.beta.rows(PARKED))
