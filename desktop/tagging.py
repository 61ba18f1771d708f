"""What a person does with tags, one small function an intent; see `operations`."""

from collections.abc import Iterable, Sequence

import msgspec

from desktop import words
from desktop.language import tr
from desktop.operations import Operation
from indexer.protocol import (
    Answer,
    CreateTag,
    DescribeTag,
    Mark,
    MarksBefore,
    RemoveRule,
    RemoveTag,
    RestoreRule,
    RestoreTag,
    Rule,
    SetMarks,
    SetRule,
    Suggestion,
    SuggestTags,
    TagState,
)


def create(name: str, description: str = "") -> Operation:
    return Operation(CreateTag(name, description), "", Operation(RemoveTag(name)))


def describe(tag: TagState, description: str) -> Operation:
    back = Operation(DescribeTag(tag.name, description=tag.description))
    return Operation(DescribeTag(tag.name, description=description), tr("Described."), back)


def rename(tag: TagState, name: str) -> Operation:
    said = tr("“{old}” is called “{new}” from now on.").format(old=tag.name, new=name)
    return Operation(DescribeTag(tag.name, new_name=name), said, Operation(DescribeTag(name, new_name=tag.name)))


def suggest(tag: TagState, suggested: bool) -> Operation:
    """Whether a tag is suggested at all."""
    return Operation(DescribeTag(tag.name, quiet=not suggested))


def remove(tag: TagState) -> Operation:
    taken = tr(" It is taken off {documents}.").format(documents=words.count(tag.documents, "document"))
    said = tr("“{tag}” is removed.").format(tag=tag.name) + (taken if tag.documents else "")
    return Operation(RemoveTag(tag.name), said, Operation(RestoreTag(tag.name)))


def suggest_for_all(again: bool = False) -> Operation:
    return Operation(SuggestTags(again))


def switch_rule(rule: Rule, on: bool) -> Operation:
    return Operation(SetRule(msgspec.structs.replace(rule, quiet=not on), rule.name))


def remove_rule(name: str) -> Operation:
    return Operation(
        RemoveRule(name), tr("The rule “{name}” is removed.").format(name=name), Operation(RestoreRule(name))
    )


def put(paths: Sequence[bytes], tag: str) -> Operation:
    said = tr("{documents} tagged “{tag}”.").format(documents=words.count(len(paths), "document"), tag=tag)
    return mark([Mark(path, tag, True) for path in paths], said)


def take(paths: Sequence[bytes], tag: str) -> Operation:
    """It is not suggested for them again."""
    said = tr("“{tag}” taken off {documents}.").format(documents=words.count(len(paths), "document"), tag=tag)
    return mark([Mark(path, tag, False) for path in paths], said)


def decide(suggestion: Suggestion, accepted: bool) -> Operation:
    said = tr("{name} is tagged “{tag}”.") if accepted else tr("“{tag}” is not suggested for {name} any more.")
    return mark(
        [Mark(suggestion.path, suggestion.tag, accepted)], said.format(name=suggestion.name, tag=suggestion.tag)
    )


def said_of(suggestions: Sequence[Suggestion], accepted: bool) -> str:
    if len(suggestions) == 1:
        return _said_of(suggestions[0], accepted)
    many = words.count(len(suggestions), "suggestion")
    return (tr("{many} accepted.") if accepted else tr("{many} refused.")).format(many=many)


def _said_of(suggestion: Suggestion, accepted: bool) -> str:
    if not suggestion.rule:
        return decide(suggestion, accepted).done
    if not accepted:
        said = tr("The rule “{rule}” leaves {name} alone.")
    elif suggestion.folder is not None:
        said = tr("{name} is moved to {folder}.")
    elif suggestion.tag:
        said = tr("{name} is tagged “{tag}”.")
    else:
        said = tr("{name} is seen.")
    folder = words.name_of(suggestion.folder or b"")
    return said.format(name=suggestion.name, tag=suggestion.tag, rule=suggestion.rule, folder=folder)


def mark(marks: Iterable[Mark], said: str) -> Operation:
    return Operation(SetMarks(tuple(marks)), said, _as_before)


def _as_before(answer: Answer) -> Operation:
    assert isinstance(answer, MarksBefore)
    return Operation(SetMarks(answer.marks), tr("As it was."))
