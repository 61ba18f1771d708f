"""Answers for the command line: as JSON that scripts build on, and as text for people."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from indexer import protocol
from indexer.reasons import sentence
from indexer.types import Place, Tier

_BARS = {Tier.STRONG: "▮▮▮", Tier.LIKELY: "▮▮▯", Tier.WEAK: "▮▯▯"}
_GRADES = {"good": "[green]✓[/]", "care": "[yellow]![/]", "bad": "[red]✗[/]"}

Json = dict[str, Any]


def path_text(path: bytes) -> str:
    """A path as JSON text: bytes that are no UTF-8 become U+FFFD."""
    return os.fsdecode(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def results_json(results: protocol.Results) -> Json:
    return {
        "query": results.query,
        "no_match": results.no_match,
        "hits": [_hit_json(hit) for hit in results.hits],
        "total": results.total,
        "milliseconds": round(results.milliseconds, 2),
        "meaning_ready": results.meaning_ready,
        "weak": results.weak,
        "reread": results.reread,
        "executed": results.executed,
        "folded": [path_text(path) for path in results.folded],
        "suggestions": list(results.suggestions),
        "understood": [
            {
                "field": part.field,
                "label": part.label,
                "source": part.source,
                "guessed": part.guessed,
                "applied": part.applied,
            }
            for part in results.understood
        ],
    }


def _hit_json(hit: protocol.Hit) -> Json:
    passage = hit.passages[0] if hit.passages else None
    place = passage.place if passage else None
    return {
        "path": path_text(hit.path),
        "score": round(hit.score, 6),
        "tier": hit.tier.value,
        "page": place.number if place else None,
        "place": {"kind": place.kind, "number": place.number, "label": place.label} if place else None,
        "start": passage.start if passage else None,
        "end": passage.end if passage else None,
        "passage": passage.text if passage else "",
        "highlights": [list(pair) for pair in passage.highlights] if passage else [],
        "sentence": list(passage.sentence) if passage and passage.sentence else None,
        "name": hit.name,
        "kind": hit.kind,
        "title": hit.title,
        "modified": hit.modified,
        "copies": [path_text(copy) for copy in hit.copies],
        "more": hit.more,
        "near": [path_text(path) for path in hit.near],
        "tags": list(hit.tags),
        "why": {
            "words": hit.why.words,
            "meaning": hit.why.meaning,
            "name": hit.why.name,
            "reading": hit.why.reading,
            "parts": [
                {"name": part.name, "points": round(part.points, 4), "said": part.said} for part in hit.why.parts
            ],
        },
    }


def status_json(status: protocol.StatusReport) -> Json:
    return {
        "files": _counts_json(status.files),
        "documents": status.documents,
        "chunks": status.chunks,
        "vectors": status.vectors,
        "model": status.model,
        "meaning_ready": status.meaning_ready,
        "vector_index": {
            "kind": status.vector_index.kind,
            "passages": status.vector_index.passages,
            "recall": round(status.vector_index.recall, 4),
            "problem": status.vector_index.problem,
        },
        "stage": status.progress.stage,
        "problem": status.progress.problem,
        "folders": [
            {
                "path": path_text(folder.path),
                "state": folder.state,
                "paused": folder.paused,
                "files": _counts_json(folder.files),
            }
            for folder in status.folders
        ],
        "failures": [
            {
                "path": path_text(failed.path),
                "code": failed.failure.code.value,
                "detail": failed.failure.detail,
                "status": failed.status.value,
                "retry_at": failed.retry_at,
            }
            for failed in status.failures
        ],
    }


def _counts_json(counts: protocol.FileCounts) -> Json:
    return {"ok": counts.ok, "partial": counts.partial, "failed": counts.failed, "pending": counts.pending}


def diagnosis_json(diagnosis: protocol.Diagnosis) -> Json:
    return {
        "checks": [
            {"name": check.name, "grade": check.grade, "detail": check.detail, "remedy": check.remedy}
            for check in diagnosis.checks
        ]
    }


def print_results(console: Console, results: protocol.Results, waiting: int = 0) -> None:
    """`waiting` are files that are not read yet: what is looked for may be in one of them."""
    if results.no_match:
        console.print("No good match." if results.hits or results.weak else "Nothing found.")
    if waiting:
        many = "1 file still waits" if waiting == 1 else f"{waiting:,} files still wait"
        console.print(f"[yellow]{many} to be read.[/]")
    for part in results.understood:
        if part.guessed:
            taken = "is taken for" if part.applied else "narrows nothing, since nothing that fits is of"
            console.print(f"[dim]“{escape(part.source)}” {taken}: {escape(part.field)} {escape(part.label)}[/]")
    if results.suggestions:
        console.print(f"Did you mean: {escape(' · '.join(results.suggestions))}")
    for hit in results.hits:
        passage = hit.passages[0] if hit.passages else None
        place = f"  [dim]{_place(passage.place)}[/]" if passage and passage.place else ""
        console.print(f"\n[bold]{escape(hit.name)}[/]{place}  {_BARS[hit.tier]}")
        console.print(f"[dim]{escape(path_text(os.path.dirname(hit.path)))} · {day(hit.modified)}[/]")
        if passage:
            console.print(_marked(passage))
        if results.folded or not results.executed:  # what a similar one shares with the example
            for shared in hit.why.parts[:1]:
                console.print(f"[dim]{escape(shared.said)}[/]")
    for path in results.folded:
        console.print(f"[dim]A copy or version of it, not listed: {escape(path_text(path))}[/]")
    if results.weak:
        console.print(f"\n[dim]{results.weak} weaker ones are left out: --weak shows them.[/]")
    if not results.meaning_ready:
        console.print("\n[yellow]Words only: meaning is not ready yet.[/]")


def _place(place: Place) -> str:
    return f"p. {place.number}" if place.kind == "page" else escape(place.label or f"{place.kind} {place.number}")


def day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d")


def _marked(passage: protocol.Passage) -> Text:
    """The sentence that answers, its words in bold; the whole passage where no sentence was singled out."""
    start, end = passage.sentence or (0, len(passage.text))
    text = Text(passage.text[start:end].replace("\n", " "))
    for low, high in passage.highlights:
        if start <= low and high <= end:
            text.stylize("bold yellow", low - start, high - start)
    return text


def counted(n: int, noun: str) -> str:
    """ "1 file", "1,204 files"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def print_status(console: Console, status: protocol.StatusReport) -> None:
    files, progress = status.files, status.progress
    console.print(
        f"{counted(files.total, 'file')}: {files.ok:,} read, {files.partial:,} partly, {files.failed:,} failed, "
        f"{files.pending:,} waiting"
    )
    documents, passages = counted(status.documents, "document"), counted(status.chunks, "passage")
    console.print(f"{documents}, {passages}, {status.vectors:,} of them understood")
    console.print(f"Model: {escape(status.model)}{'' if status.meaning_ready else ' (loading)'}")
    console.print(f"Vector index: {escape(vector_index_text(status.vector_index))}")
    for folder in status.folders:
        note = "paused" if folder.paused else folder.state
        console.print(f"  {escape(path_text(folder.path))}  [dim]{counted(folder.files.total, 'file')}, {note}[/]")
    if progress.problem:
        console.print(f"[red]{escape(progress.problem)}[/]")
    elif progress.stage != "idle":
        console.print(f"Now {progress_text(progress)}")
    for failed in status.failures:
        colour = "red" if failed.status == "failed" else "yellow"
        reason = escape(sentence(failed.failure))
        console.print(f"[{colour}]{failed.status}[/] {escape(path_text(failed.path))}: {reason}")


def progress_text(now: protocol.Progress) -> str:
    """ "reading: 12 of 340, about 20 s left"; what is in the way, where something is."""
    left = f", about {now.seconds_left:,.0f} s left" if now.seconds_left else ""
    of = f": {now.done:,} of {now.total:,}" if now.total else ""
    return escape(now.problem) or f"{now.stage}{of}{left}"


def vector_index_text(state: protocol.VectorIndexState) -> str:
    said = state.kind
    if state.passages:
        said += f", {state.passages:,} passages, finds {state.recall:.1%} of the ten nearest"
    return f"{said}. {state.problem}" if state.problem else said


def settings_json(settings: protocol.Settings) -> Json:
    return {setting.name: setting.value for setting in settings.settings}


def print_settings(console: Console, settings: protocol.Settings) -> None:
    for setting in settings.settings:
        value = escape(str(setting.value)) or "[dim]empty[/]"
        changed = "" if setting.value == setting.default else f" [dim](not {escape(str(setting.default))!r})[/]"
        console.print(f"[bold]{setting.name}[/] = {value}{changed}\n  [dim]{escape(setting.help)}[/]")
        if setting.built_in and len(settings.settings) == 1:
            console.print(setting.built_in, markup=False, highlight=False)


def print_diagnosis(console: Console, diagnosis: protocol.Diagnosis) -> None:
    for check in diagnosis.checks:
        console.print(f"{_GRADES.get(check.grade, '')} [bold]{escape(check.name)}[/]  {escape(check.detail)}")
        if check.remedy:
            console.print(f"    {escape(check.remedy)}", style="dim")


def print_retrieval(console: Console, sets: Mapping[str, Mapping[str, Any]]) -> None:
    """A line a set, a column a way of searching, the means at the end; the intervals are of the last way."""
    table = Table("set", box=None)
    ways = list(next(iter(sets.values()), {}))
    for way in ways:
        table.add_column(f"{way} nDCG@10", justify="right")
    for heading in ("95%", "recall@100", "MRR@10", "p50 ms", "p95 ms"):
        table.add_column(heading, justify="right")
    for name, measured in sets.items():
        last = measured[ways[-1]]
        table.add_row(
            name,
            *(f"{measured[way].ndcg_10.value:.3f}" for way in ways),
            f"{last.ndcg_10.low:.3f}–{last.ndcg_10.high:.3f}",
            f"{last.recall_100.value:.3f}",
            f"{last.mrr_10.value:.3f}",
            f"{last.p50:.1f}",
            f"{last.p95:.1f}",
        )
    if len(sets) > 1:
        means = (sum(measured[way].ndcg_10.value for measured in sets.values()) / len(sets) for way in ways)
        table.add_row("mean", *(f"{mean:.3f}" for mean in means), *[""] * 5, style="bold")
    console.print(table)


def print_kinds(console: Console, measured: Sequence[Any]) -> None:
    """A line a size and kind of vector index, with how many times as quick it is as comparing everything."""
    table = Table("passages", "kind", box=None)
    for heading in (
        "recall@10",
        "@300",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "300: p50",
        "p95",
        "quicker",
        "MB",
        "mapped",
        "made in",
    ):
        table.add_column(heading, justify="right")
    exact = {figures.rows: figures.p50 for figures in measured if figures.kind == "exact"}
    for figures in measured:
        table.add_row(
            f"{figures.rows:,}" + (f" ({figures.made_up:,} made up)" if figures.made_up else ""),
            figures.kind + (" (refused)" if figures.refused else ""),
            f"{figures.recall:.4f}",
            f"{figures.recall_deep:.4f}",
            *(f"{value:.2f}" for value in (figures.p50, figures.p95, figures.cpu, figures.deep_p50, figures.deep_p95)),
            f"{exact[figures.rows] / figures.p50:.1f}×",
            f"{figures.megabytes:,.0f}",
            f"{figures.mapped:,.0f}",
            f"{figures.seconds:.1f} s",
        )
    console.print(table)


def print_speed(console: Console, measured: Any) -> None:
    """What a `Speed` says."""
    console.print(
        f"{measured.passages:,} passages of {measured.documents:,} documents, vectors {measured.kind}; "
        f"{measured.questions:,} questions, milliseconds"
    )
    table = Table("", box=None)
    for heading in ("p50", "p95"):
        table.add_column(heading, justify="right")
    for name, took in {**measured.stages, "whole search": measured.whole, "of the processor": measured.cpu}.items():
        table.add_row(name, f"{took.p50:.1f}", f"{took.p95:.1f}")
    console.print(table)


def print_tagging(console: Console, sets: Mapping[str, Sequence[Any]]) -> None:
    """A line a set and number of decisions."""
    table = Table("set", box=None)
    for heading in ("decisions", "precision", "95%", "recall", "coverage", "strays", "suggestions", "tags", "worst"):
        table.add_column(heading, justify="right")
    for name, rounds in sets.items():
        for each in rounds:
            table.add_row(
                name,
                f"{each.decisions}",
                f"{each.precision:.3f}",
                f"{each.low:.3f}–{each.high:.3f}",
                f"{each.recall:.3f}",
                f"{each.coverage:.3f}",
                f"{each.strays:.3f}",
                f"{each.suggestions:,}",
                f"{each.tags}",
                f"{each.worst_precision:.2f} {each.worst_tag}",
            )
    console.print(table)


def print_topics(console: Console, sets: Mapping[str, Any], names: int = 12) -> None:
    """Two lines a set: as many topics as there are, and as many as labels; then what the largest ones are called."""
    table = Table("set", box=None)
    for heading in ("labels", "topics", "ARI", "K-means", "NMI", "K-means", "outliers", "stay"):
        table.add_column(heading, justify="right")
    for name, measured in sets.items():
        for agreement, kept in ((measured.found, f"{measured.kept:.1%}"), (measured.asked, "")):
            table.add_row(
                name if kept else "",
                f"{measured.labels}" if kept else "",
                f"{agreement.topics}",
                f"{agreement.ari:.3f}",
                f"{agreement.kmeans_ari:.3f}",
                f"{agreement.nmi:.3f}",
                f"{agreement.kmeans_nmi:.3f}",
                f"{agreement.outliers:.1%}",
                kept,
            )
    console.print(table)
    for name, measured in sets.items():
        console.print(f"\n[bold]{name}[/]: the largest topics, and the label that most of their documents have")
        for called in measured.names[:names]:
            console.print(f"{called.size:>6,}  {called.name}  ·  {called.label} {called.share:.0%}", markup=False)
        took = ", ".join(f"{step.lower()} {seconds:g} s" for step, seconds in measured.cpu_seconds.items())
        console.print(f"[dim]CPU time for {measured.documents:,} documents: {took}[/]")


def print_absent(console: Console, measured: Any) -> None:
    """What an `Honesty` says, and each answer that there should not have been."""
    for said, value in (
        ("absent questions that are told there is no good match", measured.refused),
        ("answerable questions that are told so", measured.answerable_refused),
        ("recall@10 of the ranking", measured.recall),
        ("recall@10 without weak matches", measured.kept),
        ("what that costs", measured.cost),
    ):
        console.print(f"{said}: {value}")
    console.print(f"floor of this library: {measured.floor:.3f}")
    for answered in measured.answered:
        console.print(escape(answered), style="dim")


def print_explained(console: Console, measured: Any) -> None:
    """What a `Faithfulness` says."""
    console.print("hits in which masking it lowers the score more than masking as much at random:")
    for name in ("words", "sentence", "both"):
        console.print(f"{name}: {getattr(measured, name)} of {getattr(measured, name).count:,}")
    console.print(f"hits that highlight no word: {measured.unmarked:,}")
