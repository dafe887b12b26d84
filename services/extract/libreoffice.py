"""Word files of older formats (.doc, .wps, .rtf, Word 2003 XML) become DOCX, by LibreOffice where it is installed.

Each file gets a folder of its own, a profile that forbids macros and linked content, and an environment without the
settings of this process. Bubblewrap leaves it neither network nor any other file; where it cannot be had nothing is
converted, unless all files come from people whom one trusts.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from gazette.errors import RejectedError
from gazette.spool import scratch_folder
from services.extract.formats.refused import HEAD, OLE, damaged, kind_of
from services.extract.limits import Limits
from services.extract.office_profile import registry

ON_MACOS = "/Applications/LibreOffice.app/Contents/MacOS"
ASKS_TO_BE_STARTED_AGAIN = 81
STARTS = 3
BUBBLEWRAP, UNCAGED = "bwrap", "GAZETTE_OFFICE_UNCAGED=true"
MISSING = (
    "Bubblewrap is not installed where files are parsed: install it (Debian, Ubuntu: apt install bubblewrap) and "
    "upload the file again",
    "解析文件的机器上没有安装 Bubblewrap。请安装（Debian、Ubuntu：apt install bubblewrap）后重新上传",
)
NOT_GRANTED = (
    "the system where files are parsed does not let Bubblewrap work, as in most containers: parse on another one",
    "解析文件的系统不允许 Bubblewrap 运行（多数容器如此）。请换一个系统解析",
)
OPTIONS = (
    "--headless", "--norestore", "--nolockcheck", "--nologo", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
)  # fmt: skip
READABLE = ("/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/libreoffice", "/etc/alternatives")


def installed() -> str | None:
    """The program; None where there is none."""
    found = shutil.which("soffice") or shutil.which("soffice", path=ON_MACOS)
    if found is None:
        return None
    program = Path(found).resolve().with_name("soffice.bin")
    return os.fspath(program) if program.exists() else found


def modern(data: bytes, limits: Limits) -> bytes:
    """A file as its reader takes it: an older Word file as DOCX, any other as it is; so also without LibreOffice.

    RejectedError `needs_bubblewrap`, `damaged`, `too_slow`. Time and memory are also watched from outside of the
    parsing process.
    """
    program = installed() if kind_of(data) == "word" else None
    if program is None:
        return data
    with scratch_folder() as folder:
        return _converted(data, program, folder, limits)


def given_type(data: bytes) -> str:
    """The media type of an older Word file, as far as its content tells: .wps and .doc are one format."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"{\\rtf"):
        return "application/rtf"
    return "application/msword" if head.startswith(OLE) else "application/xml"


def cage(folder: Path) -> tuple[str, ...]:
    """Bubblewrap around a command: no network, no files but system programs, fonts, LibreOffice and the folder.

    No process stays.

    Empty where it is not installed, or where the system does not grant it, as in most containers.
    """
    program = shutil.which(BUBBLEWRAP)
    if program is None:
        return ()
    office = os.fspath(Path(installed() or program).parents[1])
    seen = (word for path in (*READABLE, office) for word in ("--ro-bind-try", path, path))
    own = os.fspath(folder)
    found = (program, "--unshare-all", "--die-with-parent", "--new-session", *seen, "--proc", "/proc", "--dev", "/dev")
    found = (*found, "--bind", own, own, "--chdir", own)
    return found if subprocess.run([*found, "true"], capture_output=True, check=False).returncode == 0 else ()  # noqa: S603


def is_caged() -> bool:
    """Whether Bubblewrap is installed and granted."""
    with scratch_folder() as folder:
        return bool(cage(folder))


def _converted(data: bytes, program: str, folder: Path, limits: Limits) -> bytes:
    profile, source, made = folder / "profile", folder / "file.doc", folder / "file.docx"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(registry(), encoding="utf-8")
    source.write_bytes(data)
    walls = cage(folder)
    if not (walls or limits.office_uncaged):
        raise _needs_bubblewrap()
    own = f"-env:UserInstallation={profile.as_uri()}"
    command = (*_bounds(limits), *walls, program, own, *OPTIONS, os.fspath(folder), os.fspath(source))
    for _ in range(STARTS):
        if _run(command, folder, limits.seconds) != ASKS_TO_BE_STARTED_AGAIN:
            break
    if not made.exists():
        raise damaged()
    return made.read_bytes()


def _bounds(limits: Limits) -> tuple[str, ...]:
    """How large a file it may write, and that it ends with this process; Linux alone knows of these."""
    prlimit, setpriv = shutil.which("prlimit"), shutil.which("setpriv")
    if not (prlimit and setpriv):
        return ()
    return (prlimit, f"--fsize={limits.unpacked_mb << 20}", "--core=0", setpriv, "--pdeathsig", "KILL")


def _run(command: Sequence[str], folder: Path, seconds: float) -> int:
    home = os.fspath(folder)
    surroundings = {"HOME": home, "TMPDIR": home, "PATH": os.defpath, "LANG": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    nothing = subprocess.DEVNULL
    try:
        return subprocess.run(  # noqa: S603  the command is ours, no shell
            command,
            env=surroundings,
            cwd=folder,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            timeout=seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise _too_slow(seconds) from error


def _needs_bubblewrap() -> RejectedError:
    english, chinese = MISSING if shutil.which(BUBBLEWRAP) is None else NOT_GRANTED
    return RejectedError(
        "needs_bubblewrap",
        "This is a Word file of an older format (.doc, .wps, .rtf). LibreOffice reads it only where Bubblewrap keeps "
        f"it from other files and the network, but {english}; or save the file as .docx and upload that. "
        f"If all files come from people you trust, {UNCAGED} reads them without it.",
        "这是旧版 Word 文档（.doc、.wps、.rtf）。LibreOffice 只在 Bubblewrap 将其与其他文件和网络隔开时才读取它，"
        f"但{chinese}，或另存为 .docx 后上传。如果所有文件都来自可信的人，可设置 {UNCAGED}，不加隔离。",
    )


def _too_slow(seconds: float) -> RejectedError:
    return RejectedError(
        "too_slow",
        f"LibreOffice took longer than {seconds:g} seconds and was stopped. Save the file as .docx and upload that.",
        f"LibreOffice 转换文件超过 {seconds:g} 秒，已停止。请另存为 .docx 后上传。",
    )
