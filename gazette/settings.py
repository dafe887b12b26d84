"""Settings: the only file that reads the environment. Every setting is `GAZETTE_<NAME>`."""

from ipaddress import ip_address
from pathlib import Path

from pydantic import Field, IPvAnyNetwork, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings with their defaults; docs/settings.md is held against this class by a test."""

    model_config = SettingsConfigDict(env_prefix="GAZETTE_", frozen=True, extra="ignore")

    object_store: SecretStr = Field(
        SecretStr(""), description="s3://KEY:SECRET@HOST:PORT/BUCKET?secure=true; empty: files in the data folder."
    )
    catalogue: SecretStr = Field(
        SecretStr(""),
        description="postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE; empty: SQLite in the data folder.",
    )
    event_log: SecretStr = Field(
        SecretStr(""), description="kafka://USER:PASSWORD@HOST:PORT/TOPIC; empty: tables of the SQLite catalogue."
    )
    search: SecretStr = Field(
        SecretStr(""), description="opensearch://USER:PASSWORD@HOST:PORT/INDEX; empty: tantivy in the data folder."
    )
    data: Path = Field(Path("data"), description="Folder that holds everything in the embedded size.")
    host: str = Field("127.0.0.1", description="Address that the gateway listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the gateway listens on.")
    probe_host: str = Field("127.0.0.1", description="Address that health and metrics of a process are answered on.")
    probe_port: int = Field(
        0, ge=0, le=65535, description="Port of health and metrics of each process; 0: none but the gateway's own."
    )
    allowed_hosts: tuple[str, ...] = Field(
        (), description="Further host names that requests may be addressed to (JSON)."
    )
    operator_networks: tuple[IPvAnyNetwork, ...] = Field(
        (), description="Networks whose clients may act on the operators' page, besides this machine (JSON)."
    )
    max_upload_mb: float = Field(
        200, gt=0, description="Largest upload in MB; larger ones are refused while they stream."
    )
    uploads_at_once: int = Field(
        4,
        ge=1,
        description="Uploads taken in at the same time; more are asked to wait, and one client never takes the last"
        " place.",
    )
    parse_seconds: float = Field(
        120, gt=0, description="Time that parsing one file may take, in seconds; each page read by OCR has as much."
    )
    parse_memory_mb: int = Field(1024, ge=64, description="Memory that the parsing process may use, in MB.")
    parse_pages: int = Field(5_000, ge=1, description="Pages of a file that are read at most; more are refused.")
    parse_pixels: int = Field(
        100_000_000, ge=1_000_000, description="Pixels of one picture that are read at most; more are refused."
    )
    parse_nesting: int = Field(
        1_000, ge=20, description="How deep elements of a web page may be nested; in DOCX and OFD never above 200."
    )
    parse_expansion: int = Field(
        250, ge=2, description="How many times larger than packed a part of a DOCX or OFD above 1 MiB may be."
    )
    parse_unpacked_mb: int = Field(256, ge=1, description="What is read of one DOCX or OFD, unpacked, in MiB.")
    office_uncaged: bool = Field(
        False,
        description="Read older Word files also where Bubblewrap cannot be had: LibreOffice can then open what they"
        " link to, so do it only if all come from people you trust.",
    )
    bundle_files: int = Field(500, ge=1, description="Files in a ZIP that are taken; one with more is refused.")
    bundle_mb: int = Field(1_000, ge=1, description="What all files of a ZIP may hold together, unpacked, in MB.")
    page_images_at_once: int = Field(2, ge=1, description="Pages drawn at the same time; eight more may wait.")
    page_image_seconds: float = Field(20, gt=0, description="Time that drawing one page may take, in seconds.")
    page_image_memory_mb: int = Field(512, ge=64, description="Memory that each drawing process may use, in MB.")
    attempts: int = Field(5, ge=1, description="Attempts at an event before it becomes a dead letter.")
    retry_seconds: float = Field(0.5, gt=0, description="Pause before the first retry in seconds; doubled each time.")
    dead_letter_limit: int = Field(20, ge=1, description="Dead letters in a row after which a role stops.")
    stuck_seconds: float = Field(600, gt=0, description="An unfinished issue untouched for so long is sent on again.")
    orphan_hours: float = Field(24, gt=0, description="Objects without an issue are removed after so many hours.")
    retention_days: float = Field(14, gt=0, description="Handled events are dropped from the log after so many days.")
    inbox_seconds: float = Field(5, ge=0, description="The inbox is looked through after so many seconds; 0: never.")
    inbox_settle_seconds: float = Field(
        2, ge=0, description="A file in the inbox is taken when it was not written to for so many seconds."
    )
    inbox_topic: str = Field(
        "", description="Kafka topic that the object store tells of new files, as a quick hint; empty: no hints."
    )
    mask_personal_data: bool = Field(
        True,
        description="Mask mobile and ID numbers, bank accounts and private addresses; then `gazette reindex`.",
    )
    log_format: str = Field("plain", pattern="^(plain|json)$", description="How log lines look: plain or json.")
    log_level: str = Field("INFO", description="Lowest level that is logged.")
    traces: str = Field(
        "", description="URL that takes OpenTelemetry traces, http://HOST:4318/v1/traces (extra `otel`); empty: none."
    )
    failpoint: str = Field("", description="For tests: the process kills itself at this point of the flow.")

    @property
    def max_upload_bytes(self) -> int:
        """The upload limit in bytes."""
        return int(self.max_upload_mb * 1_000_000)

    @property
    def has_servers(self) -> bool:
        """Whether any port is a server."""
        named = (self.object_store, self.catalogue, self.event_log, self.search)
        return any(url.get_secret_value() for url in named)

    @property
    def is_loopback(self) -> bool:
        """Whether the gateway can be reached from this machine only."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"
