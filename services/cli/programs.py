"""What `gazette doctor` says of programs that are not Python's: who reads older Word files, and what keeps it apart."""

import shutil
from collections.abc import Iterator

from gazette.settings import Settings
from services.cli.checks import Finding
from services.extract.libreoffice import BUBBLEWRAP, installed, is_caged

PURPOSE = "旧版 Word 文件 older Word files (.doc, .wps, .rtf)"
INSTALL = "apt install libreoffice-writer-nogui bubblewrap"


def programs(settings: Settings) -> Iterator[Finding]:
    """LibreOffice and, where it is there, Bubblewrap. Neither has to be, so nothing is a fault."""
    program = installed()
    if program is None:
        yield Finding("LibreOffice", f"{PURPOSE}：未安装 not installed; optional (Debian, Ubuntu): {INSTALL}")
        return
    yield Finding("LibreOffice", f"{PURPOSE}：{program}")
    yield Finding("Bubblewrap", _bubblewrap(settings))


def _bubblewrap(settings: Settings) -> str:
    if is_caged():
        return "将 LibreOffice 与其他文件和网络隔开 keeps LibreOffice from other files and the network：可用 works"
    if shutil.which(BUBBLEWRAP):
        state, mend = "系统不允许运行 this system does not let it work", "save them as .docx"
    else:
        state, mend = "未安装 not installed", "Debian, Ubuntu: apt install bubblewrap"
    if settings.office_uncaged:
        return f"{state}; 按设置不加隔离 GAZETTE_OFFICE_UNCAGED: LibreOffice can open other files of this machine"
    return f"{state}，因此不读取旧版 Word 文件 so older Word files are refused; {mend}"
