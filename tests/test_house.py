"""The rules of the house that no linter holds. Each test lists what breaks its rule, so a red one says what to mend."""

from __future__ import annotations

import ast
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORE = ROOT / "rorf_data"
PAGES = ROOT / "pages"
MIGRATIONS = CORE / "store" / "migrations"
VISITED = [PAGES / room for room in ("see", "share", "manage")]

TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    ".requirements",
    ".streamlit",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "app.py",
    "benchmarks",
    "docs",
    "pages",
    "pyproject.toml",
    "rorf_data",
    "sample_data",
    "static",
    "tests",
}

# Where the core meets the world: the command line, one installation opened, and the moment a load is stamped with.
DOORS = [CORE / "__main__.py", CORE / "workplace.py", CORE / "store" / "load.py"]

LONGEST_PAGE = 80
LONGEST_FUNCTION = 45
LONGEST_MODULE = 400

STYLING = re.compile(r"<style|unsafe_allow_html|st\.html\(")
SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT INTO|DELETE FROM|UPDATE\b.+\bSET)\b")
LINT_IGNORE = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?|type:\s*ignore(?:\[[\w\-, ]+\])?)")
# Put together here, so that this file doesn't hold what it looks for.
REGISTRY = re.compile(
    rf"\b({'|'.join(('pypi', 'python' + 'hosted', 'npm' + 'js', 'debian', 'crates'))})\.(org|io|com)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])(/(root|home|work|Users)/\w|[A-Z]:\\Users\\\w)")


def test_nothing_new_lies_at_the_top() -> None:
    """The top of the repository holds the rooms of the house and nothing else."""
    assert {path.relative_to(ROOT).parts[0] for path in kept_files()} - TOP_LEVEL == set()


def test_no_page_lies_directly_in_pages() -> None:
    """Streamlit would serve such a file past the frame on a fresh server."""
    assert sorted(PAGES.glob("*.py")) == []


def test_a_page_is_short_and_defines_nothing() -> None:
    """A page of more than 80 lines, or with a def, class, try, styling or SQL in it, is doing another room's work."""
    assert [fault for path in pages() for fault in faults_of_a_page(path)] == []


def test_every_page_is_in_the_frames_list() -> None:
    """A page that the frame does not name can't be reached."""
    frame = "\n".join(read(path) for path in [ROOT / "app.py", *(PAGES / "_shared").glob("*.py")])

    assert [name for path in pages() if (name := path.relative_to(ROOT).as_posix()) not in frame] == []


def test_functions_are_short() -> None:
    """A function of more than 45 lines, docstring aside, wants to be several; a migration is a list of steps."""
    assert [
        f"{place(path, function)} {function.name}: {length} lines"
        for path in [*modules(CORE), *modules(PAGES), ROOT / "app.py"]
        for function in functions(path)
        if MIGRATIONS not in path.parents
        if (length := length_of(function)) > LONGEST_FUNCTION
    ] == []


def test_modules_are_short() -> None:
    """A module of more than 400 lines holds two subjects."""
    assert [
        f"{path.relative_to(ROOT)}: {length} lines"
        for path in [*modules(CORE), *modules(PAGES)]
        if (length := len(read(path).splitlines())) > LONGEST_MODULE
    ] == []


def test_every_test_says_what_is_true() -> None:
    """The docstring of a test is the sentence that it holds the program to."""
    assert [
        f"{place(path, function)} {function.name}"
        for path in modules(ROOT / "tests")
        for function in functions(path)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ] == []


def test_every_public_function_of_the_core_says_what_it_answers() -> None:
    """Functions, methods and classes without a leading underscore carry a docstring."""
    assert [
        f"{place(path, node)} {node.name}"
        for path in modules(CORE)
        for node in public_definitions(ast.parse(read(path)))
        if not ast.get_docstring(node)
    ] == []


def test_every_lint_ignore_carries_its_reason() -> None:
    """Whoever meets an ignored rule learns on the same line why."""
    assert [
        f"{path.relative_to(ROOT)}:{line}"
        for path in kept_files()
        if path.suffix == ".py"
        for line, comment in comments(path)
        if (ignore := LINT_IGNORE.search(comment)) and not re.search(r"\w{2,}", comment[ignore.end() :])
    ] == []


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    """Where packages come from, and where somebody keeps their files, is their own machine's business."""
    assert [
        f"{path.relative_to(ROOT)}:{number}: {found.group()}"
        for path in kept_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if (found := REGISTRY.search(line) or MACHINE_PATH.search(line))
    ] == []


def test_the_locks_carry_hashes_and_no_address() -> None:
    """Every package in a lock is pinned to one version with its hashes, and no line says where to fetch it."""
    for lock in sorted((ROOT / ".requirements").glob("*.txt")):
        text = read(lock)
        pins = re.findall(r"^[A-Za-z0-9._-]+==\S+.*$", text, flags=re.MULTILINE)

        assert pins, lock.name
        assert [pin for pin in pins if not pin.endswith("\\")] == [], lock.name
        assert re.findall(r"://|^--|^-[a-z]", text, flags=re.MULTILINE) == [], lock.name


def test_every_dependency_has_its_reason() -> None:
    """docs/decisions says of every dependency why it is there, under its own name."""
    reasons = "\n".join(read(path) for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert [name for name in dependencies() if f"**{name}**" not in reasons] == []


def test_the_readmes_commands_exist() -> None:
    """Every ``make`` word in the README is a target of the Makefile, and every target has its line there."""
    targets = set(re.search(r"^\.PHONY: (.+)$", read(ROOT / "Makefile"), flags=re.MULTILINE)[1].split())  # type: ignore[index]  # a Makefile without the line is a failure all the same
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(code_of(read(ROOT / "README.md")))))

    assert named == targets


def test_the_core_reaches_for_no_clock_and_no_environment() -> None:
    """Today and the environment are arguments; they are read at the three doors alone."""
    assert [
        f"{place(path, node)} {ast.unparse(node)}"
        for path in modules(CORE)
        if path not in DOORS
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Attribute) and reaches_out(node)
    ] == []


def reaches_out(node: ast.Attribute) -> bool:
    """Whether an attribute is the clock (``date.today``, ``datetime.now``) or the environment (``os.environ``)."""
    return (ast.unparse(node.value), node.attr) in {
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("os", "environ"),
        ("os", "getenv"),
        ("time", "time"),
        ("pd.Timestamp", "now"),
        ("pd.Timestamp", "today"),
    }


def faults_of_a_page(path: Path) -> Iterator[str]:
    """What a page holds that a page should not."""
    text, name = read(path), path.relative_to(ROOT)
    if (length := len(text.splitlines())) > LONGEST_PAGE:
        yield f"{name}: {length} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Try):
            yield f"{place(path, node)}: {type(node).__name__}"
    for pattern, what in [(STYLING, "styling"), (SQL, "SQL")]:
        if pattern.search(text):
            yield f"{name}: {what}"


def dependencies() -> list[str]:
    """The names of all packages that pyproject.toml asks for."""
    tables = tomllib.loads(read(ROOT / "pyproject.toml"))
    asked = [
        *tables["project"]["dependencies"],
        *(name for names in tables["project"]["optional-dependencies"].values() for name in names),
        *(name for names in tables["dependency-groups"].values() for name in names),
    ]
    return sorted({re.split(r"[\[<>=!~ ]", entry)[0] for entry in asked})


def pages() -> list[Path]:
    """The files that a person can open as a page."""
    return sorted(path for room in VISITED for path in room.rglob("*.py") if path.name != "__init__.py")


def modules(folder: Path) -> list[Path]:
    """The Python files under a folder."""
    return sorted(folder.rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_definitions(
    within: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions, classes and the methods of these classes that have no leading underscore."""
    for node in within.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    assert function.end_lineno
    whole = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None or first.end_lineno is None:
        return whole
    return whole - (first.end_lineno - first.lineno + 1)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """The comments of a module with their line numbers."""
    with path.open("rb") as lines:
        for token in tokenize.tokenize(lines.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def code_of(text: str) -> list[str]:
    """The blocks and words that a Markdown text marks as code."""
    return re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)


def kept_files() -> list[Path]:
    """The files that git keeps, or would keep if they were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, and nothing of one that is no text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def read(path: Path) -> str:
    """The text of a source file."""
    return path.read_text(encoding="utf-8")


def place(path: Path, node: ast.stmt | ast.expr | ast.AST) -> str:
    """File and line of a piece of code."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
