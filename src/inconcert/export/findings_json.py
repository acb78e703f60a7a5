"""``findings.json``: the whole document of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.export.base import Exporter, replacing

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.profile.document import FindingSet


class FindingsJson(Exporter):
    """Settings, receipts, control and networks as JSON in UTF-8; what is not known is null."""

    name, title, suffix = "json", "Findings as JSON", ".json"

    def write(self, finding_set: FindingSet, target: Path) -> None:
        """Write the document, indented, so that two runs can be compared line by line."""
        import orjson

        with replacing(target) as partial:
            options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
            partial.write_bytes(orjson.dumps(finding_set.document, option=options))
