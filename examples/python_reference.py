"""The Python language reference as clean paragraphs, from the copy that every Python carries for `help()`.

Input of `ask_python.py`. The pages are plain text with the left-overs of a markup: underlined headings, `*emphasis*`,
bullets, footnote marks, indented code.
"""

import re
from dataclasses import dataclass
from pydoc_data.topics import topics
from textwrap import dedent

UNDERLINE = re.compile(r"""([*=~"'^+#-])\1{2,}""")
FOOTNOTES = "-[ Footnotes ]-"
LABEL = re.compile(r"(?:Note|Tip|Hint|Warning|Important|See also):|\*\*\w+ code:\*\* .*|=+")
EXAMPLE = re.compile(r"(?:[\w ]+ )?(?:[Ee]xamples?|Syntax):")  # "For example:", "Some examples:"
BULLET = re.compile(r"\A(?:[*•-]|\d+\.|\[\d+\]) +")
CODE = re.compile(r"(?:>>> |@\w|(?:def|class|import|from) \w+|\w+ = |\w+ +::=|\+[-=]{3,})")  # Python, grammar, a table
SINCE = re.compile(r"(?:New|Added|Changed|Deprecated) (?:in|since) version 3\.(\d+)")
TERM = re.compile(r"\A(?![*•] |\d|\[)([^\n]*[^\n.,:;])\n {2,}")  # a term, its explanation indented below
LEFTOVERS = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\*\*(\w[^*]*)\*\*"), r"\1"),  # **bold**
    (re.compile(r"(?<![\w*\"'/(])\*([^\W\d][\w -]*)\*(?![\w*\"'])"), r"\1"),  # *emphasis*, but not *args
    (re.compile(r" ?\[\d+\](?=[\s.,;:)]|$)"), ""),  # footnote marks
    (re.compile(r"(?<=[a-z])- (?=[a-z])(?!and |or )"), "-"),  # words broken at their hyphen
)


@dataclass
class Paragraph:
    """One paragraph of prose with the example below it.

    Attributes:
        topic: Name of the help topic: `help("with")` shows all of it.
        title: The section and, after ": ", the method, class or command that is described.
        text: The prose, in one line.
        code: The example or grammar below it, "" if none.
    """

    topic: str
    title: str
    text: str
    code: str = ""

    @property
    def since(self) -> int | None:
        """The newest Python 3 whose changes the paragraph tells: 8 for "New in version 3.8"."""
        return max(map(int, SINCE.findall(self.text)), default=None)


def paragraphs() -> list[Paragraph]:
    """All paragraphs of the reference, each once, under the most special topic that has it."""
    found: dict[str, Paragraph] = {}
    for topic, page in sorted(topics.items(), key=lambda item: len(item[1])):
        for paragraph in _read_page(topic, page):
            if len(paragraph.text.split()) > 6:
                found.setdefault(paragraph.text, paragraph)
    return list(found.values())


def _read_page(topic: str, page: str) -> list[Paragraph]:
    """Split a page at its blank lines: headings and signatures become titles, code joins the paragraph above it."""
    blocks = re.split(r"\n(?:[ \t]*\n)+", page.strip("\n"))
    found: list[Paragraph] = []
    section, entry, entry_indent, above = topic, "", 0, ""
    for block, below in zip(blocks, [*blocks[1:], ""], strict=True):
        body, indent = block.strip(), _indent(block)
        first_line, _, last_line = body.partition("\n")
        if UNDERLINE.fullmatch(last_line) or body == FOOTNOTES:
            section, entry, above = clean(first_line.strip("-[ ]")).replace('"', ""), "", ""
        elif LABEL.fullmatch(body):
            continue
        elif _is_signature(block, below):
            entry, entry_indent, above = first_line.removeprefix("class "), indent, ""
        elif _is_code(block, above):
            if above:
                found[-1].code = f"{found[-1].code}\n\n{dedent(block)}".strip("\n")
        elif above and EXAMPLE.fullmatch(body):
            found[-1].text += f" {body}"
            above = block
        else:
            entry = entry if indent > entry_indent else ""
            found.append(Paragraph(topic, f"{section}: {entry}" if entry else section, clean(dedent(block))))
            above = block
    return found


def clean(text: str) -> str:
    """Text in one line, without its markup."""
    text = BULLET.sub("", TERM.sub(r"\1: ", text))
    for pattern, replacement in LEFTOVERS:
        text = pattern.sub(replacement, text)
    return text.strip()


def _indent(block: str) -> int:
    return len(block) - len(block.lstrip())


def _is_signature(block: str, below: str) -> bool:
    """`str.join(iterable)`: a line that is no sentence, above indented prose."""
    return _indent(below) > _indent(block) and block[-1] not in ".:," and bool(re.match(r'\s*[A-Z“"*!]', below))


def _is_code(block: str, above: str) -> bool:
    """Code is known by its first words, or stands indented below a paragraph that goes on (no full stop)."""
    body = block.strip()
    indented = bool(above) and _indent(block) > _indent(above) and above[-1] != "."
    return bool(CODE.match(body)) or (indented and not BULLET.match(body))
