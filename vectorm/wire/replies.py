"""What several replies have in common."""

from vectorm.wire.messages import IDs, Status


def decode_ids(ids: IDs) -> list[int] | list[str]:
    """Primary keys of either type."""
    return list(ids.str_id.data) if ids.WhichOneof("id_field") == "str_id" else list(ids.int_id.data)


def cost(status: Status) -> int:
    """The server's cost of a request; 0 where it does not say."""
    value = status.extra_info.get("report_value", "")
    return int(value) if value.isdigit() else 0
