"""R-DP-04: what agents sent is kept no longer than the term of its class."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

from travel_fakes import a_unit

from services.travel.partner_messages.entrypoints import HANDLES, PartnerDesk
from services.travel.partner_messages.store import PartnerMessageStore
from services.travel.partner_messages.usecases import receive

# The message came on 4 May 2026.
THREE_MONTHS, A_DAY_MORE = datetime(2026, 8, 4, 12, tzinfo=UTC), datetime(2026, 8, 5, tzinfo=UTC)
TWO_YEARS, TWO_YEARS_MORE = datetime(2028, 5, 4, 12, tzinfo=UTC), datetime(2028, 5, 5, tzinfo=UTC)


def refused(unit):
    body = json.dumps({"id": "e-1", "note": "Jan Specimen wants a window seat"})
    receive(
        unit,
        SimpleNamespace(
            body=body.encode(),
            properties={"user_id": "delta", "content_type": "application/cloudevents+json"},
            routing_key="delta.quote_refused.v1",
            headers={},
        ),
        HANDLES,
    )
    (message,) = unit.store(PartnerMessageStore).log
    return message


def the_day_comes(unit, moment):
    unit.clock = moment
    PartnerDesk().on_old_partner_messages_due(unit)
    return unit.store(PartnerMessageStore).log


def test_the_text_of_a_refused_message_is_gone_after_three_months_and_the_refusal_stays():
    unit = a_unit()
    message = refused(unit)
    the_day_comes(unit, THREE_MONTHS)
    assert "Specimen" in message.kept
    the_day_comes(unit, A_DAY_MORE)

    assert (message.kept, message.outcome) == (None, "rejected")
    assert message.code


def test_that_a_message_came_is_forgotten_after_two_years():
    unit = a_unit()
    message = refused(unit)

    assert the_day_comes(unit, TWO_YEARS) == [message]
    assert the_day_comes(unit, TWO_YEARS_MORE) == []


def test_the_round_is_made_every_day():
    unit = a_unit()
    the_day_comes(unit, A_DAY_MORE)

    assert (unit.reminders[-1].name, unit.reminders[-1].ids) == ("old_partner_messages_due", {})
    assert unit.reminders[-1].at == datetime(2026, 8, 6, tzinfo=UTC)
