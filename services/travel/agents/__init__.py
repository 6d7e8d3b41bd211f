"""The travel agents that we ask: who they are, their keys, how well they serve."""
