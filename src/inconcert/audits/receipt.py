"""What an audit read, and what it did not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FileRead:
    """One file that was read."""

    file: str
    sha256: str
    """Hash of the content, in hex."""
    rows: int


@dataclass
class Receipt:
    """Files with their hashes, columns that were not read, and remarks."""

    files: list[FileRead] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    """Columns that were not read, a sentence each."""
    notes: list[str] = field(default_factory=list)

    def note(self, *sentences: str) -> None:
        """Keep remarks, each once."""
        self.notes += [each for each in dict.fromkeys(sentences) if each not in self.notes]

    def drop(self, sentence: str) -> None:
        """Keep that a column was not read, once."""
        if sentence not in self.dropped:
            self.dropped.append(sentence)

    def fresh(self, file: str, sha256: str) -> bool:
        """Whether a file has other content than those that were read; when not, that is kept as a remark."""
        if all(known.sha256 != sha256 for known in self.files):
            return True
        self.note(f"{file} has the same content as another file and was read once.")
        return False

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(one.rows for one in self.files)

    def to_dict(self) -> dict[str, Any]:
        """The receipt as plain data."""
        files = [{"file": one.file, "sha256": one.sha256, "rows": one.rows} for one in self.files]
        return {"files": files, "dropped": sorted(self.dropped), "notes": self.notes}
