"""A stranger's exporter: the members as plain lines."""

from inconcert.export.base import Exporter, replacing
from inconcert.plugins import hook


class Lines(Exporter):
    """One ``platform:account_id`` a line, strongest network first."""

    name, title, suffix, stem = "lines", "Members as lines", ".txt", "members"

    def write(self, finding_set, target):
        members = (member for network in finding_set.networks for member in network["members"])
        text = "".join(f"{member['platform']}:{member['account_id']}\n" for member in members)
        with replacing(target) as partial:
            partial.write_text(text, "utf-8")


@hook
def exporters():
    return (Lines(),)
