"""Find a Chromium and a Japanese font for the tests, and print the browser's path.

Taken in this order: $CHROME, then what is on the PATH. Only root on Debian or Ubuntu gets what
is missing through apt-get, because there it can be done without asking anybody for a password
(containers, CI). Everybody else gets one sentence that says what to type. A missing browser
never means fewer tests.
"""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def main() -> None:
    """Print the path of a browser that starts, installing only where that is allowed."""
    missing = what_is_missing()
    if missing and may_install():
        apt_install(list(missing))
        missing = what_is_missing()
    for sentence in missing.values():
        sys.exit(sentence)
    print(browser())


def what_is_missing() -> dict[str, str]:
    """Debian package → the sentence for somebody who has to install it."""
    missing = {}
    if not browser():
        missing["chromium"] = (
            "テストに使うブラウザー（Chromium か Chrome）が見つかりません。Debian なら"
            "「sudo apt-get install chromium fonts-noto-cjk」と入力して入れるか、"
            "「make test CHROME=ブラウザーの場所」のように場所を書いて、もう一度実行してください。"
        )
    if not has_japanese_font():
        missing["fonts-noto-cjk"] = (
            "日本語のフォントが見つかりません（文字が□になり、画面のテストになりません）。"
            "Debian や Ubuntu なら「sudo apt-get install fonts-noto-cjk」と入力して入れてから、"
            "もう一度実行してください。"
        )
    if not driver_starts():
        missing["libatomic1"] = (
            "ブラウザーを動かす部品（Playwright）が始まりません。Debian や Ubuntu なら"
            "「sudo apt-get install libatomic1」と入力して入れてから、もう一度実行してください。"
        )
    return missing


def browser() -> str | None:
    """Path of the first browser that starts; $CHROME is never replaced by another."""
    named = os.environ.get("CHROME")
    if not named:
        return next((path for path in map(shutil.which, NAMES) if path and answers(path)), None)
    path = shutil.which(named)
    if not (path and answers(path)):
        sys.exit(
            f"CHROME に書かれたブラウザー「{named}」が動きません。場所を確かめて、"
            "もう一度実行してください。"
        )
    return path


def has_japanese_font() -> bool:
    """Ask fontconfig; macOS always has Japanese fonts."""
    if sys.platform == "darwin":
        return True
    if shutil.which("fc-list"):
        fonts = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False)
        return bool(fonts.stdout.strip())
    # The fc-list command is optional on Debian: then look for the package we would install.
    return any(Path("/usr/share/fonts").glob("**/NotoSansCJK*"))


def driver_starts() -> bool:
    """Playwright brings its own driver, which needs a library that a bare Debian lacks."""
    if not importlib.util.find_spec("playwright"):
        return True
    return answers(sys.executable, "-m", "playwright")


def answers(*command: str) -> bool:
    """Whether it starts; Ubuntu's chromium-browser is a stub that only names a snap."""
    try:
        run = subprocess.run([*command, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return run.returncode == 0


def may_install() -> bool:
    """Root on Debian, Ubuntu or a system that calls itself like one of them."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return False
    family = {system["ID"], *system.get("ID_LIKE", "").split()}
    return not family.isdisjoint({"debian", "ubuntu"})


def apt_install(packages: list[str]) -> None:
    """Install Debian packages; whether it worked is seen by looking again."""
    print(f"テストに使う {'、'.join(packages)} を入れています…", file=sys.stderr, flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": sys.stderr}
    subprocess.run(["apt-get", "-qq", "update"], check=False, **quiet)
    command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, **quiet)


if __name__ == "__main__":
    main()
