"""Servers, proxies and sample data that several test folders use."""
