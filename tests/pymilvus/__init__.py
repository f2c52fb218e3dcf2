"""The same script run by PyMilvus and by vectorm, with only the import changed."""
