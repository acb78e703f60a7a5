"""One question a file: what the members of a network have in common beyond chance, registered like a stranger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook
from inconcert.traits.audience import Audience
from inconcert.traits.both_sides import BothSides
from inconcert.traits.burstiness import Burstiness
from inconcert.traits.copied_bios import CopiedBios
from inconcert.traits.creation_burst import CreationBurst
from inconcert.traits.dead_hours import DeadHours
from inconcert.traits.declared_affiliation import DeclaredAffiliation
from inconcert.traits.declared_automation import DeclaredAutomation
from inconcert.traits.declared_bot import DeclaredBot
from inconcert.traits.deleted_after_trending import DeletedAfterTrending
from inconcert.traits.dormancy import Dormancy
from inconcert.traits.fan_or_contest import FanOrContest
from inconcert.traits.handle_grammar import HandleGrammar
from inconcert.traits.live_event import LiveEvent
from inconcert.traits.reply_swarm import ReplySwarm
from inconcert.traits.reused_avatars import ReusedAvatars
from inconcert.traits.round_intervals import RoundIntervals
from inconcert.traits.share_kit import ShareKit
from inconcert.traits.shared_following import SharedFollowing
from inconcert.traits.source_app import SourceApp
from inconcert.traits.syndication import Syndication
from inconcert.traits.working_schedule import WorkingSchedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.traits.base import Trait

BUILT_IN = (
    CreationBurst,
    HandleGrammar,
    CopiedBios,
    ReusedAvatars,
    Dormancy,
    BothSides,
    WorkingSchedule,
    ReplySwarm,
    DeletedAfterTrending,
    SharedFollowing,
    RoundIntervals,
    Burstiness,
    DeadHours,
    SourceApp,
    DeclaredBot,
    Audience,
    DeclaredAffiliation,
    DeclaredAutomation,
    ShareKit,
    Syndication,
    FanOrContest,
    LiveEvent,
)


@hook
def traits() -> Iterable[Trait]:
    """The built-in traits."""
    return [made() for made in BUILT_IN]
