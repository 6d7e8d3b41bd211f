"""One fact, from a committed outbox row to its committed effect, through each of the stacks."""
