"""What operators see of a process: logs, figures, doors and threads of work, and no people."""
