"""The secret key of an installation: made once, kept in a file that only its owner may read."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
# Beside the database and the uploads, never in git; keep a copy of it where the backups are.
DEFAULT = BASE_DIR / "var" / "secret.key"


def key_file() -> Path:
    """Return where the key is kept: SECRET_KEY_FILE, or var/secret.key."""
    return Path(os.environ.get("SECRET_KEY_FILE") or DEFAULT)


def kept_key(path: Path | None = None) -> str:
    """Return the key that was made before, "" when there is none."""
    path = path or key_file()
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def make_key(path: Path | None = None) -> bool:
    """Make the key file (mode 0600) unless it exists; return whether it was made.

    The file appears whole or not at all, whoever else makes one at the same moment. Raises OSError.
    """
    path = path or key_file()
    if kept_key(path):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


if __name__ == "__main__":
    sys.exit(0 if make_key() or kept_key() else 1)
