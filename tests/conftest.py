"""What every test may rely on: no screen, no network, no library but its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from indexer.models.privacy import stay_private

stay_private()
