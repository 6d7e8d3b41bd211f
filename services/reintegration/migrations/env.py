"""Alembic's environment for reintegration's tables."""

from services.chassis.migrate import run_env

run_env("reintegration")
