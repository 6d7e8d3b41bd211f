"""The letter with amount and contact, as intake tells of it; without it nobody departs."""
