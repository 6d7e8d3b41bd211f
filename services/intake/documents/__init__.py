"""Passports, laissez-passers and source documents: who holds each, and the copies of it."""
