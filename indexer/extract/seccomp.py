"""seccomp: system calls that no reader makes are refused by the Linux kernel, with EPERM.

A filter is a small program for the kernel (classic BPF): see `man 2 seccomp`.
"""

import ctypes
import errno
import platform
import sys

_SET_MODE_FILTER = 1
_NO_NEW_PRIVILEGES = 38
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_MORE, _RETURN = 0x20, 0x15, 0x35, 0x06
_OFFSET_CALL, _OFFSET_ARCHITECTURE = 0, 4
_OTHER_ABI = 0x40000000  # x32's numbers start here

# (architecture's number, seccomp's own number, the refused calls) by machine
_MACHINES = {
    "x86_64": (
        0xC000003E,
        317,
        {
            "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "accept4": 288,
            "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
            "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
            "chmod": 90, "fchmod": 91, "fchmodat": 268, "fchmodat2": 452,
            "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260,
            "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280,
            "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
            "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
            "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "setns": 308, "unshare": 272,
            "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "io_uring_setup": 425,
            "add_key": 248, "request_key": 249, "keyctl": 250, "open_by_handle_at": 304,
            "init_module": 175, "delete_module": 176, "finit_module": 313, "kexec_load": 246,
        },
    ),
    "aarch64": (
        0xC00000B7,
        277,
        {
            "socket": 198, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "accept4": 242,
            "execve": 221, "execveat": 281,
            "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
            "fchmod": 52, "fchmodat": 53, "fchmodat2": 452, "fchownat": 54, "fchown": 55, "utimensat": 88,
            "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7,
            "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
            "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "setns": 268, "unshare": 97,
            "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "io_uring_setup": 425,
            "add_key": 217, "request_key": 218, "keyctl": 219, "open_by_handle_at": 265,
            "init_module": 105, "delete_module": 106, "finit_module": 273, "kexec_load": 104,
        },
    ),
}  # fmt: skip


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def confine() -> list[str]:
    """From here on the calls above fail. Says what is in force: nothing where the kernel or the machine is another."""
    if sys.platform != "linux" or platform.machine() not in _MACHINES or sys.maxsize < 1 << 32:
        return []
    architecture, number, refused = _MACHINES[platform.machine()]
    libc = ctypes.CDLL(None, use_errno=True)
    instructions = _filter(architecture, sorted(refused.values()))
    array = (_Instruction * len(instructions))(*instructions)
    program = _Program(len(instructions), array)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(number, _SET_MODE_FILTER, 0, ctypes.byref(program)):
        return []
    return ["seccomp"]


def _filter(architecture: int, refused: list[int]) -> list[_Instruction]:
    """Another architecture or ABI, or a refused call: jump to the last instruction but one of the list."""
    tests = [
        _Instruction(_LOAD, 0, 0, _OFFSET_ARCHITECTURE),
        _Instruction(_JUMP_IF_EQUAL, 1, 0, architecture),
        _Instruction(_RETURN, 0, 0, _REFUSE),
        _Instruction(_LOAD, 0, 0, _OFFSET_CALL),
        _Instruction(_JUMP_IF_MORE, len(refused) + 1, 0, _OTHER_ABI),
    ]
    for index, call in enumerate(refused):
        tests.append(_Instruction(_JUMP_IF_EQUAL, len(refused) - index, 0, call))
    return [*tests, _Instruction(_RETURN, 0, 0, _ALLOW), _Instruction(_RETURN, 0, 0, _REFUSE)]
