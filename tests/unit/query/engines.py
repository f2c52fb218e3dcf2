"""Capabilities of the engines that statements are built for."""

from vectorm.spec.capabilities import capabilities_of

LITE = capabilities_of("milvus_lite-3.2.2", "embedded")
MILVUS23 = capabilities_of("v2.3.5-lite", "STANDALONE")
MILVUS25 = capabilities_of("2.5.10", "STANDALONE")
MILVUS30 = capabilities_of("3.0.0", "STANDALONE")
