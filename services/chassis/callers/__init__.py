"""Who is asking: principals, their tokens, and who may speak for them."""
