"""Channels, drivers, TLS and the embedded engine: the only package that imports grpc.

A driver runs an operation: it performs each step that the operation yields and sends the reply, or throws the error,
back into it. grpc is imported when the first channel is made, not with vectorm.
"""
