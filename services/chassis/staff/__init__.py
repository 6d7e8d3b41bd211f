"""Who of staff may see what: nobody reaches a thing that is not theirs."""
