"""The wire: messages as bytes, and connections that carry them."""
