"""Tests without a server, one folder for each layer."""
