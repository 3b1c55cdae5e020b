"""Every claim there is. A new one: a line in the file of its subject."""

from tests.truth import claims_buses, claims_examples, claims_feeds, claims_roads, claims_simulated
from tests.truth.claim import Claim

RECORDED: tuple[Claim, ...] = (*claims_buses.claims(), *claims_feeds.claims(), *claims_roads.claims())
MADE: tuple[Claim, ...] = (*claims_examples.claims(), *claims_simulated.claims())  # these need no recorded data
CLAIMS = (*RECORDED, *MADE)
