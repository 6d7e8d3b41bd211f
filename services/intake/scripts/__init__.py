"""Names in other scripts, as they would be written in ours."""
