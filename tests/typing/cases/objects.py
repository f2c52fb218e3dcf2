"""Objects of models. A line marked `# error` is one in both checkers; no other line is."""

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Color, Doc, Kinds, Source
from vectorm import HNSW, FloatVector, Mapped, Model, field, vector

doc = Doc(id=1, title="x", dense=[0.1, 0.2, 0.3, 0.4])
full = Doc(id=1, title="x", year=None, tags=["a"], source=Source(url="u"), at=datetime.now(), dense=np.zeros(4))
auto = Auto(v=(1, 2))
kinds = Kinds(half=[1], small=[1], bits=b"ab", sparse={1: 0.5})

# What values are.
assert_type(doc.id, int)
assert_type(doc.year, int | None)
assert_type(doc.tags, list[str])
assert_type(doc.color, Color)
assert_type(doc.source, Source | None)
assert_type(doc.meta, dict[str, Any])
assert_type(doc.dense, NDArray[np.float32])
assert_type(doc.maybe, NDArray[np.float32] | None)
assert_type(doc.words, dict[int, float])
assert_type(kinds.half, NDArray[np.float16])
assert_type(kinds.small, NDArray[np.int8])
assert_type(kinds.bits, NDArray[np.uint8])
assert_type(auto.id, int)
assert_type(auto.extras, dict[str, Any])

# What can be assigned.
doc.year = None
doc.title = "y"
doc.dense = [1.0, 2.0, 3.0, 4.0]
doc.dense = np.zeros(4, np.float32)
doc.maybe = None
doc.tags.append("x")
auto.extras["more"] = 1

# What cannot.
doc.title = 3  # error
doc.year = "2020"  # error
doc.dense = "text"  # error
doc.dense = None  # error
doc.words = [0.1]  # error
doc.tags = ("a", "b")  # error
doc.color = "red"  # error
doc.titel = "x"  # error
doc.tags.append(1)  # error
_ = doc.nothing  # error
_ = doc.year + 1  # error
_ = doc.title.like("x")  # error
Doc(titel="x")  # error
Doc()  # error
Doc(id="1", title="x", dense=[1.0])  # error
Doc(id=1, title=2, dense=[1.0])  # error
Doc(id=1, title="x", dense="x")  # error
Doc(id=1, title="x", dense=[1.0], made=[1.0])  # error
Doc(id=1, title="x", dense=[1.0], words={1: 0.5})  # error
Doc(1, "x")  # error
Auto(id=1, v=[1.0])  # error
Auto(v=[1.0], note="n")  # error


# What cannot be declared.
class Bad(Model, collection="bad"):
    id: Mapped[int] = field(primary_key=True)
    a: Mapped[int] = field(default="x")  # error
    b: Mapped[str] = field(default=None)  # error
    c: Mapped[list[str]] = field(default_factory=dict)  # error
    d: Mapped[str] = field(max_lenght=3)  # error
    e: Mapped[FloatVector] = vector(dim="4")  # error
    f: Mapped[FloatVector] = vector(dim=4, index=HNSW(efc=3))  # error
    g: Mapped[FloatVector] = vector(dim=4, index="HNSW")  # error
    h: Mapped[int] = 3  # error
