"""The annex of evidence: every source that a document names, with what stands there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import language
from inconcert.networks.words import count, duration, listed
from inconcert.profile.platforms import named as platform_name
from inconcert.profile.platforms import sort_of
from inconcert.publish import telling
from inconcert.publish.blocks import Bullets, Entry, Paragraph, Sample, Span, Table, code, paragraph, quoted, say, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.dossier.parts import Asset, Chapter, Dossier, Source
    from inconcert.publish.blocks import Block, Line

    Row = dict[str, Any]

ROLES = {"members": "member", "pushes": "pushed"}
"""Parts of a finding that are told as assets, and their role."""
ROWS = 400
"""Rows of a table of the annex; the files of assets and indicators have all of them."""
LONGEST, FIRST = 600, 5
"""Signs of one value of a record, and items of a list that an excerpt shows."""
LASTING = frozenset({"window", "gap"})
"""Keys of a record whose values are seconds."""
WHOLE = 1000
"""Figures from here on stand without decimals."""


def annex(dossier: Dossier, lines: Iterable[Line]) -> tuple[Entry, ...]:
    """The evidence that lines name, numbered in the order in which it is named first."""
    sources = dict.fromkeys(source for line in lines for span in line for source in span.sources)
    opened = _Opened(dossier)
    return tuple(Entry(number, source, *opened.entry(source)) for number, source in enumerate(sources, 1))


class _Opened:
    """Opens sources of one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._chapters = {chapter.network_id: chapter for chapter in dossier.chapters}
        self._posts = {post["ref"]: post for chapter in dossier.chapters for post in _posts(chapter)}

    def entry(self, source: Source) -> tuple[str, tuple[Block, ...]]:
        """Title and blocks of a piece of evidence."""
        made = getattr(self, f"_{source.kind}", None)
        return (f"{source.kind} {source.ref}", ()) if made is None else made(source.ref)

    def _finding(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        network, _, path = ref.partition("#/")
        chapter = self._chapters[network]
        title = f"Finding {network}, {path.replace('/', ' › ')}"
        where = (
            *say("findings of run "),
            *code(chapter.run),
            Span(", frozen as "),
            *code(chapter.sha256[:16]),
            Span("…"),
        )
        if path in ROLES:
            own = [one for one in chapter.assets if one.role == ROLES[path]]
            ties = {str(one["account_id"]): one.get("ties") for one in chapter.finding["members"]}
            return title, (
                Paragraph(where),
                paragraph(_counted(own)),
                _assets(own, ties if path == "members" else None),
            )
        return title, (Paragraph(where), *_excerpt(_resolved(chapter.finding, path)))

    def _accounts(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        network, _, platform = ref.partition("/")
        if network not in self._chapters:
            return f"Account {ref}", (paragraph("As the material describes it."),)
        own = [one for one in self._chapters[network].assets if one.role == "member" and one.platform == platform]
        known = [one for one in own if one.followers is not None]
        if not known:
            return f"Accounts on {platform_name(platform)}", (paragraph("No row of the material gives followers."),)
        held = [one.followers or 0 for one in known]
        note = (
            f"Followers as the material gives them last, for {len(known):,} of {count(len(own), 'account')}. The "
            f"largest figure is {max(held):,}, their sum {sum(held):,}."
        )
        return f"Followers on {platform_name(platform)}", (paragraph(note), _assets(known))

    def _ads(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        network, _, rest = ref.partition("/")
        chapter = self._chapters.get(network.partition("#")[0])
        if chapter is None:
            return f"Ad {ref}", (paragraph("One row of the ads in the material."),)
        platform, _, currency = rest.partition("/")
        wanted = [
            ad
            for ad in chapter.ads
            if ad["platform"] == platform and (currency == ("unknown" if ad["spend_lower"] is None else ad["currency"]))
        ]
        rows = tuple(_ad(ad) for ad in wanted[:ROWS])
        more = len(wanted) - len(rows)
        left = f" {count(more, 'more ad')} are not listed here." if more > 0 else ""
        note = f"{_sum(wanted)}{left}"
        heads = ("Ad", "Ran by", "Paid by, as declared", "Spend", "Ran", "Leads to")
        return f"Ads on {platform_name(platform)}", (Table(heads, rows, (17, 17, 17, 17, 16, 16), note),)

    def _material(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        platform = ref.partition("/")[0]
        return f"Posts on {platform_name(platform)}", (
            paragraph("Different values of the column «surface» among the posts of its accounts."),
        )

    def _post(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        post = self._posts.get(ref)
        if post is None:
            return f"Post {ref}", (paragraph("Not among the posts that the finding keeps."),)
        when = post["at"].replace("T", " ").replace("Z", " UTC")
        about = (
            *say(f"{when}, {language(post.get('lang') or 'und')}, by "),
            *code(post.get("handle") or post["account"]),
            Span(", in "),
            *code(f"{post.get('file', '')}, row {post.get('row', '')}"),
        )
        return f"Post {ref}", (Sample(tidy(post["text"] or ""), about, post.get("lang") or ""),)

    def _decision(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        decision = next(one for one in self._dossier.case.decisions if one.id == ref)
        lines = [self._said(decision.by, decision.at, decision.verdict, decision.reason)]
        lines += [
            (
                *self._said(str(one.by), one.at, str(one.verdict), str(one.reason)),
                Span(" (blind)" if one.blind else " (not blind)"),
            )
            for one in decision.reviews
            if one.verdict
        ]
        return "Decision", (Bullets(tuple(lines)),)

    def _said(self, who: str, at: Any, verdict: str, reason: str) -> Line:
        return (*say(f"{who}, {at:%Y-%m-%d %H:%M} UTC: {verdict}. "), Span(tidy(f"«{reason}»"), "people"))

    def _judgement(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        one = next(each for each in self._dossier.attribution.judgements if each.id == ref)
        said = [paragraph(sentence, voice="judged") for sentence in (*one.says, f"Reasoning: {one.text}")]
        return f"Judgement, level {one.level}, by {one.by}, {one.at:%Y-%m-%d}", tuple(said)

    def _hypothesis(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        one = next(each for each in self._dossier.attribution.hypotheses if each.id == ref)
        marks = {"C": "consistent", "I": "inconsistent", "N": "neutral"}
        counted = f"Against it {one.inconsistent}, for it {one.consistent}, open {one.neutral + one.unmarked}."
        lines = tuple(
            (*say(f"{marks[proof.marks[ref]]}: "), Span(tidy(proof.text), "judged"))
            for proof in self._dossier.attribution.evidence
            if ref in proof.marks
        )
        said = Bullets(lines) if lines else paragraph("No evidence was marked for it.")
        return f"Hypothesis, level {one.level}", (paragraph(one.text, voice="judged"), paragraph(counted), said)

    def _proof(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        one = next(each for each in self._dossier.attribution.evidence if each.id == ref)
        tells = {True: "It tells hypotheses apart.", False: "It fits all hypotheses alike.", None: ""}[one.diagnostic]
        return f"Evidence put up by {one.by}", (
            paragraph(f"{one.text}", voice="judged"),
            paragraph(f"{one.kind}, {one.access}, source {one.source_grade}. {tells}".strip()),
        )

    def _plan(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        plan = next(one for one in self._dossier.plans if str(one["id"]) == ref)
        own = [row for row in self._dossier.ledger if str(row["plan"]) == ref]
        rows = tuple(
            (
                code(str(row["target"])),
                say(platform_name(str(row["platform"]))),
                say(str(row["action"])),
                say(str(row["standing"])),
                say("; ".join(row["policies"]), voice="people"),
            )
            for row in own[:ROWS]
        )
        table = Table(("Target", "Platform", "Action", "Stands", "Policies"), rows, (32, 14, 14, 14, 26))
        stand = sum(row["standing"] == "done" and not row.get("overturned") for row in own)
        kept = sum(bool(row.get("overturned")) for row in own)
        over = (self._dossier.overturned or 0) if len(self._dossier.plans) == 1 else kept
        counted = f"{count(len(own), 'item')}: {stand:,} carried out and standing. Overturned on appeal: {over:,}."
        sums = Bullets((say(counted), *(say(sentence) for sentence in telling.enforced(own))))
        return f"Plan of takedown {ref}", (paragraph(f"Policy version {plan['policy_version']}."), sums, table)

    def _control(self, _: str) -> tuple[str, tuple[Block, ...]]:
        control = self._dossier.control
        told = {key: value for key, value in control.items() if key != "rounds"}
        if len(rounds := control.get("rounds", [])) > 1:
            told["shuffled networks without the acts of the strongest"] = rounds[-1]["shuffled_networks"]
        return "Control on shuffled data", tuple(_excerpt(told))

    def _manifest(self, ref: str) -> tuple[str, tuple[Block, ...]]:
        manifest = self._dossier.manifest["runs"].get(ref) or {}
        tables = tuple((code(name), code(str(sha))) for name, sha in sorted(manifest.get("tables", {}).items()))
        if not manifest:
            return f"Manifest of run {ref}", ()
        seed, version = manifest["settings"].get("seed"), manifest["version"]
        told = f"Made by inconcert {version} with seed {seed}; {count(len(tables), 'table')}."
        return f"Manifest of run {ref}", (
            paragraph(told),
            *((Table(("Table", "SHA-256"), tables, (34, 66)),) if tables else ()),
        )

    def _casebook(self, _: str) -> tuple[str, tuple[Block, ...]]:
        earlier = self._dossier.comparison.earlier
        said = ", ".join(map(str, earlier)) or "none"
        return "Comparison in the casebook", (paragraph(f"Earlier cases that hold as confirmed: {said}."),)


def _posts(chapter: Chapter) -> Iterator[Row]:
    finding = chapter.finding
    yield from (post for one in finding.get("narratives", ()) for post in one.get("examples", ()))
    yield from (post for one in chapter.narratives for post in one.get("examples", ()))
    yield from finding.get("trait_posts", ())
    for tie in finding.get("evidence", ()):
        for pair in tie["pairs"]:
            yield from (pair["a_post"], pair["b_post"])


def _counted(assets: list[Asset]) -> str:
    """«78 accounts on Facebook and 4 accounts on Telegram: 82 in all.»."""
    counts = Counter((sort_of(one.platform, one.kind), one.kind, one.platform) for one in assets)
    parts = [
        count(figure, kind) if platform == "web" else f"{count(figure, kind)} on {platform_name(platform)}"
        for (_, kind, platform), figure in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return f"{listed(parts)}: {len(assets):,} in all." if len(parts) > 1 else f"{parts[0]}." if parts else "None."


def _assets(assets: list[Asset], ties: dict[str, int | None] | None = None) -> Table:
    """Rows of assets; of members also to how many others each is tied."""
    rows = tuple(
        (
            code(tidy(one.name or one.id)),
            say(sort_of(one.platform, one.kind)),
            say(f"{one.created_at:%Y-%m-%d}" if one.created_at else "not known"),
            say("not known" if one.followers is None else f"{one.followers:,}"),
            say(_active(one)),
            say(one.enforced or "nothing planned"),
            *(() if ties is None else (say("not known" if ties.get(one.id) is None else f"{ties[one.id]:,}"),)),
        )
        for one in assets[:ROWS]
    )
    more = len(assets) - len(rows)
    note = f"{count(more, 'more row')} stand in the file of assets." if more > 0 else ""
    heads, widths = ("Asset", "Kind", "Created", "Followers", "Seen", "Takedown"), (30, 14, 12, 11, 21, 12)
    return Table(heads, rows, widths, note) if ties is None else Table((*heads, "Ties"), rows, (*widths, 6), note)


def _active(one: Asset) -> str:
    if one.first_at is None or one.last_at is None:
        return "not known"
    return f"{one.first_at:%Y-%m-%d} to {one.last_at:%Y-%m-%d}"


def _ad(ad: Row) -> tuple[Line, ...]:
    from inconcert.dossier.figures import amount

    cost = (
        "not known" if ad["spend_lower"] is None else amount(ad["spend_lower"], ad["spend_upper"], str(ad["currency"]))
    )
    start, stop = (f"{ad[key]:%Y-%m-%d}" if ad[key] else "?" for key in ("started_at", "stopped_at"))
    return (
        code(str(ad["ad_id"])),
        code(str(ad["advertiser"] or ad["account_id"] or "not known")),
        quoted(str(ad["payer"] or "nobody named")),
        say(cost),
        say(f"{start} to {stop}"),
        quoted(", ".join(ad["domains"])),
    )


def _sum(ads: list[Row]) -> str:
    """What ads of one currency cost together; empty where it is not known."""
    from inconcert.dossier.figures import amount

    if not ads or ads[0]["spend_lower"] is None:
        return f"{count(len(ads), 'ad')}."
    uppers = [ad["spend_upper"] for ad in ads]
    high = None if None in uppers else sum(uppers)
    return f"{amount(sum(ad['spend_lower'] for ad in ads), high, str(ads[0]['currency']))} for {count(len(ads), 'ad')}."


def _resolved(finding: Row, path: str) -> Any:
    """What stands at a path such as ``pushes/3`` in a finding; ``None`` where nothing does."""
    value: Any = finding
    for part in path.split("/"):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return value


LEFT = frozenset({"says", "examples", "timeline"})
"""Keys of a record that an excerpt leaves out: the sentence stands before it, posts are evidence of their own."""


def _excerpt(value: Any) -> Iterator[Block]:
    """A value in words: a sentence as it is, figures by their names, a list as how many it holds and its beginning."""
    match value:
        case str():
            yield paragraph(value)
        case list():
            yield paragraph(f"A list of {len(value):,}.")
            yield Bullets(tuple(_told(one) for one in value[:FIRST]))
        case {"facts": list(facts), "answer": str(answer), "category": number, "asks": str(asked)}:
            yield Bullets(tuple(say(fact) for fact in (f"Question {number}: {asked}", *facts, f"Answer: {answer}.")))
        case dict():
            if "says" in value:
                yield paragraph(str(value["says"]))
            yield Paragraph(_told(value))
        case _:
            yield Paragraph(code(_plain(value)))


def _told(value: Any) -> Line:
    """A record by its keys, every figure in it whole; anything else as it is."""
    if not isinstance(value, dict):
        return code(_shortened(_plain(value)))
    spans: list[Span] = []
    for key, one in sorted(value.items(), key=lambda item: isinstance(item[1], (dict, list))):
        if key not in LEFT:
            parted = "; " if spans else ""
            held = duration(one) if key in LASTING and one is not None else _plain(one)
            spans += [Span(f"{parted}{key.replace('_', ' ')}: "), *code(_shortened(held))]
    return tuple(spans)


def _plain(value: Any) -> str:
    """A figure with the digits that matter, names and figures side by side; what lies deeper only by its number."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.6g}"
        case dict():
            return ", ".join(f"{key} {_plain(one)}" for key, one in value.items()) or "nothing"
        case list() if not _deep(value):
            return ", ".join(map(_plain, value)) or "nothing"
        case list():
            return f"a list of {len(value):,}"
        case _:
            return tidy(str(value))


def _deep(values: Iterable[Any]) -> bool:
    return any(isinstance(one, (dict, list)) for one in values)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
