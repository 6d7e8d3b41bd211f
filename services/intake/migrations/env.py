"""Runs intake's migrations."""

from services.chassis.migrate import run_env

run_env("intake")
