"""Browser files of production: hashed names, and a .gz beside each that gains by it."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Nothing asks for these; leaving them out keeps `collectstatic` at a second.
NOT_SERVED = [
    "*.rtl*",
    "bootstrap-grid*",
    "bootstrap-reboot*",
    "bootstrap-utilities*",
    "bootstrap.esm*",
    "tom-select.base*",
    "tom-select.popular*",
    "htmx-4*",
]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """As whitenoise does it, without Brotli, whose best level takes most of a minute."""

    def create_compressor(self, **options: Any) -> Compressor:
        """Return what writes the .gz files; maps are for developers, who wait."""
        options["extensions"] = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(use_brotli=False, **options)
