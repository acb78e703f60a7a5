"""The command group: exit codes, messages, suggestions, a stop that is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

import click
import pytest

from inconcert.cli import group, run
from inconcert.errors import BrokenFile, Cancelled, InputError, Place, UsageError


def with_verb(monkeypatch: pytest.MonkeyPatch, action: Any) -> None:
    """Let the verb ``signals`` do ``action``."""
    monkeypatch.setattr("inconcert.cli.signals.command", click.Command("signals", callback=action))


def raising(error: BaseException) -> Any:
    def act() -> None:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "code"),
    [(InputError("no."), 1), (BrokenFile("cut."), 1), (UsageError("no."), 2), (Cancelled("stopped"), 130)],
)
def test_errors_become_exit_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    with_verb(monkeypatch, raising(error))
    assert run(["signals"]) == code
    assert capsys.readouterr().out == ""


def test_a_message_says_where_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = InputError("is no time.", where=Place("a.csv", 7, "created"), todo="Give --time-format.")
    with_verb(monkeypatch, raising(error))
    run(["signals"])
    assert capsys.readouterr().err == "Error: a.csv, row 7, column 'created': is no time. Give --time-format.\n"


def test_an_error_that_is_ours_to_mend_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with_verb(monkeypatch, raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        run(["signals"])


def test_a_near_miss_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["investigat"]) == 2
    assert "Did you mean investigate?" in capsys.readouterr().err


def test_wrong_usage_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["signals", "--no-such-option"]) == 2
    assert "--no-such-option" in capsys.readouterr().err


def test_help_lists_every_verb_in_the_order_of_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    text = capsys.readouterr().out
    verbs = group.list_commands(click.Context(group))
    places = [text.index(f"\n  {verb} ") for verb in verbs]
    assert verbs[0] == "investigate"
    assert places == sorted(places)


def test_an_interrupt_says_that_finished_steps_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_verb(monkeypatch, raising(KeyboardInterrupt()))
    assert run(["signals"]) == 130
    assert "Finished steps are kept" in capsys.readouterr().err


STUCK = """
import hashlib
from inconcert.cli.stopping import stop_quickly
stop_quickly()
print("ready", flush=True)
hashlib.pbkdf2_hmac("sha256", b"a", b"b", 10**9)
"""


def test_a_compiled_call_that_does_not_listen_is_ended_all_the_same() -> None:
    with subprocess.Popen([sys.executable, "-c", STUCK], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        begun = time.monotonic()
        os.kill(started.pid, signal.SIGINT)
        _, told = started.communicate(timeout=20)
    assert started.returncode == 130
    assert time.monotonic() - begun < 2
    assert b"Finished steps are kept" in told


def test_a_closed_pipe_is_no_error() -> None:
    piped = subprocess.run(
        f"{sys.executable} -c 'from inconcert.cli import main; main()' formats | head -1",
        shell=True, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert piped.stdout.count("\n") == 1
    assert "Traceback" not in piped.stderr
