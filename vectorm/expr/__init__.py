"""The filter tree: literals, nodes, rendering to Milvus's filter language, evaluation on Python objects.

May import `enums` and `errors` only. Text reaches a filter through `literal` and nowhere else, so that a Python value
can never change what a filter means.
"""
