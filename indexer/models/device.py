"""Which processor there is to compute on."""

import platform
import sys
from pathlib import Path


def accelerator() -> str | None:
    """ "cuda" or "mps" where torch can use one. Torch is imported only where the machine seems to have one."""
    if sys.platform == "darwin":
        may_be = platform.machine() == "arm64"
    elif sys.platform == "win32":
        may_be = True
    else:
        may_be = Path("/dev/nvidiactl").exists() or Path("/dev/kfd").exists()
    if not may_be:
        return None
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else None
