"""The tags of the service in memory: what they are, which documents carry them, what is suggested."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from indexer import protocol
from indexer.errors import BadRequest
from indexer.formats import format_of


class Tagged(Protocol):
    path: bytes
    tags: tuple[str, ...]


@dataclass
class TagShelf:
    """`documents` are those of the service; `changed` tells clients."""

    documents: list[Tagged]
    changed: Callable[..., None]
    tags: dict[str, protocol.TagState] = field(default_factory=dict)
    removed: dict[str, protocol.TagState] = field(default_factory=dict)
    suggestions: list[protocol.Suggestion] = field(default_factory=list)
    refused: set[tuple[bytes, str]] = field(default_factory=set)
    rules: dict[str, protocol.Rule] = field(default_factory=dict)
    removed_rules: dict[str, protocol.Rule] = field(default_factory=dict)
    moved: list[tuple[bytes, bytes]] = field(default_factory=list)
    made: float = 1.0  # when what is suggested next is found out

    def suggest(self, path: bytes, tag: str, because: str, text: str, *, rule: str = "") -> None:
        """It is suggested from now on, by a rule where one is named; `because` is a part of the document's `text`."""
        folder = self.rules[rule].folder if rule else None
        start = text.index(because)
        name, modified = os.path.basename(path).decode(), os.stat(path).st_mtime
        self.suggestions.append(
            protocol.Suggestion(
                path,
                name,
                format_of(name).kind,
                900,
                modified,
                0.97,
                because,
                start,
                start + len(because),
                tag=tag,
                rule=rule,
                folder=folder,
                made=self.made,
            )
        )

    def answer(self, request: protocol.Request) -> protocol.Answer | None:
        """None: it is no question about tags."""
        match request:
            case protocol.GetTags():
                return self._list()
            case protocol.CreateTag(name, description):
                if name in self.tags:
                    raise BadRequest("tag_exists", f"There is a tag “{name}” already.")
                self.tags[name] = protocol.TagState(name, description)
            case protocol.DescribeTag(name, description, new_name, quiet):
                self._describe(name, description, new_name, quiet)
            case protocol.RemoveTag(name):
                self.removed[name] = self.tags.pop(name)
            case protocol.RestoreTag(name):
                self.tags[name] = self.removed.pop(name)
            case protocol.SetMarks(marks):
                before = tuple(self._mark(mark) for mark in marks)
                self.changed("tags")
                return protocol.MarksBefore(before)
            case protocol.GetMarks(paths):
                files = (protocol.FileTags(each.path, each.tags) for each in self.documents if each.path in paths)
                return protocol.MarkList(tuple(files))
            case protocol.GetSuggestions(limit, tag, rule, path):
                found = [each for each in self._open() if tag in ("", each.tag) and path in (None, each.path)]
                found = [each for each in found if rule in ("", each.rule)]
                return protocol.SuggestionList(tuple(found[:limit]), len(found))
            case protocol.GetRules():
                return self._list_rules()
            case protocol.SetRule(rule, name):
                if not (rule.tag or rule.folder or rule.notify):
                    raise BadRequest("bad_rule", "A rule leads to a tag, to a folder, or to a notice.")
                self.rules.pop(name, None)
                self.rules[rule.name] = rule
            case protocol.RemoveRule(name):
                self.removed_rules[name] = self.rules.pop(name)
            case protocol.RestoreRule(name):
                self.rules[name] = self.removed_rules.pop(name)
            case protocol.MoveFile(path, folder):
                self.moved.append((path, folder))
                self.changed("tags")
                return protocol.Moved(os.path.join(folder, os.path.basename(path)))
            case protocol.SuggestTags():
                return protocol.TaskStarted(1)
            case _:
                return None
        self.changed("tags")
        return protocol.Done()

    def _list(self) -> protocol.TagList:
        waiting = self._open()
        states = []
        for name in sorted({*self.tags, *(tag for document in self.documents for tag in document.tags)}):
            state = self.tags.setdefault(name, protocol.TagState(name))
            carried = sum(name in document.tags for document in self.documents)
            suggested = sum(each.tag == name for each in waiting)
            states.append(msgspec.structs.replace(state, documents=carried, suggested=suggested))
        return protocol.TagList(tuple(states), len(waiting))

    def _list_rules(self) -> protocol.RuleList:
        states = []
        for rule in self.rules.values():
            waiting = [each for each in self._open() if each.rule == rule.name]
            newest = max((each.made for each in waiting), default=0.0)
            states.append(protocol.RuleState(rule, suggested=len(waiting), newest=newest))
        return protocol.RuleList(tuple(states))

    def _open(self) -> list[protocol.Suggestion]:
        carried = {document.path: document.tags for document in self.documents}
        return [
            each
            for each in self.suggestions
            if each.tag not in carried.get(each.path, ())
            and (each.path, each.rule or each.tag) not in self.refused
            and (each.folder is None or self._folder_of(each.path) != each.folder)
        ]

    def _folder_of(self, path: bytes) -> bytes:
        """Where a file lies, after all that was moved."""
        for before, folder in self.moved:
            path = os.path.join(folder, os.path.basename(path)) if path == before else path
        return os.path.dirname(path)

    def _describe(self, name: str, description: str | None, new_name: str | None, quiet: bool | None) -> None:
        state = self.tags.pop(name)
        if description is not None:
            state = msgspec.structs.replace(state, description=description)
        if quiet is not None:
            state = msgspec.structs.replace(state, quiet=quiet)
        self.tags[new_name or name] = msgspec.structs.replace(state, name=new_name or name)

    def _mark(self, mark: protocol.Mark) -> protocol.Mark:
        document = next(each for each in self.documents if each.path == mark.path)
        if mark.tag:
            self.tags.setdefault(mark.tag, protocol.TagState(mark.tag))
        key = (mark.path, mark.rule or mark.tag)
        was = True if mark.tag in document.tags else False if key in self.refused else None
        document.tags = tuple(tag for tag in document.tags if tag != mark.tag)
        self.refused.discard(key)
        if mark.carried and mark.tag:
            document.tags = tuple(sorted((*document.tags, mark.tag)))
        elif mark.carried is False:
            self.refused.add(key)
        return protocol.Mark(mark.path, mark.tag, was, mark.rule)
