"""Write the tables of `docs/explanation/engines.md` from `vectorm/spec/feature.py`.

python tools/engines_page.py            write the page
python tools/engines_page.py --check    exit 1 when it is stale
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from vectorm.spec.feature import DATA_TYPES, Feature, Support

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "engines.md"
HEAD = "| {} | Milvus Lite 3 | Milvus Lite 2 | Milvus since |\n|---|---|---|---|\n"


def table(title: str, rows: Iterable[tuple[str, Support]]) -> str:
    """A table with a line for each feature."""
    lines = [f"| {name} | {_mark(has.lite)} | {_mark(has.lite2)} | {_version(has)} |\n" for name, has in rows]
    return HEAD.format(title) + "".join(lines)


def tables() -> dict[str, str]:
    """The tables of the page by the comment above them."""
    return {
        "features": table("feature", ((_feature(each), each.value) for each in Feature)),
        "data types": table("type", ((f"`{each.name}`", support) for each, support in DATA_TYPES.items())),
    }


def written(page: str) -> str:
    """The page with its tables as they are in the code."""
    for mark, text in tables().items():
        page = re.sub(rf"(?<=<!-- {mark} -->\n)(\|.*\n)+", text.replace("\\", r"\\"), page)
    return page


def _feature(feature: Feature) -> str:
    return re.split("[:;]", feature.value.what)[0]


def _mark(has: bool) -> str:
    return "yes" if has else "-"


def _version(support: Support) -> str:
    return ".".join(map(str, support.since))


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    page = PAGE.read_text("utf-8")
    if arguments == ["--check"]:
        return int(written(page) != page)
    PAGE.write_text(written(page), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
