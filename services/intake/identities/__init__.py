"""By what a person is recognised, whatever way the name is spelled this time."""
