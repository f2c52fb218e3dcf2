"""Objects of models. A line marked `# error` is one in both checkers; no other line is."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Child, Color, Doc, Kinds, Level, Scalars, Source

doc = Doc(id=1, title="x", dense=[0.1, 0.2, 0.3, 0.4])
full = Doc(id=1, title="x", year=None, tags=["a"], source=Source(url="u"), at=datetime.now(), dense=np.zeros(4))
auto = Auto(v=(1, 2))
kinds = Kinds(half=[1], small=[1], bits=b"ab", sparse={1: 0.5})
scalars = Scalars(id=1, source=Source(url="u"), v=[1.0], kind="b", place="POINT (1 2)", moment="2025-01-01T00:00:00Z")
child = Child(id=1, name="x", v=[1.0])

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
assert_type(kinds.brain, NDArray[np.float32] | None)
assert_type(kinds.sparse, dict[int, float])
assert_type(scalars.i16, int | None)
assert_type(scalars.f32, float)
assert_type(scalars.f64, float | None)
assert_type(scalars.long, str)
assert_type(scalars.day, date | None)
assert_type(scalars.hour, time | None)
assert_type(scalars.span, timedelta | None)
assert_type(scalars.raw, bytes | None)
assert_type(scalars.level, Level)
assert_type(scalars.kind, Literal["a", "b"])
assert_type(scalars.source, Source)
assert_type(scalars.flags, list[bool])
assert_type(scalars.days, list[date])
assert_type(scalars.place, str | None)
assert_type(scalars.moment, datetime | None)
assert_type(child.id, int)
assert_type(child.name, str)
assert_type(child.v, NDArray[np.float32])

# What can be assigned.
doc.year = None
doc.title = "y"
doc.dense = [1.0, 2.0, 3.0, 4.0]
doc.dense = np.zeros(4, np.float32)
doc.maybe = None
doc.tags.append("x")
auto.extras["more"] = 1
doc.source = Source(url="u")
doc.at = datetime.now()
scalars.kind = "b"
scalars.place = "POINT (3 4)"
scalars.moment = datetime.now()
scalars.days.append(date.today())
kinds.bits = np.zeros(2, np.uint8)
kinds.sparse = {7: 1.0}
child.id = 3

# What cannot.
doc.title = 3  # error: assignment | reportAttributeAccessIssue
doc.year = "2020"  # error: assignment | reportAttributeAccessIssue
doc.dense = "text"  # error: assignment | reportAttributeAccessIssue
doc.dense = None  # error: assignment | reportAttributeAccessIssue
doc.words = [0.1]  # error: assignment | reportAttributeAccessIssue
doc.tags = ("a", "b")  # error: assignment | reportAttributeAccessIssue
doc.color = "red"  # error: assignment | reportAttributeAccessIssue
doc.titel = "x"  # error: attr-defined | reportAttributeAccessIssue
doc.tags.append(1)  # error: arg-type | reportArgumentType
_ = doc.nothing  # error: attr-defined | reportAttributeAccessIssue
_ = doc.year + 1  # error: operator | reportOptionalOperand
_ = doc.title.like("x")  # error: attr-defined | reportAttributeAccessIssue
Doc(titel="x")  # error: call-arg | reportCallIssue
Doc()  # error: call-arg | reportCallIssue
Doc(id="1", title="x", dense=[1.0])  # error: arg-type | reportArgumentType
Doc(id=1, title=2, dense=[1.0])  # error: arg-type | reportArgumentType
Doc(id=1, title="x", dense="x")  # error: arg-type | reportArgumentType
Doc(id=1, title="x", dense=[1.0], made=[1.0])  # error: call-arg | reportCallIssue
Doc(id=1, title="x", dense=[1.0], words={1: 0.5})  # error: call-arg | reportCallIssue
Doc(1, "x")  # error: call-arg | reportCallIssue
doc.source = {"url": "u"}  # error: assignment | reportAttributeAccessIssue
doc.at = "2025-01-01"  # error: assignment | reportAttributeAccessIssue
doc.flag = "yes"  # error: assignment | reportAttributeAccessIssue
doc.score = "1.5"  # error: assignment | reportAttributeAccessIssue
doc.meta = []  # error: assignment | reportAttributeAccessIssue
kinds.bits = "0101"  # error: assignment | reportAttributeAccessIssue
kinds.sparse = [1.0]  # error: assignment | reportAttributeAccessIssue
kinds.half = "x"  # error: assignment | reportAttributeAccessIssue
scalars.kind = "c"  # error: assignment | reportAttributeAccessIssue
scalars.day = "2025-01-01"  # error: assignment | reportAttributeAccessIssue
scalars.span = 3  # error: assignment | reportAttributeAccessIssue
scalars.raw = "text"  # error: assignment | reportAttributeAccessIssue
scalars.level = 1  # error: assignment | reportAttributeAccessIssue
scalars.place = 3  # error: assignment | reportAttributeAccessIssue
scalars.moment = 3  # error: assignment | reportAttributeAccessIssue
scalars.source = None  # error: assignment | reportAttributeAccessIssue
scalars.flags.append("x")  # error: arg-type | reportArgumentType
scalars.days = ["2025-01-01"]  # error: list-item | reportAttributeAccessIssue
child.name = None  # error: assignment | reportAttributeAccessIssue
Scalars(id=1, v=[1.0])  # error: call-arg | reportCallIssue
Scalars(id=1, source=Source(url="u"), v=[1.0], kind="c")  # error: arg-type | reportArgumentType
Scalars(id=1, source=Source(url=1), v=[1.0])  # error: arg-type | reportArgumentType
Child(name="x")  # error: call-arg | reportCallIssue
Child(id=1, v=[1.0], nam="x")  # error: call-arg | reportCallIssue
Kinds(half=[1.0], small=[1], bits=b"ab", sparse=[1.0])  # error: arg-type | reportArgumentType
Kinds(half=[1.0], small=[1], bits="ab", sparse={1: 0.5})  # error: arg-type | reportArgumentType
Auto(id=1, v=[1.0])  # error: call-arg | reportCallIssue
Auto(v=[1.0], note="n")  # error: call-arg | reportCallIssue
