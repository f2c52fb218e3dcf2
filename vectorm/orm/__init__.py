"""PyMilvus's module paths of the ORM-style API: `vectorm.orm.collection.Collection` is `vectorm.Collection`.

Names only; what they stand for is in `vectorm.client`. The object mapper is not here: `Model`, `Session`, `select`.
"""
