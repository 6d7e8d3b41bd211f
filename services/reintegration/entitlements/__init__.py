"""What each person of a case is entitled to, and why."""
