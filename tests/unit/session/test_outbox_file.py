"""The file of an outbox: what is whole stays, what is torn is cut, what is damaged is told; one writer."""

import os
import resource
import stat
from pathlib import Path

import pytest

from vectorm.errors import OutboxError, OutboxLocked
from vectorm.session.outbox_file import HEADER, OutboxFile, read_records

BODIES = [b"first", b"", b"\xffREC and more", bytes(range(250, 256))]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for the disk."""

    def sync(_fd: int) -> None:
        pass

    monkeypatch.setattr(os, "fsync", sync)


def opened(path: Path, most_bytes: int = 1 << 20) -> OutboxFile:
    return OutboxFile(path, most_bytes)


def written(path: Path) -> list[int]:
    """Write four records to a file; where each ends."""
    file = opened(path)
    ends: list[int] = []
    for number, body in enumerate(BODIES):
        file.append({"number": number}, [body[:2], body[2:]])
        ends.append(path.stat().st_size)
    file.sync()
    file.close()
    return ends


def test_records_come_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    written(path)
    file = opened(path)
    assert [record.head["number"] for record in file.records] == [0, 1, 2, 3]
    assert [file.body(record) for record in file.records] == BODIES
    assert [record.head["number"] for record in read_records(path)] == [0, 1, 2, 3]
    file.close()


def test_a_file_cut_at_any_byte_has_the_records_that_are_whole_and_takes_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    ends = written(path)
    whole = path.read_bytes()
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        file = opened(path)
        kept = [record.head["number"] for record in file.records]
        assert kept == [number for number, end in enumerate(ends) if end <= size], size
        file.append({"number": 9}, [b"new"])
        file.close()
        assert [record.head["number"] for record in read_records(path)] == [*kept, 9], size


def test_a_changed_byte_is_never_passed_over(tmp_path: Path) -> None:
    """In the last record it is taken for a torn tail; before whole records it is told, and nothing is cut."""
    path = tmp_path / "a.outbox"
    ends = written(path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[place] ^= 0x55
        path.write_bytes(spoiled)
        if place >= ends[-2]:
            assert [record.head["number"] for record in read_records(path)] == [0, 1, 2], place
            continue
        with pytest.raises(OutboxError, match=r"a\.outbox (is damaged at byte|is no outbox)"):
            opened(path)
        assert path.read_bytes() == spoiled


def test_zeros_after_a_crash_of_the_machine_are_a_torn_tail(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    ends = written(path)
    path.write_bytes(path.read_bytes()[: ends[1]] + bytes(5000))
    file = opened(path)
    assert len(file.records) == 2
    assert path.stat().st_size == ends[1]
    file.close()


def test_one_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    file = opened(path)
    with pytest.raises(OutboxLocked, match=rf"outbox {path} is in use"):
        opened(path)
    file.rewrite([])
    with pytest.raises(OutboxLocked):  # the new file under the old name is locked too
        opened(path)
    file.close()
    opened(path).close()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    path.touch(0o644)
    file = opened(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.rewrite([])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.close()


def test_a_forked_child_cannot_write_and_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    file = opened(path)
    told, tell = os.pipe()
    go_on, release = os.pipe()
    child = os.fork()
    if not child:
        try:
            file.append({"number": 1})
        except OutboxError as error:
            os.write(tell, str(error).encode())
        os.read(go_on, 1)
        os._exit(0)
    message = os.read(told, 4096).decode()
    file.close()
    opened(path).close()  # while the child lives
    os.write(release, b"x")
    os.waitpid(child, 0)
    assert f"outbox {path} belongs to process {os.getpid()}" in message
    assert path.read_bytes() == HEADER


def test_rewriting_keeps_what_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    written(path)
    file = opened(path)
    kept = file.rewrite([({"number": 3, "new": True}, file.records[3]), ({"number": 0}, file.records[0]), ({}, None)])
    assert [file.body(record) for record in kept] == [BODIES[3], BODIES[0], b""]
    file.append({"number": 7})
    file.close()
    assert [dict(record.head) for record in read_records(path)] == [
        {"number": 3, "new": True},
        {"number": 0},
        {},
        {"number": 7},
    ]
    assert [each.name for each in tmp_path.iterdir()] == ["a.outbox"]


def test_a_rewriting_that_fails_leaves_no_file_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    written(path)
    file = opened(path)
    kept = file.records[1]
    with pytest.raises(TypeError, match="not JSON serializable"):
        file.rewrite([({}, kept), ({"number": object()}, kept)])
    assert file.body(kept) == BODIES[1]
    assert [each.name for each in tmp_path.iterdir()] == ["a.outbox"]
    file.close()


def test_a_new_name_that_is_not_on_the_disk_is_told_by_the_next_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are known by their new places all the same."""
    path = tmp_path / "a.outbox"
    written(path)
    file = opened(path)
    broken = [True]

    def sync(fd: int) -> None:
        if broken and stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", sync)
    [record] = file.rewrite([({}, file.records[3])])
    assert file.body(record) == BODIES[3]
    for _ in range(2):
        with pytest.raises(OutboxError, match="Input/output error"):
            file.sync()
    broken.clear()
    file.sync()
    file.close()


def test_an_unfinished_rewriting_is_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    written(path)
    (tmp_path / "a.outbox.new").write_bytes(b"half")
    file = opened(path)
    file.rewrite([({}, record) for record in file.records])
    assert len(read_records(path)) == 4
    file.close()


@pytest.mark.parametrize(
    ("name", "reason"), [("missing/a.outbox", "No such file"), (".", "Is a directory"), ("other", "is no outbox")]
)
def test_what_cannot_be_opened_is_told_with_its_path(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "other").write_text("something else")
    with pytest.raises(OutboxError, match=reason) as caught:
        opened(tmp_path / name)
    assert str(tmp_path) in caught.value.message


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """The largest size of a file stands for a full disk."""
    path = tmp_path / "a.outbox"
    written(path)
    file = opened(path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(OutboxError, match=f"outbox {path}: File too large"):
            file.append({}, [bytes(5000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    file.append({"number": 4})
    file.close()
    assert [record.head["number"] for record in read_records(path)] == [0, 1, 2, 3, 4]
