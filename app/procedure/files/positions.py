"""Where each value of a TOML text stands: the line of every key, table and list entry, by its path.

`tomllib` reads the values and says nothing of lines, so the tree of the text is walked beside it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Place = tuple[str | int, ...]

_TABLES = {"table", "table_array_element"}
_KEYS = {"bare_key", "quoted_key", "dotted_key"}


def positions(text: str) -> Mapping[Place, int]:
    """The line, from 1, of everything in a valid TOML text: ("limits", "appeal", "length") → 42.

    Entries of lists are numbered from 0. What is written in several pieces stands where it stands first.
    """
    found: dict[Place, int] = {}
    lists: dict[Place, int] = {}
    root = _parser().parse(text.encode()).root_node
    for node in root.named_children:
        if node.type == "pair":
            _pair(node, (), found)
        elif node.type in _TABLES:
            _table(node, found, lists)
    return found


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def _table(node: Node, found: dict[Place, int], lists: dict[Place, int]) -> None:
    key, *pairs = [child for child in node.named_children if child.type != "comment"]
    path: Place = ()
    names = _names(key)
    for name in names[:-1]:
        path = _current((*path, name), lists)
        _note(path, node, found)
    path = (*path, names[-1])
    if node.type == "table_array_element":
        _note(path, node, found)
        lists[path] = lists.get(path, -1) + 1
    path = _current(path, lists)
    _note(path, node, found)
    for pair in pairs:
        _pair(pair, path, found)


def _current(path: Place, lists: Mapping[Place, int]) -> Place:
    """Below the name of a list of tables, a header means the entry that was written last."""
    return (*path, lists[path]) if path in lists else path


def _pair(node: Node, under: Place, found: dict[Place, int]) -> None:
    key, value = [child for child in node.named_children if child.type != "comment"]
    path = under
    for name in _names(key):
        path = (*path, name)
        _note(path, node, found)
    _value(value, path, found)


def _value(node: Node, path: Place, found: dict[Place, int]) -> None:
    entries = [child for child in node.named_children if child.type != "comment"]
    if node.type == "inline_table":
        for pair in entries:
            _pair(pair, path, found)
    elif node.type == "array":
        for number, entry in enumerate(entries):
            _note((*path, number), entry, found)
            _value(entry, (*path, number), found)


def _names(key: Node) -> tuple[str, ...]:
    return tuple(_each_name(key))


def _each_name(key: Node) -> Iterator[str]:
    if key.type == "dotted_key":
        for part in key.named_children:
            if part.type in _KEYS:
                yield from _each_name(part)
    else:
        written = (key.text or b"").decode()
        yield _unquoted(written) if key.type == "quoted_key" else written


def _unquoted(written: str) -> str:
    """A quoted key as it reads; escapes are read by tomllib itself."""
    return next(iter(tomllib.loads(f"{written} = 0")))


def _note(path: Place, node: Node, found: dict[Place, int]) -> None:
    found.setdefault(path, node.start_point.row + 1)
