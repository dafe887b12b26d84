"""What only the OpenSearch adapter promises: its index, large batches, plain sentences for what is wrong."""

import socket
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gazette.adapters.servers import opensearch_documents
from gazette.adapters.servers.opensearch_client import failure
from gazette.adapters.servers.opensearch_index import OpenSearchIndex
from gazette.adapters.servers.opensearch_mapping import FORMAT, LONGEST_VALUE
from gazette.errors import GazetteError, SettingsError, UnavailableError
from gazette.query import parse
from gazette.search import SearchRequest
from gazette.tokens import fold, tokens
from tests.at_once import at_once
from tests.contract.search_corpus import CORPUS, made
from tests.contract.servers import renamed, urls


@pytest.fixture
def url() -> str:
    """An index that is not there yet."""
    return renamed(urls()["GAZETTE_SEARCH"], f"test{uuid.uuid4().hex[:12]}")


@pytest.fixture
def missing(url: str) -> Iterator[OpenSearchIndex]:
    index = OpenSearchIndex(url)
    yield index
    index.remove()
    index.close()


@pytest.fixture
def index(missing: OpenSearchIndex) -> OpenSearchIndex:
    assert missing.initialise()
    return missing


def total(index: OpenSearchIndex, query: str = "") -> int:
    return index.search(SearchRequest(parse(query))).total


def silent_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


# -- the index -------------------------------------------------------------------------------------------------


@pytest.mark.servers
def test_the_index_is_made_once(missing: OpenSearchIndex, url: str) -> None:
    assert [missing.initialise(), OpenSearchIndex(url).initialise()] == [True, False]
    missing.check()


@pytest.mark.servers
def test_many_may_make_it_at_once(url: str) -> None:
    indexes = [OpenSearchIndex(url) for _ in range(5)]
    try:
        at_once(5, lambda number: indexes[number].initialise())
        indexes[0].write(CORPUS)
        assert [total(index) for index in indexes] == [len(CORPUS)] * 5
    finally:
        indexes[0].remove()


@pytest.mark.servers
def test_without_the_index_nothing_is_done_and_none_comes_into_being(missing: OpenSearchIndex) -> None:
    for call in (missing.check, lambda: missing.write(CORPUS), lambda: total(missing)):
        with pytest.raises(UnavailableError, match="gazette init"):
            call()
    assert missing.initialise()


@pytest.mark.servers
def test_an_alias_that_was_lost_is_made_again(index: OpenSearchIndex) -> None:
    index.write(CORPUS)
    index._client.indices.delete_alias(index=index._versions.first, name=index._alias)
    with pytest.raises(UnavailableError, match="gazette init"):
        index.check()

    assert index.initialise()
    assert total(index) == len(CORPUS)


@pytest.mark.servers
@pytest.mark.parametrize("mapping", [{"_meta": {"format": FORMAT + 1}}, {}], ids=["newer", "somebody else's"])
def test_an_index_of_another_version_is_refused(missing: OpenSearchIndex, mapping: dict[str, Any]) -> None:
    body = {"mappings": mapping, "aliases": {missing._alias: {}}}
    missing._client.indices.create(index=missing._versions.first, body=body)

    with pytest.raises(SettingsError, match="gazette reindex"):
        missing.initialise()
    with pytest.raises(UnavailableError, match="gazette reindex"):
        missing.check()


@pytest.mark.servers
def test_the_mapping_takes_nothing_unknown(index: OpenSearchIndex) -> None:
    answer = index._client.bulk(body=[{"index": {"_index": index._alias}}, {"id": "1", "colour": "红"}])
    assert answer["items"][0]["index"]["error"]["type"] == "strict_dynamic_mapping_exception"


# -- tokens ----------------------------------------------------------------------------------------------------


@pytest.mark.servers
def test_its_tokens_are_ours(index: OpenSearchIndex) -> None:
    texts = [one.title + one.text for one in CORPUS] + ["x" * 200, "١٢٣①Ⅻ㈠〇𠮷𡃁", "ﬁŒßİıа́é", "a_b-c’d"]
    for text in texts:
        body = {"analyzer": "gazette", "text": fold(text)}
        found = index._client.indices.analyze(index=index._alias, body=body)["tokens"]
        assert tuple(token["token"] for token in found) == tokens(text)
        assert [token["position"] for token in found] == list(range(len(found)))


# -- writing ---------------------------------------------------------------------------------------------------


@pytest.mark.servers
def test_a_batch_larger_than_a_request_is_split(index: OpenSearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensearch_documents, "BULK", 5_000)
    text = "水库" * 1_000
    index.write([made(number, f"第{number}号", text) for number in range(1, 30)])
    assert total(index, "水库") == 29


@pytest.mark.servers
def test_one_document_may_be_larger_than_a_request(index: OpenSearchIndex) -> None:
    large = made(1, "长", "水库，" * 800_000 + "结尾")
    assert len(large.text.encode()) > opensearch_documents.BULK / 2
    index.write([large, made(2, "短")])
    [hit] = index.search(SearchRequest(parse("结尾"))).hits
    assert hit.document == large


@pytest.mark.servers
def test_values_that_are_too_long_to_be_filtered_by_do_not_lose_the_document(index: OpenSearchIndex) -> None:
    one = made(1, "水库", issuers=("公" * LONGEST_VALUE, "公" * (LONGEST_VALUE + 1)))
    index.write([one])
    page = index.search(SearchRequest(parse("水库"), facets=("issuer",)))
    assert [hit.document for hit in page.hits] == [one]
    assert [facet.value for facet in page.facets["issuer"]] == ["公" * LONGEST_VALUE]


@pytest.mark.servers
def test_a_refused_document_is_named_and_the_others_are_kept(index: OpenSearchIndex) -> None:
    good, bad = made(1, "水库"), replace(made(2, "水库"), order_key=2**70)
    with pytest.raises(GazetteError, match=bad.id) as caught:
        index.write([good, bad])
    assert not isinstance(caught.value, UnavailableError)
    index.write([good])
    assert total(index, "水库") == 1


@pytest.mark.servers
def test_deleted_stays_so_however_late_an_older_write_comes(index: OpenSearchIndex) -> None:
    """OpenSearch forgets a version some time after a deletion, here at once; it never has to remember ours."""
    index._client.indices.put_settings(index=index._alias, body={"index.gc_deletes": "0s"})
    one = made(1, "水库")
    index.write([one])
    index.write([replace(one, revision=3, deleted=True)])
    index.write([replace(one, revision=2)])
    assert total(index) == 0


@pytest.mark.servers
def test_what_a_killed_writer_left_half_done_is_completed_by_the_same_again(index: OpenSearchIndex, url: str) -> None:
    class Killed(BaseException):
        pass

    def landmark(name: str) -> None:
        raise Killed(name)

    with pytest.raises(Killed, match="index-added"):
        OpenSearchIndex(url, landmark=landmark).write(CORPUS)
    assert total(index) == 0
    index.write(CORPUS)
    assert total(index) == len(CORPUS)


# -- what is wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secure", ["true", "false"])
def test_a_server_that_is_away_is_named(secure: str) -> None:
    port = silent_port()
    index = OpenSearchIndex(f"opensearch://reader:hidden@127.0.0.1:{port}/gazette?secure={secure}")
    for call in (index.check, lambda: index.write(CORPUS), lambda: total(index), index.initialise):
        with pytest.raises(UnavailableError, match=f"127.0.0.1:{port} does not answer") as caught:
            call()
        assert "GAZETTE_SEARCH" in str(caught.value)
        assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind", "mend"),
    [
        (401, UnavailableError, "GAZETTE_SEARCH"),
        (403, UnavailableError, "GAZETTE_SEARCH"),
        (404, UnavailableError, "gazette init"),
        (429, UnavailableError, "log of OpenSearch"),
        (503, UnavailableError, "log of OpenSearch"),
        (400, GazetteError, "too odd"),
        (413, GazetteError, "too odd"),
    ],
)
def test_only_what_is_refused_as_such_is_not_waited_out(status: int, kind: type[Exception], mend: str) -> None:
    error = failure("gazette at 127.0.0.1:9200", status, "too odd")
    assert type(error) is kind
    assert mend in str(error)


@pytest.mark.servers
def test_one_host_of_several_is_enough(index: OpenSearchIndex, url: str) -> None:
    index.write(CORPUS)
    several = OpenSearchIndex(url.replace("127.0.0.1", f"127.0.0.1:{silent_port()},127.0.0.1"))
    for _ in range(6):
        assert total(several) == len(CORPUS)


@pytest.mark.parametrize(
    "url",
    [
        "opensearch://127.0.0.1:9200",
        "opensearch://127.0.0.1:9200/Gazette",
        "opensearch://127.0.0.1:9200/a/b",
        "opensearch://127.0.0.1:9200/_all",
        "opensearch://127.0.0.1:port/gazette",
        "opensearch:///gazette",
        "opensearch://:9200/gazette",
        "opensearch://user:hid/hidden@127.0.0.1:9200/gazette",
        "opensearch://user:hidden℀@127.0.0.1:9200/gazette",
        "opensearch://user:hidden@127.0.0.1:9200/gazette?verify=maybe",
        "opensearch://user:hidden@127.0.0.1:9200/gazette?timeout=1",
    ],
)
def test_a_url_that_makes_no_sense_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        OpenSearchIndex(url)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "encrypted"),
    [
        ("opensearch://127.0.0.1:9200/gazette", False),
        ("opensearch://user:hidden@127.0.0.1:9200/gazette", True),
        ("opensearch://user:hidden@127.0.0.1:9200/gazette?secure=false", False),
        ("opensearch://127.0.0.1:9200/gazette?secure=true", True),
    ],
)
def test_a_password_is_sent_encrypted_unless_told_otherwise(url: str, encrypted: bool) -> None:
    connection: Any = OpenSearchIndex(url)._client.transport.get_connection()
    assert connection.use_ssl == encrypted
