"""Fuzzing of what reads a server's bytes."""
