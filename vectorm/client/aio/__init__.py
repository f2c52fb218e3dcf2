"""The methods of `AsyncMilvusClient`, one file per resource."""
