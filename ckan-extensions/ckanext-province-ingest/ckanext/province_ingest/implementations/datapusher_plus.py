"""What DataPusher+ 2.0.0 needs from its host to work on CKAN 2.12, without touching its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import ckanext.datapusher_plus.config as settings
from ckan.lib import webassets_tools
from webassets import Bundle

ASSETS = Path(settings.__file__).parent / "assets"

# DataPusher+ reads its options while it is imported, before CKAN fills in declared defaults, so that options
# left out of the ini get its code's defaults: 1 000 rows, duplicates dropped, 5 MB, certificates unchecked.
SETTINGS = {
    "PREVIEW_ROWS": ("ckanext.datapusher_plus.preview_rows", tk.asint),
    "DEDUP": ("ckanext.datapusher_plus.dedup", tk.asbool),
    "MAX_CONTENT_LENGTH": ("ckanext.datapusher_plus.max_content_length", tk.asint),
    "PREFER_DMY": ("ckanext.datapusher_plus.prefer_dmy", tk.asbool),
    "QSV_BIN": ("ckanext.datapusher_plus.qsv_bin", Path),
    "AUTO_INDEX_THRESHOLD": ("ckanext.datapusher_plus.auto_index_threshold", tk.asint),
    "AUTO_INDEX_DATES": ("ckanext.datapusher_plus.auto_index_dates", tk.asbool),
    "TIMEOUT": ("ckanext.datapusher_plus.download_timeout", tk.asint),
}


class DatapusherPlusMixin(p.SingletonPlugin):
    """Gives DataPusher+ its declared settings and the assets that its wheel lacks."""

    p.implements(p.IConfigurable)

    def configure(self, config: Any) -> None:
        """Replace the settings that DataPusher+ read too early by the configured or declared ones."""
        for attribute, (option, convert) in SETTINGS.items():
            setattr(settings, attribute, convert(config[option]))
        settings.SSL_VERIFY = tk.asbool(config.get("SSL_VERIFY", True))
        settings.USE_PROXY = bool(config["ckanext.datapusher_plus.download_proxy"])

    def register_datapusher_assets(self) -> None:
        """Register the bundles that DataPusher+'s templates name; its wheel has no ``webassets.yml``."""
        bundles = {
            "suggestions": ("js/scheming-suggestions.js", "js"),
            "suggestions_css": ("styles/suggestions.css", "css"),
        }
        for name, (path, extension) in bundles.items():
            asset = f"datapusher_plus/{name}"
            if not webassets_tools.is_registered(asset):
                output = f"datapusher_plus/%(version)s_{name}.{extension}"
                bundle = Bundle(str(ASSETS / path), output=output, extra={"preload": ["base/main"]})
                webassets_tools.env.register(asset, bundle)
