"""Rules: documents like this → suggest a tag or a folder, or only tell."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from indexer import protocol
from indexer.cli.shared import AsJson, Library, absolute, console, print_json, say
from indexer.client import connect
from indexer.report import path_text

rule_app = typer.Typer(help="Rules: documents like this → suggest a tag or a folder, or tell.")


@rule_app.command("list")
def list_rules(library: Library, as_json: AsJson = False) -> None:
    """All rules, and how many documents wait for each."""
    rules = connect(library).expect(protocol.RuleList, protocol.GetRules()).rules
    if as_json:
        print_json({"rules": [_rule_json(state) for state in rules]})
        return
    table = Table("Rule", "Leads to", "Suggested", "About", box=None, pad_edge=False)
    for state in rules:
        table.add_row(
            escape(state.rule.name),
            escape(_leads_to(state.rule)),
            f"{state.suggested:,}",
            escape(state.rule.description),
        )
    console.print(table if rules else "There are no rules yet: wherein tag rule set NAME --about “…” --tag TAG")


@rule_app.command("set")
def set_rule(
    name: str,
    library: Library,
    about: Annotated[str | None, typer.Option(help="What such documents are about, in plain words.")] = None,
    like: Annotated[list[Path] | None, typer.Option(help="A document that it is for; may be repeated.")] = None,
    tag: Annotated[str | None, typer.Option(help="The tag to suggest; “” for none.")] = None,
    folder: Annotated[Path | None, typer.Option(help="The folder to suggest.")] = None,
    notify: Annotated[bool | None, typer.Option("--notify/--no-notify", help="Tell of new documents.")] = None,
    least: Annotated[float | None, typer.Option(help="How sure it has to be, from 0 to 1.")] = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Whether it is at work.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a rule, or change what is named of it."""
    client = connect(library)
    rules = client.expect(protocol.RuleList, protocol.GetRules()).rules
    before = next((state.rule for state in rules if state.rule.name.casefold() == name.casefold()), None)
    known = before or protocol.Rule(name)
    rule = protocol.Rule(
        known.name,
        known.description if about is None else about,
        known.tag if tag is None else tag,
        known.folder if folder is None else os.fsencode(absolute(folder)),
        known.notify if notify is None else notify,
        known.least if least is None else least,
        known.quiet if on is None else not on,
    )
    examples = tuple(os.fsencode(absolute(path)) for path in like or ())
    client.ask(protocol.SetRule(rule, before.name if before else "", examples))
    say({"rule": rule.name}, f"“{rule.name}” leads to {_leads_to(rule)}.", as_json)


@rule_app.command("remove")
def remove_rule(name: str, library: Library, as_json: AsJson = False) -> None:
    """Remove a rule; for a day, restore brings it back."""
    connect(library).ask(protocol.RemoveRule(name))
    say({"removed": name}, f"“{name}” is gone; for a day, wherein tag rule restore brings it back.", as_json)


@rule_app.command("restore")
def restore_rule(name: str, library: Library, as_json: AsJson = False) -> None:
    """Bring back a rule that was removed in the last day."""
    connect(library).ask(protocol.RestoreRule(name))
    say({"restored": name}, f"“{name}” is back.", as_json)


def _leads_to(rule: protocol.Rule) -> str:
    parts = [
        f"the tag “{rule.tag}”" if rule.tag else "",
        f"the folder {path_text(rule.folder)}" if rule.folder else "",
        "a notice" if rule.notify else "",
    ]
    return " and ".join(part for part in parts if part)


def _rule_json(state: protocol.RuleState) -> dict[str, object]:
    rule = state.rule
    return {
        "name": rule.name,
        "description": rule.description,
        "tag": rule.tag,
        "folder": path_text(rule.folder) if rule.folder else None,
        "notify": rule.notify,
        "least": rule.least,
        "on": not rule.quiet,
        "suggested": state.suggested,
        "decisions": state.taught,
        "learns": state.learns,
        "pending": state.pending,
    }
