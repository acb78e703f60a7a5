"""``python -m inconcert`` is the command line."""

from __future__ import annotations

from inconcert.cli import main

if __name__ == "__main__":
    main()
