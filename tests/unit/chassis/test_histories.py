"""The histories of the databases: two who add a step at once notice before anybody starts."""

import pytest
from alembic.script import ScriptDirectory

from infra.local.place import SERVICES
from services.chassis.migrate import config_of


@pytest.mark.parametrize("history", ["chassis", *SERVICES])
def test_a_history_is_one_line_with_one_end(history):
    steps = ScriptDirectory.from_config(config_of(history, "postgresql://nobody@nowhere/nothing"))
    assert steps.get_heads() == [steps.get_current_head()]

    told = [step.revision for step in steps.walk_revisions()]
    assert told == sorted(told, reverse=True)
