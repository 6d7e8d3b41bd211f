"""Who read or wrote what, why and when, in a chain that shows what was changed."""
