"""What a release leaves behind, made by the code of that release: run by `make`, in its source tree.

python content.py FOLDER [POSTGRESQL_URL]: a data folder, and a database with the same rows.
"""

import hashlib
import sys
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from gazette.adapters.sql.engine import postgres_engine, sqlite_engine
from gazette.adapters.sql.migrate import migrate
from gazette.adapters.sql.schema import metadata
from gazette.events import Envelope, now
from gazette.ports import DeadLetter
from gazette.settings import Settings
from gazette.wiring import open_backends
from services.cli.add import add_paths
from services.ingest.receive import Upload, receive

PLACE = "江岭市云溪区人民政府"


def document(serial: int, subject: str, body: str) -> str:
    """One notice with its number, addressees, body, signature and date."""
    return "\n\n".join(
        (
            f"{PLACE}关于{subject}的通知",
            f"江云政发〔2021〕{serial}号",
            "各乡镇人民政府、街道办事处，区政府各部门：",
            body,
            PLACE,
            f"2021年{serial}月{serial + 1}日",
        )
    )


def gazette(number: int, *documents: str) -> bytes:
    """An issue with a cover and these documents."""
    cover = f"{PLACE}公报\n\n2021\n\n第{number}期（总第{number}期）\n\n江岭市云溪区政务服务局主办"
    return "\n\n".join((cover, *documents)).encode()


def files() -> dict[str, bytes]:
    """A gazette, a later one that repeals and cites the first, a picture that cannot be read, and one not processed."""
    repeal = (
        "《关于加强防汛抗旱工作的通知》（江云政发〔2021〕1号）自本通知印发之日起废止。依据江云政发〔2021〕2号执行。"
    )
    return {
        "第1期.txt": gazette(
            1,
            document(1, "加强防汛抗旱工作", "为做好防汛抗旱工作，现通知如下。请遵照执行。"),
            document(2, "做好森林防火工作", "为做好森林防火工作，现通知如下。请遵照执行。"),
        ),
        "第2期.txt": gazette(2, document(3, "废止有关文件", repeal)),
        "图片.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "第3期.txt": gazette(3, document(4, "印发水利工程管理办法", "现将办法印发给你们，请结合实际贯彻执行。")),
    }


def fill(folder: Path, sources: Path) -> None:
    """Process all files but the last, which is received only; a dead letter and a delayed event lie beside."""
    *processed, pending = files().items()
    for name, content in [*processed, pending]:
        (sources / name).write_bytes(content)
    try:
        add_paths(folder, [sources / name for name, _ in processed])
    except BaseException as end:
        if getattr(end, "exit_code", None) != 1:
            raise
    name, content = pending
    with open_backends(Settings(data=folder)) as backends:
        upload = Upload(name, "text/plain", "待处理", "correlation-of-0.1.0", "key-of-0.1.0")
        sha256 = hashlib.sha256(content).hexdigest()
        receive(sources / name, sha256, len(content), upload, catalogue=backends.catalogue, objects=backends.objects)
        letter = DeadLetter(
            "extract", Envelope("gazette.undecodable", "x", b"\xff\x00"), "undecodable", "odd", 1, now()
        )
        with backends.catalogue.transaction() as tables:
            tables.work.bury(letter)
            tables.work.delay("index", Envelope("gazette.later.v9", "x", b"{}"), now() + timedelta(days=1))


def copy(folder: Path, url: str) -> None:
    """The same rows in an empty PostgreSQL database, without what belongs to the embedded log."""
    here, there = sqlite_engine(folder / "gazette.db"), postgres_engine(url)
    migrate(there)
    with here.connect() as source, there.begin() as target:
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in source.execute(sa.select(table))]
            if rows and table.name not in {"positions", "leases", "beats"}:
                target.execute(table.insert(), rows)
            if rows and table.autoincrement_column is not None:
                sequence = sa.func.pg_get_serial_sequence(table.name, "id")
                target.execute(sa.select(sa.func.setval(sequence, max(row["id"] for row in rows))))
        sent = metadata.tables["outbox"]
        target.execute(sent.update().where(sent.c.correlation_id.is_(None)).values(sent_at=now()))
        target.execute(sent.update().where(sent.c.correlation_id != "correlation-of-0.1.0").values(sent_at=now()))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / "sources").mkdir(parents=True)
    fill(place / "data", place / "sources")
    if len(sys.argv) > 2:
        copy(place / "data", sys.argv[2])
