"""PDFs, taken apart: one that acts is refused, one that is only sloppy is not."""
