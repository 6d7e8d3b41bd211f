"""Asks a service on behalf of the operator at the keyboard."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from typing import Any

from infra.local.addresses import Addresses
from infra.local.trouble import Trouble
from services.chassis.callers.identity import Principal
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.errors import Refusal
from services.chassis.ids import new_id
from services.chassis.wire.rpc import DeadlinePassed, RemoteCrash, RpcClient, ServiceAway

DEADLINE_SECONDS = 20.0


def ask(
    where: Addresses, service: str, method: str, kwargs: dict[str, Any], *, scopes: Iterable[str]
) -> Any:
    """The service's answer; what it refuses is said in its own words."""
    principal = Principal(f"operator:{getpass.getuser()}", frozenset({"ops"}), frozenset(scopes))
    client = RpcClient(where.amqp, Voucher.of(where.place.keys / FILE))
    try:
        answer, _ = client.call(
            service,
            method,
            kwargs,
            principal=principal,
            deadline_seconds=DEADLINE_SECONDS,
            idempotency_key=new_id(),
        )
    except Refusal as refusal:
        raise Trouble(_in_words(refusal)) from refusal
    except ServiceAway as away:
        raise Trouble(f"{away} Is the system up?") from away
    except (DeadlinePassed, RemoteCrash) as failed:
        raise Trouble(f"{service} failed: {failed}") from failed
    finally:
        client.close()
    return answer


def _in_words(refusal: Refusal) -> str:
    details = [f"{one['pointer']}: {one['detail']}" for one in refusal.errors]
    return " ".join([refusal.sentence, *details])
