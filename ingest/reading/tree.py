"""Tree: the light dependency tree that reading works on; nothing from here on knows spaCy."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Token:
    """A word, or a whole name. `type` and `entity` are empty unless it is a name; `hole` names a question's variable."""

    i: int
    text: str
    start: int
    end: int
    lemma: str = ""
    tag: str = ""
    pos: str = ""
    dep: str = ""
    type: str = ""
    entity: str = ""
    hole: str = ""
    head: Token = field(init=False)
    lower: str = field(init=False)
    children: list[Token] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self
        self.lower = self.text.lower()

    @property
    def is_root(self) -> bool:
        return self.head is self

    @property
    def lefts(self) -> list[Token]:
        return [child for child in self.children if child.i < self.i]

    def kids(self, *deps: str) -> list[Token]:
        return [child for child in self.children if child.dep in deps]

    def subtree(self) -> list[Token]:
        """The token and all below it, in order of the text."""
        found, todo = [], [self]
        while todo:
            token = todo.pop()
            found.append(token)
            todo.extend(token.children)
        return sorted(found, key=lambda token: token.i)

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"
