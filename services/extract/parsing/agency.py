"""Whether whoever signed is the body whose code the number has."""

from gazette import agencies
from gazette.agencies import Claim, Match
from gazette.numbers import agency_code

LEAST_NAME = 5
PLACES = "省市县区州盟旗乡镇"
RANKS = "部委厅局署办会行院"


def is_anothers(number: str, issuer: str) -> bool:
    """Whether the code of the number is known to be another body's than the issuer.

    A code of the State Council is nobody else's. Others may be: there one wrong character in the name counts, and the
    office that signs with the code of its government, or the government with that of its office.
    """
    claim = agencies.whose(agency_code(number) or "")
    if claim is None:
        return False
    signed = agencies.signers(issuer)
    if any(signer in claim.body.names for signer in signed):
        return False
    return (claim.match is Match.CODE and claim.body.alone) or any(_is_near(signer, claim) for signer in signed)


def _is_near(signer: str, claim: Claim) -> bool:
    """Misread for a name of the body, or a part of it that has codes of its own, or the other way round."""
    names = claim.body.names
    if claim.match is Match.CODE and any(signer.startswith(name) or name.startswith(signer) for name in names):
        return True
    return any(len(name) >= LEAST_NAME and _is_misread(signer, name) for name in names)


def _is_misread(signer: str, name: str) -> bool:
    """One character apart; 吉林市 is no slip for 吉林省, 应急管理局 none for 应急管理部."""
    differing = [{a, b} for a, b in zip(signer, name, strict=False) if a != b]
    if len(signer) != len(name) or len(differing) != 1:
        return False
    return not any(differing[0] <= set(series) for series in (PLACES, RANKS))
