"""Whether travel documents are still good when the journey arrives, and as long as asked."""
