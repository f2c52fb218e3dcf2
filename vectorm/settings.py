"""`Config` under the path it has in PyMilvus. vectorm sets up no logging, so there is no `init_log`."""

from vectorm.client.defaults import DefaultConfig as Config

__all__ = ["Config"]
