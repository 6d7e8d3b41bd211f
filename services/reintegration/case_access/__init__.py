"""Who of staff may see what belongs to a case: a small copy of what intake tells."""
