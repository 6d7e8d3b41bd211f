"""The engine room: every loop of a process, started together and drained together."""
