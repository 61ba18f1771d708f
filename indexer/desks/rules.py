"""Rules: made, changed, removed; and what they lead to, done."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.insight.tagging import LEARNS_FROM
from indexer.store.library import Library, display
from indexer.store.marks import Mark
from indexer.store.records import StoredFile
from indexer.store.targets import RULE, TAG, Target, Targets, by_id
from indexer.work import filing
from indexer.work.assessing import LIMITS, Assessing


@dataclass(frozen=True, slots=True)
class RulesDesk:
    """`look` is told each folder in which a file was moved."""

    library: Library
    targets: Targets
    assessing: Assessing
    changed: Callable[[], None]
    look: Callable[[bytes], None]

    def handlers(self) -> Handlers:
        return {
            protocol.GetRules: self.rules,
            protocol.SetRule: self.set,
            protocol.RemoveRule: self.remove,
            protocol.RestoreRule: self.restore,
            protocol.MoveFile: self.move,
        }

    def rules(self, _: protocol.GetRules) -> protocol.RuleList:
        waiting, newest = self.targets.open_counts(LIMITS), self.targets.newest(LIMITS)
        taught, tags = self.targets.decisions(), by_id(self.targets.all(TAG))
        return protocol.RuleList(
            tuple(
                protocol.RuleState(
                    _shown(target, tags.get(target.tag_id or 0)),
                    suggested=waiting.get(target.id, 0),
                    newest=newest.get(target.id, 0.0),
                    taught=taught.get(target.id, 0),
                    learns=taught.get(target.id, 0) >= LEARNS_FROM,
                    pending=target.pending_from is not None and not target.quiet,
                )
                for target in self.targets.all(RULE)
            )
        )

    def set(self, request: protocol.SetRule) -> None:
        """Raises BadRequest for what can be no rule; nothing is done then."""
        rule = request.rule
        examples = [self._file(path) for path in request.examples]
        self._check(request)
        known = self.targets.find(RULE, request.name) if request.name else None
        if request.name and known is None:
            raise BadRequest("no_such_rule", f"There is no rule “{request.name}”.")
        target = known or self.targets.create(RULE, rule.name, rule.description)
        if target.name != rule.name:
            self.targets.rename(target, rule.name)
        if target.description != rule.description:
            self.targets.describe(target, rule.description)
        tag = self.targets.find(TAG, rule.tag) or self.targets.create(TAG, rule.tag) if rule.tag else None
        self.targets.lead(target, tag.id if tag else None, rule.folder, rule.notify)
        self.targets.set_suggesting(target, rule.quiet, rule.least)
        self.targets.mark([Mark(file.id, target.id, True) for file in examples])
        self.targets.assess_anew([target.id])
        self._changed()

    def _check(self, request: protocol.SetRule) -> None:
        rule = request.rule
        if not (rule.tag or rule.folder or rule.notify):
            raise BadRequest("bad_rule", "A rule leads to a tag, to a folder, or to a notice.", "Choose one.")
        if rule.tag and rule.folder:
            raise BadRequest("bad_rule", "A rule leads to a tag or to a folder, not to both.", "Make two rules.")
        if rule.folder is not None and not os.path.isdir(rule.folder):
            raise BadRequest("bad_rule", f"There is no folder “{display(rule.folder)}”.")
        if rule.least is not None and not 0.0 < rule.least < 1.0:
            raise BadRequest("bad_rule", "How sure it has to be lies between 0 and 1.")
        if not (rule.description or request.examples or request.name):
            raise BadRequest("bad_rule", "A rule needs a description, or a document to go by.")

    def remove(self, request: protocol.RemoveRule) -> None:
        self.targets.remove(self.targets.need(RULE, request.name))
        self.changed()

    def restore(self, request: protocol.RestoreRule) -> None:
        self.targets.restore(RULE, request.name)
        self._changed()

    def move(self, request: protocol.MoveFile) -> protocol.Moved:
        """Raises BadRequest for a file that the library does not hold, and what `filing.move` raises."""
        self._file(request.path)
        place = filing.move(request.path, request.folder)
        for folder in {os.path.dirname(request.path), request.folder}:
            self.look(folder)
        return protocol.Moved(place)

    def _file(self, path: bytes) -> StoredFile:
        file = self.library.file_at(path)
        if file is None:
            raise BadRequest("unknown_file", f"“{display(path)}” is not in the library.")
        return file

    def _changed(self) -> None:
        self.changed()
        self.assessing.wake()


def _shown(target: Target, tag: Target | None) -> protocol.Rule:
    return protocol.Rule(
        target.name, target.description, tag.name if tag else "", target.folder, target.notify, target.least,
        target.quiet,
    )  # fmt: skip
