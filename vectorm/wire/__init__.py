"""Bytes: specs and columns to and from the protocol's messages. The only package that imports protobuf.

`encode_*` makes the bytes of a request; `decode_*` reads the bytes of a reply and raises by its status.
"""
