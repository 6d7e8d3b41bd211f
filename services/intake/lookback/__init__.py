"""Whether somebody was here before: who looks like one person, and what a person decided."""
