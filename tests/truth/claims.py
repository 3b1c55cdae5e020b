"""Every claim there is. A new one: a line in the file of its subject."""

from tests.truth import claims_buses, claims_feeds, claims_roads
from tests.truth.claim import Claim

CLAIMS: tuple[Claim, ...] = (*claims_buses.claims(), *claims_feeds.claims(), *claims_roads.claims())
