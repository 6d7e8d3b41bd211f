"""A travel agent's own program. It knows the contract and imports nothing of Homeward's."""
