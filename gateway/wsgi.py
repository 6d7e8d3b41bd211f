"""What gunicorn serves: `gunicorn -c python:gateway.gunicorn gateway.wsgi:app`."""

from __future__ import annotations

import os
from pathlib import Path

from gateway.app import create_app
from gateway.resources import ROUTES
from gateway.settings import Settings
from services.chassis.callers.vouching import Voucher
from services.chassis.watch import logs
from services.chassis.wire.rpc import RpcClient

logs.configure("gateway", os.environ.get("HOMEWARD_PROCESS") or "gateway")
settings = Settings.of()
voucher = Voucher.of(Path(settings.vouching_key_file))
app = create_app(settings, RpcClient(settings.amqp_uri, voucher), ROUTES)
