"""What gunicorn serves: `gunicorn -c python:gateway.gunicorn gateway.wsgi:app`."""

from __future__ import annotations

import os
from pathlib import Path

from gateway.app import create_app
from gateway.resources import ROUTES
from gateway.settings import Settings
from services.chassis import logs
from services.chassis.rpc import RpcClient
from services.chassis.vouching import Voucher

logs.configure("gateway", os.environ.get("HOMEWARD_PROCESS") or "gateway")
settings = Settings.of()
voucher = Voucher.of(Path(settings.vouching_key_file))
app = create_app(settings, RpcClient(settings.amqp_uri, voucher), ROUTES)
