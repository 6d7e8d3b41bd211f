"""Rules of the field as dated tables, from a reviewed file to a change by two people."""
