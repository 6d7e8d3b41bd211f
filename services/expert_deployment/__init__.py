"""Diaspora experts: demand, match, clearance, assignment, report."""
