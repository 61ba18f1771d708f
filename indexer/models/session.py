"""How an exported graph is run, whatever goes into it and comes out."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(graph: Path, threads: int) -> "InferenceSession":
    """On the processor, with so many threads; 0: one for each core."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Threads that spin while they wait would take the processor from everything else on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # An arena keeps what the longest batch took: 52 MB of a model that needs 10, for 2 % of the time.
    options.enable_cpu_mem_arena = False
    return ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
