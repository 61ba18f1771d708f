"""A training that ends when its time is up, having slowed down towards the end as it should."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from transformers import PrinterCallback, TrainerCallback

_WARM_UP = 0.05

Told = Callable[[float, float], None]  # hears the share that is done, from 0 to 1, and the loss
Look = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained. It ends after `epochs` or `minutes`, whichever comes first."""

    epochs: float = 3.0
    minutes: float = 30.0
    batch: int = 16  # rows
    rate: float = 5e-5
    head_rate: float = 5e-4  # of what was not in the base model
    seed: int = 7


class Clock:
    """How far a training is: the further of its share of the steps and of the minutes."""

    def __init__(self, minutes: float, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._now = now
        self._start = now()

    def done(self, share: float = 0.0) -> float:
        """From 0 to 1, when `share` of the steps are made."""
        return min(1.0, max(share, (self._now() - self._start) / self._seconds))

    def rate(self, share: float) -> float:
        """What the learning rate is multiplied by: up, then down along a line."""
        done = self.done(share)
        return done / _WARM_UP if done < _WARM_UP else max(0.0, (1 - done) / (1 - _WARM_UP))


class Watch(TrainerCallback):
    """Tells how far a training is, lets somebody look at it every few minutes, and ends it when its time is up."""

    def __init__(self, clock: Clock, told: Told | None = None, look: Look | None = None, every: float = 300.0) -> None:
        self._clock = clock
        self._told = told
        self._look = look
        self._every = every
        self._last = time.monotonic()
        self._loss = math.nan

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        self._loss = (logs or {}).get("loss", self._loss)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        done = self._clock.done(state.global_step / max(state.max_steps, 1))
        if self._told:
            self._told(done, self._loss)
        if self._look and time.monotonic() - self._last > self._every:
            self._look()
            self._last = time.monotonic()
        if done >= 1.0:
            control.should_training_stop = True


def quietly(trainer: Any) -> None:
    """Nothing is printed by the trainer itself: whoever is told says it."""
    trainer.remove_callback(PrinterCallback)
