"""Switches that keep the model libraries from talking to anyone."""

import os

_SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime >= 1.29 sends telemetry and writes a device id by default
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",  # the hub is asked only in the one download that a person started (see hub.py)
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",  # the caller decides how many threads there are
}


def stay_private() -> None:
    """Set the switches for this process and its children. Call it first in every entry point."""
    os.environ.update(_SWITCHES)


def go_online() -> None:
    """Lift the ban on the hub, not that on telemetry. Only for the child process of a download (see fetch.py)."""
    os.environ.pop("HF_HUB_OFFLINE", None)
    os.environ.pop("TRANSFORMERS_OFFLINE", None)
    # The hub's newer protocol keeps a store of its own in the home folder, and checksums nothing that we can compare.
    os.environ["HF_HUB_DISABLE_XET"] = "1"
