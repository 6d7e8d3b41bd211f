"""Everything about one journey on one page."""
