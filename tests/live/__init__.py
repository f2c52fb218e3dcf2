"""Tests against real engines; one body for sync and async."""
