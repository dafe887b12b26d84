"""Themes of a document after the State Council's scheme (主题分类), by the words that it uses."""

from collections import defaultdict
from collections.abc import Mapping
from math import log2

from gazette.han import simplified
from gazette.model import Topic
from services.classify.vocabulary import Entry, Lexicon, Scoring

OTHER = "其他"
SUBJECT = "关于"
BODY = 12_000


def topics(title: str, body: str, lexicon: Lexicon) -> tuple[Topic, ...]:
    """Themes with a score from 0 to 1, best first; 其他 with 0 where no word tells anything.

    Of a longer body the first BODY characters are read.
    """
    evidence, scoring = _evidence(subject(title), squeeze(body[:BODY]), lexicon), lexicon.scoring
    scores: dict[str, float] = defaultdict(float)
    for entry, share in evidence.items():
        scores[entry.theme] += share
    ranked = sorted(scores, key=lambda name: -scores[name])[: scoring.most]
    if not ranked:
        return (Topic(OTHER, 0.0),)
    least = max(scoring.threshold, scoring.part_of_first * scores[ranked[0]])
    kept = [name for name in ranked if scores[name] >= least or name == ranked[0]]
    return tuple(_topic(name, scores[name], evidence, scoring) for name in kept)


def subject(title: str) -> str:
    """What a title is about: the words behind its first 关于, so that no organ's name counts."""
    text = squeeze(title)
    return text.partition(SUBJECT)[2] or text


def squeeze(text: str) -> str:
    """A text without white space, in simplified characters: words broken over lines are whole, whatever the script."""
    return simplified("".join(text.split()))


def _evidence(title: str, body: str, lexicon: Lexicon) -> Mapping[Entry, float]:
    """Each found word's share in all evidence; the shares sum up to 1."""
    in_title = _weights({lexicon.title.entries[word]: 1 for word in lexicon.title.find(title)})
    in_body = _weights({lexicon.body.entries[word]: count for word, count in lexicon.body.find(body).items()})
    share = _title_share(sum(in_title.values()), lexicon.scoring) if in_body else 1.0
    total: dict[Entry, float] = defaultdict(float)
    for part, part_share in ((in_title, share), (in_body, 1 - share)):
        whole = sum(part.values())
        for entry, weight in part.items():
            total[entry] += part_share * weight / whole
    return total


def _weights(counts: Mapping[Entry, int]) -> Mapping[Entry, float]:
    return {entry: entry.weight * log2(1 + count) for entry, count in counts.items() if entry.weight}


def _title_share(weight: float, scoring: Scoring) -> float:
    return scoring.title_share * min(1.0, weight / scoring.title_weight)


def _topic(name: str, score: float, evidence: Mapping[Entry, float], scoring: Scoring) -> Topic:
    own = {entry: share for entry, share in evidence.items() if entry.theme == name}
    words = dict.fromkeys(entry.word for entry in sorted(own, key=lambda entry: -own[entry]))
    return Topic(name, round(score, 4), _subclass(own, scoring), tuple(words)[: scoring.kept_words])


def _subclass(own: Mapping[Entry, float], scoring: Scoring) -> str | None:
    shares: dict[str, float] = defaultdict(float)
    for entry, share in own.items():
        if entry.subclass:
            shares[entry.subclass] += share
    best = max(shares, key=lambda subclass: shares[subclass], default=None)
    return best if best and shares[best] >= scoring.subclass_share * sum(shares.values()) else None
