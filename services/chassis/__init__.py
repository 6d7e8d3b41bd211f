"""The frame every service is bolted to. No business word in it."""
