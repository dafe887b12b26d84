"""Kafka's address and its topic from one URL, connections to it, and its errors in our words."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from kafka.errors import (
    AuthorizationError,
    KafkaConfigurationError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    SaslAuthenticationFailedError,
    UnknownTopicOrPartitionError,
)
from kafka.net.compat import KafkaNetClient

from gazette.adapters.servers.urls import ServerUrl, parse
from gazette.errors import SettingsError, UnavailableError

Client = TypeVar("Client")

TOPIC = "gazette.events"
BOOTSTRAP_SECONDS = 3.0
REQUEST_SECONDS = 10.0
RECONNECT_SECONDS = 2.0
NUMBERS = {"partitions": 8, "replication": 1, "retention_days": 14}
SECURITY = ("security_protocol", "sasl_mechanism", "ssl_cafile", "ssl_certfile", "ssl_keyfile")
PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")


@dataclass(frozen=True, slots=True)
class KafkaTopic:
    """A topic, how it is made, and how its brokers are reached."""

    name: str
    partitions: int
    replication: int
    retention_days: int
    url: ServerUrl

    @property
    def hosts(self) -> str:
        """The brokers, for people to read."""
        return ",".join(self.url.hosts)

    def settings(self) -> dict[str, Any]:
        """What every client of the library is told."""
        account = {"sasl_plain_username": self.url.user, "sasl_plain_password": self.url.password}
        return {
            "bootstrap_servers": list(self.url.hosts),
            "bootstrap_timeout_ms": milliseconds(BOOTSTRAP_SECONDS),
            "request_timeout_ms": milliseconds(REQUEST_SECONDS),
            "reconnect_backoff_max_ms": milliseconds(RECONNECT_SECONDS),
            "security_protocol": "SASL_PLAINTEXT" if self.url.user else "PLAINTEXT",
            "sasl_mechanism": "PLAIN" if self.url.user else None,
            "ssl_check_hostname": self.url.switch("ssl_check_hostname", default=True),
            **{name: self.url.options[name] for name in SECURITY if name in self.url.options},
            **(account if self.url.user else {}),
        }


def milliseconds(seconds: float) -> int:
    """Seconds as whole milliseconds."""
    return round(seconds * 1000)


def topic_of(text: str) -> KafkaTopic:
    """Read `kafka://[USER:PASSWORD@]HOST:PORT[,HOST:PORT]/TOPIC?option=value`; SettingsError where it cannot be."""
    url = parse(text)
    url.allow(*NUMBERS, *SECURITY, "ssl_check_hostname")
    protocol = url.options.get("security_protocol", PROTOCOLS[0])
    if protocol not in PROTOCOLS:
        raise SettingsError(f"the option security_protocol={protocol} of the kafka:// URL is none of {PROTOCOLS}")
    numbers = {name: _number(url.options, name, default) for name, default in NUMBERS.items()}
    return KafkaTopic(name=url.path or TOPIC, url=url, **numbers)


def _number(options: Mapping[str, str], name: str, default: int) -> int:
    value = options.get(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value)):
        raise SettingsError(f"the option {name}={value} of the kafka:// URL must be a number from 1 on")
    return int(value)


def connect(make: Callable[..., Client], topic: KafkaTopic, **settings: Any) -> Client:
    """Make a client of the library. One that cannot reach a broker leaves nothing behind and says why."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # it shouts while a broker is away, and tells passwords
    made: list[Any] = []
    try:
        return make(**topic.settings(), **settings, kafka_client=partial(_net_client, made))
    except BaseException as error:
        with _closing(made):
            if isinstance(error, KafkaTimeoutError):
                _knock(made[0], topic)
        raise


@contextmanager
def translated(topic: KafkaTopic) -> Iterator[None]:
    """Errors of the library become UnavailableError, or SettingsError where the URL is at fault."""
    try:
        yield
    except KafkaConfigurationError as error:
        raise SettingsError(f"the kafka:// URL does not fit together ({error})") from error
    except (SaslAuthenticationFailedError, AuthorizationError) as error:
        mend = f"see user {topic.url.user!r}, its password and its rights"
        raise UnavailableError(f"Kafka at {topic.hosts} refuses us ({error}); {mend}") from error
    except UnknownTopicOrPartitionError as error:
        message = f"Kafka at {topic.hosts} has no topic {topic.name!r}; `gazette init` makes it"
        raise UnavailableError(message) from error
    except KafkaError as error:
        cause = error if any(error.args) else type(error).__name__
        mend = "see that it runs and that the kafka:// URL names it"
        raise UnavailableError(f"Kafka at {topic.hosts} does not answer ({cause}); {mend}") from error


def _net_client(made: list[Any], **settings: Any) -> Any:
    """Remember the connections that a client makes, and never create topics by asking for them.

    The library drops its own setting `allow_auto_create_topics` before it gets to the requests.
    """
    client = KafkaNetClient(**settings)
    client.cluster.config["allow_auto_create_topics"] = False
    made.append(client)
    return client


def _knock(client: Any, topic: KafkaTopic) -> None:
    """Raise what keeps a client from its broker: the library only says that time ran out."""
    manager = client._manager
    broker = manager.cluster.bootstrap_brokers()[0].node_id

    async def greet() -> None:
        connection = manager.get_connection(broker, timeout_ms=milliseconds(BOOTSTRAP_SECONDS))
        try:
            await connection
        except KafkaConnectionError as error:
            # A broker hangs up on a wrong password; the library loses the reason that comes with it.
            if topic.url.user and connection.broker_version_data:
                raise SaslAuthenticationFailedError("it hangs up at the login") from error
            raise

    manager.reset_backoff(broker)
    manager.run(greet)


@contextmanager
def _closing(made: list[Any]) -> Iterator[None]:
    try:
        yield
    finally:
        for client in made:
            with suppress(KafkaError):
                client.close()
