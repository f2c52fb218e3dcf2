"""Text analyzers."""

from vectorm.errors import ServerError
from vectorm.ops.context import Context
from vectorm.ops.policy import send
from vectorm.ops.step import Op, Rpc
from vectorm.spec.analyzer import AnalyzerRun, Token
from vectorm.spec.feature import Feature
from vectorm.wire import analyzer as wire


def run(ctx: Context, wanted: AnalyzerRun) -> Op[list[list[Token]]]:
    """The tokens of each text."""
    ctx.capabilities.require(Feature.FIELD_ANALYZERS if wanted.collection else Feature.ANALYZERS)
    rpc = Rpc("RunAnalyzer", wire.encode_run(wanted), wire.decode_run, collection=wanted.collection)
    found = yield from send(rpc)
    if len(found) != len(wanted.texts):
        raise ServerError(message=f"the server answered for {len(found)} of {len(wanted.texts)} texts")
    return found
