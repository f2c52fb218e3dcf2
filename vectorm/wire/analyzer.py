"""Text analyzers."""

from vectorm.spec.analyzer import AnalyzerRun, Token
from vectorm.wire.messages import RunAnalyzerRequest, RunAnalyzerResponse
from vectorm.wire.status import check


def encode_run(run: AnalyzerRun) -> bytes:
    """Cut texts into tokens."""
    return RunAnalyzerRequest(
        analyzer_params=run.params,
        placeholder=[each.encode() for each in run.texts],
        with_detail=run.with_detail,
        with_hash=run.with_hash,
        collection_name=run.collection,
        field_name=run.field,
        analyzer_names=run.names,
    ).SerializeToString()


def decode_run(data: bytes) -> list[list[Token]]:
    """The tokens of each text."""
    reply = RunAnalyzerResponse.FromString(data)
    check(reply.status)
    return [
        [
            Token(
                text=each.token,
                start=each.start_offset,
                end=each.end_offset,
                position=each.position,
                length=each.position_length,
                hash=each.hash,
            )
            for each in result.tokens
        ]
        for result in reply.results
    ]
