"""Ctrl-C ends the command within a second, whatever it is doing."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time

PATIENCE = 0.8
"""Seconds that the running step gets to stop by itself."""

STOPPED = "Stopped. Finished steps are kept: run the same command again to go on."

asked = threading.Event()
"""Set once the user has asked to stop: whatever error comes up after that is only the way out."""


def stop_quickly() -> None:
    """Make an interrupt end the process within a second, also inside a long call of a compiled library.

    Python handles an interrupt only between two of its own instructions. A second thread is woken at once; when the
    step has not ended by itself after ``PATIENCE`` seconds, it ends the process. That is safe, because every step
    writes aside and is moved into place when it is whole.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    woken, waker = socket.socketpair()
    for end in (woken, waker):
        end.setblocking(end is woken)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(woken, waker), daemon=True, name="inconcert-stop").start()


def _watch(woken: socket.socket, waker: socket.socket) -> None:  # noqa: ARG001  # keeps the writing end open
    while True:
        if signal.SIGINT in woken.recv(64):
            asked.set()
            time.sleep(PATIENCE)
            os.write(2, f"\n{STOPPED}\n".encode())
            os._exit(130)
