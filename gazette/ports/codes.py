"""What the catalogue has learnt of agency codes (机关代字): who signed documents whose numbers have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Evidence:
    """A live document that has a code and is signed beyond doubt, as of this generation of its issue."""

    document_id: str
    issue_id: str
    doc_number: str
    generation: int


@dataclass(frozen=True, slots=True)
class Signer:
    """A body that signed documents with a code: how many, and some of them, the newest first."""

    issuer: str
    count: int
    evidence: tuple[Evidence, ...]


class Codes(Protocol):
    """Pairs of agency code and issuer; they are written with the documents that testify them, and gone with these."""

    def signers(self, code: str, limit: int, examples: int) -> Sequence[Signer]:
        """Who signed with this code, most often first; as key of numbers has it (`gazette.numbers.agency_code`)."""
