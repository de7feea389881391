"""Make sure .venv holds exactly what the lock files say; do nothing if it already does.

Usage: python3 tools/ensure_venv.py [requirements.txt [requirements-test.txt]]

Each file must contain all that the ones before it lock (requirements-test.txt does), so only
the last one is installed, and a .venv made for the tests serves the site as well. A .venv is
trusted only through its stamp, which is written last: after an interruption, a move of the
folder, a change of a lock or of the Python, no stamp matches and .venv is made anew.

The environment variable VENV names another folder than .venv.

Whatever "python3" is reads this file first, so it keeps to the grammar of Python 3.6.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("VENV", ".venv")
STAMP = VENV / "stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(names):
    """Bring .venv to the state that these lock files describe."""
    stamp = read_stamp()
    if stamp is None:
        make_venv()
        stamp = {"made": this_python(), "locks": {}}
    if names[-1] in stamp["locks"]:
        return
    STAMP.unlink(missing_ok=True)
    install(names[-1])
    stamp["locks"] = {name: digest(name) for name in names}
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def read_stamp():
    """The stamp of the present .venv, or None where .venv cannot be trusted."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        subprocess.check_call([str(PYTHON), "-c", ""], stderr=subprocess.DEVNULL)
        current = {name: digest(name) for name in stamp["locks"]}
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return stamp if stamp == {"made": this_python(), "locks": current} else None


def this_python():
    """Where .venv lies and which Python it belongs to: neither may change under it."""
    major, minor = sys.version_info[:2]
    return {"venv": str(VENV), "base": sys.base_prefix, "version": f"{major}.{minor}"}


def digest(name):
    """The fingerprint of a lock file."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def make_venv():
    """Put a new virtual environment in place of whatever lies at .venv."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit(
            "Python の venv という部品がありません。Debian や Ubuntu では管理者が"
            "「apt install python3-venv」と入力して入れてから、もう一度実行してください。"
        )
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    print(f"作業用の Python 環境（{VENV.name}）を作っています…", flush=True)
    # Not sys.executable: that one may lie in the very .venv just removed.
    if subprocess.call([sys._base_executable, "-m", "venv", str(VENV)]):
        sys.exit(f"{VENV.name} を作れませんでした。上の表示を確かめて、もう一度実行してください。")


def install(name):
    """Install one lock file, every archive checked against its hash."""
    print(f"{name} の部品を入れています（1分ほどかかることがあります）…", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    if subprocess.call([*pip, "--require-hashes", "-r", str(ROOT / name)]):
        sys.exit(
            f"{name} の部品を入れられませんでした（理由は上の表示です）。インターネットに"
            "つながっているかを確かめて、もう一度同じコマンドを実行してください。"
        )


def use_newer_python():
    """Start again under a newer Python of this machine where "python3" is too old."""
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        # A name on the PATH may be an empty shim, or lack the venv module: ask it.
        test = [newer, "-c", "import ensurepip, venv"]
        if newer and subprocess.call(test, stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    major, minor = sys.version_info[:2]
    sys.exit(
        f"Python 3.11 以上が必要です（この python3 は {major}.{minor} です）。新しい Python を"
        "入れて、「make PY=python3.12 site」のように名前を付けて、もう一度実行してください。"
    )


if __name__ == "__main__":
    use_newer_python()
    ensure(sys.argv[1:] or ["requirements.txt"])
