"""What a person is entitled to, the plan, every euro, and what became of it."""
