"""Alembic's environment for the chassis's own tables."""

from services.chassis.migrate import run_env

run_env("chassis")
