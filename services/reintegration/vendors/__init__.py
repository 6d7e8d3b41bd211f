"""Who delivers what a plan buys."""
