"""What the connected engine can do."""

from collections.abc import Callable
from enum import Enum

from vectorm.enums import DataType
from vectorm.errors import Unsupported
from vectorm.records import dataclass
from vectorm.spec.feature import DATA_TYPES, Feature, Support


class Engine(str, Enum):
    """Kinds of servers that speak the protocol."""

    LITE = "Milvus Lite"
    MILVUS = "Milvus"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Engine, version and features of a server, from its Connect reply."""

    engine: Engine
    version: str
    features: frozenset[Feature]
    data_types: frozenset[DataType]

    def can(self, feature: Feature) -> bool:
        """Whether the engine has a feature."""
        return feature in self.features

    def require(self, feature: Feature) -> None:
        """Refuse what the engine cannot do.

        Raises:
            Unsupported: Names the feature and the version of Milvus that has it.
        """
        if not self.can(feature):
            major, minor = feature.value.since
            since = f"since Milvus {major}.{minor}"
            raise Unsupported(message=f"{self.label} has no {feature.value.what} ({since}); nothing was sent")

    @property
    def label(self) -> str:
        """Engine and version, for messages."""
        return f"{self.engine.value} {self.version}".rstrip()


def capabilities_of(build: str, deploy_mode: str) -> Capabilities:
    """The capabilities of a server by its Connect reply.

    Args:
        build: `server_info.build_tags`: `v2.3.5-lite`, `milvus_lite-3.2.2`, `2.5.10`.
        deploy_mode: `server_info.deploy_mode`; Milvus Lite says `embedded` and leaves the version to
            GetVersion; Milvus Lite 2 says nothing.
    """
    if not build and not deploy_mode:
        return _capabilities(Engine.LITE, "2.x", lambda support: support.lite2)
    if deploy_mode.lower() == "embedded" or build.startswith("milvus_lite"):
        return _capabilities(Engine.LITE, build.partition("-")[2], lambda support: support.lite)
    version = build.removeprefix("v").partition("-")[0]
    number = _version_number(version)
    return _capabilities(Engine.MILVUS, version, lambda support: number >= support.since)


def _capabilities(engine: Engine, version: str, has: Callable[[Support], bool]) -> Capabilities:
    return Capabilities(
        engine=engine,
        version=version,
        features=frozenset(feature for feature in Feature if has(feature.value)),
        data_types=frozenset(data_type for data_type, support in DATA_TYPES.items() if has(support)),
    )


def _version_number(version: str) -> tuple[int, ...]:
    """`2.3.5` as a tuple; a version that cannot be read counts as the newest."""
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (99,)
