"""What gunicorn serves: `gunicorn -c python:gateway.gunicorn gateway.wsgi:app`."""

from __future__ import annotations

from gateway.app import create_app
from gateway.resources import ROUTES
from gateway.settings import Settings
from services.chassis.rpc import RpcClient

settings = Settings.of()
app = create_app(settings, RpcClient(settings.amqp_uri), ROUTES)
