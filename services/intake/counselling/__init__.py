"""Advice on voluntary return, free of any obligation, also before there is a case."""
