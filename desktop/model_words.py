"""How models are spoken of. No Qt."""

import os
import re

from desktop import words
from desktop.language import tr
from desktop.told import told
from indexer.protocol import KeptVectors, ModelList, ModelState, SizeCost, Speed, Trained, Training

RUNS_ON = {"auto": tr("By itself"), "cpu": tr("Processor"), "cuda": tr("Graphics card (CUDA)"),
           "mps": tr("Graphics card (Apple)")}  # fmt: skip
PRECISIONS = {"float16": tr("Half precision"), "int8": tr("8 bit")}
ON_DISK = ("shipped", "here")  # and can be used


def name_of(model: str) -> str:
    """A folder by its name, any other model by its own."""
    return os.path.basename(model) if os.path.isabs(model) else told(model)


def megabytes(n: int) -> str:
    return words.size(n * 1_000_000)


def summary(model: ModelState) -> str:
    """What it is good for and in which languages: one line."""
    return " · ".join(_told(part) for part in (model.use, model.languages) if part)


def _told(listed: str) -> str:
    """Each of several notes, as the catalogue sets them apart."""
    return "".join(told(part) for part in re.split("([;,] )", listed))


def facts(model: ModelState) -> str:
    """Licence, sizes, how much it reads at once."""
    licence = model.licence if model.licence != "not stated" else tr("licence not stated")
    size = "" if model.place == "shipped" else tr("{size} to download").format(size=megabytes(model.download))
    parts = [
        licence,
        size,
        tr("{size} of memory").format(size=megabytes(model.memory)),
        tr("{count} numbers a passage").format(count=words.number(model.dimension)) if model.dimension else "",
        tr("reads {count} tokens").format(count=words.number(model.token_limit)) if model.token_limit else "",
    ]
    return " · ".join(part for part in parts if part)


def in_use(models: ModelList) -> str:
    """The model that searches, where it runs, what is kept of it."""
    size = tr("{count} passages understood, {size}").format(
        count=words.number(models.vectors),
        size=words.size(models.vectors * bytes_of(models.dimension, models.precision)),
    )
    runs = tr("runs on: {device}").format(device=RUNS_ON.get(models.device, models.device)) if models.device else ""
    return " · ".join(part for part in (size, runs) if part)


def bytes_of(dimension: int, precision: str) -> int:
    """Of one passage's vector."""
    return dimension * 2 if precision == "float16" else dimension + 4


def building(models: ModelList) -> str:
    """How far another model is, beside the one that searches."""
    return tr("{done} of {total} passages understood. Until then, {model} searches.").format(
        done=words.number(models.done), total=words.number(models.total), model=name_of(models.in_use)
    )


def kept(vectors: KeptVectors) -> str:
    size = words.size(vectors.count * bytes_of(vectors.dimension, vectors.precision))
    return tr("{count} passages of {model}, {size}").format(
        count=words.number(vectors.count), model=name_of(vectors.model), size=size
    )


def cost(size: SizeCost, passages: int) -> tuple[str, str, str, str]:
    """Of a length and precision: both, the space that it takes, and what it loses."""
    return (
        words.number(size.dimension),
        PRECISIONS.get(size.precision, size.precision),
        words.size(size.bytes * passages),
        words.percent(size.kept, 1),
    )


def speed(measured: Speed) -> str:
    return tr("{tokens} tokens a second, {passages} passages; a query in {milliseconds:.1f} ms").format(
        tokens=words.number(round(measured.tokens_per_second)),
        passages=words.number(round(measured.passages_per_second)),
        milliseconds=measured.query_milliseconds,
    )


def lessons(training: Training) -> str:
    """What there is to learn from, and whether that is enough."""
    there = tr("{searches} with a result that you wanted, {documents}").format(
        searches=words.count(training.searches, "search", "searches"),
        documents=words.count(training.tagged, "tagged document"),
    )
    if training.searches + training.tagged >= training.least:
        return there
    return tr("{there}. About {least} are needed.").format(there=there, least=words.number(training.least))


def trained(outcome: Trained) -> str:
    """What came of a training: the figures before and after, and what was done with it."""
    learned = tr("Learned from {learned} examples, measured on {held} others.").format(
        learned=words.number(outcome.learned), held=words.number(outcome.held)
    )
    figures = [
        tr("{name}: {before} before, {after} after").format(
            name=measure.name, before=_interval(measure.before), after=_interval(measure.after)
        )
        for measure in outcome.measures
    ]
    sure = words.percent(outcome.likely)
    if outcome.name:
        end = tr("It is better ({sure} sure), and can be used as {name}.").format(sure=sure, name=outcome.name)
    else:
        end = tr("It is not surely better ({sure}), so nothing changes.").format(sure=sure)
    return "\n".join([learned, *figures, end])


def _interval(figure: tuple[float, float, float]) -> str:
    return "{:.3f} ({:.3f}–{:.3f})".format(*figure)
