"""`gazette init` and `gazette version`."""

import platform
from pathlib import Path

from gazette import __version__
from gazette.settings import Settings
from gazette.wiring import check_ready, initialise, is_prepared, open_backends
from services.cli.console import say
from services.cli.start import hush, load_settings


def init_data(data: Path | None) -> None:
    """Make folder, catalogue and index, or what is missing on the servers; say what was there and what was made."""
    settings = load_settings(data)
    hush(settings)
    if settings.has_servers:
        _init_servers(settings)
    else:
        _init_folder(settings)


def _init_servers(settings: Settings) -> None:
    made = initialise(settings)
    with open_backends(settings) as backends:
        check_ready(backends)
    if made:
        say(f"已建立 Made: {', '.join(made)}。")
    say("服务器已就绪，数据没有变动。 The servers are ready; what they hold is unchanged.")


def _init_folder(settings: Settings) -> None:
    folder, was_there, was_prepared = settings.data.resolve(), settings.data.exists(), is_prepared(settings)
    with open_backends(settings) as backends:
        for port in (backends.catalogue, backends.objects, backends.log, backends.search):
            port.check()
    if was_prepared:
        say(f"{folder} 已经就绪，数据没有变动。 {folder} is ready; what it holds is unchanged.")
    else:
        made = "空文件夹 the folder" if was_there else "新建文件夹 a new folder"
        say(f"{folder} 已就绪 is ready：{made}，目录库 catalogue，检索索引 search index。")
        say("接下来 Next: gazette serve")


def show_version() -> None:
    """Gazette's version and Python's."""
    say(f"gazette {__version__} (Python {platform.python_version()})")
