"""Where the packaged program begins: the window, the command line, or one of Wherein's own child processes.

Those are started as `sys.executable -m MODULE ...`, and in a package that is this program.
"""

import multiprocessing
import os
import runpy
import sys

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def main() -> None:
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    while arguments and arguments[0] in ("-P", "-I", "-u"):  # flags of the interpreter
        arguments.pop(0)
    if len(arguments) >= 2 and arguments[0] == "-m":
        module, sys.argv = arguments[1], [arguments[1], *arguments[2:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    from desktop.app import main as window
    from indexer.cli import main as command_line

    sys.exit(command_line() if arguments and not arguments[0].startswith("-") else window())


if __name__ == "__main__":
    main()
